#include "store/rows/archiving.h"

#include "store/rows/customers.h"
#include "store/rows/filings.h"
#include "store/rows/quality.h"
#include "store/rows/reviews.h"

namespace dossier::store {
namespace {

/// The documents that came in one file with the record's, itself among them.
std::vector<verify::CheckedDocument>
documents_with(Database& db, const Vault& vault, const RecordRow& record)
{
    std::vector<verify::CheckedDocument> documents;
    Statement rows(
        db, "SELECT id FROM document WHERE original_id = $1 ORDER BY position", record.original_id
    );
    while (rows.next()) {
        if (auto document = load_document(db, vault, {rows.text(0)})) {
            documents.push_back(std::move(document->body.checked));
        }
    }
    return documents;
}

} // namespace

void find_customer_of(
    Database& db,
    const Vault& vault,
    const StoreOptions& options,
    const RecordRow& record,
    Instant now
)
{
    const auto file = verify::asks_file(record.body.checked)
                          ? documents_with(db, vault, record)
                          : std::vector<verify::CheckedDocument>{};
    const auto customer = attach_record(db, vault, record, file);
    if (!customer) {
        return;
    }
    plan_expiry(db, vault, *customer, record, now);
    if (customer->is_new) {
        const auto since = record.committed_at + options.utc_offset;
        plan_review(
            db,
            vault,
            options.filing.reviews,
            *customer,
            std::chrono::floor<std::chrono::days>(since),
            now
        );
    }
}

RecordRow archive_document(
    Database& db,
    const Vault& vault,
    const StoreOptions& options,
    const DocumentRow& document,
    const Actor& actor,
    Instant now
)
{
    auto record = make_record(db, vault, document, actor, now, options.utc_offset);
    file_record(db, vault, options.filing, record, options.utc_offset);
    find_customer_of(db, vault, options, record, now);
    keep_quality(db, record, document.discrepancies);
    return record;
}

void follow_correction(
    Database& db,
    const Vault& vault,
    const StoreOptions& options,
    const RecordId& record_id,
    Instant now
)
{
    const auto record = load_record(db, vault, record_id);
    if (!record) {
        return;
    }
    keep_quality(db, *record, load_document(db, vault, record->document_id)->discrepancies);
    const auto former = customer_of(db, vault, record_id);
    forget_expiry(db, vault, record_id, now);
    find_customer_of(db, vault, options, *record, now);
    if (former && !has_records(db, *former)) {
        forget_reviews(db, vault, *former, now);
    }
}

} // namespace dossier::store
