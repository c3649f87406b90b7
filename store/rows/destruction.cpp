#include "store/rows/destruction.h"

#include "store/error.h"
#include "store/receipt.h"
#include "store/rows/batches.h"
#include "store/rows/bundles.h"
#include "store/rows/customers.h"
#include "store/rows/external_checks.h"
#include "store/rows/record_changes.h"
#include "store/rows/reviews.h"
#include "store/rows/shredding.h"

#include <algorithm>
#include <vector>

namespace dossier::store {
namespace {

std::vector<std::string> texts(Database& db, std::string_view sql, const std::string& argument)
{
    std::vector<std::string> found;
    Statement rows(db, sql, argument);
    while (rows.next()) {
        found.push_back(rows.text(0));
    }
    return found;
}

/// What a record is made of: its original, a bundle before the files of its pages.
std::vector<std::string> originals_of(const RecordRow& record)
{
    std::vector<std::string> originals{record.original_id.text};
    for (const auto& attachment : record.attachments) {
        const auto& file = attachment.owner_id.text;
        if (attachment.kind == AttachmentKind::original && file != record.original_id.text) {
            originals.push_back(file);
        }
    }
    return originals;
}

/// It is still to be read, a document that is kept or waits for people is made of it or of a
/// bundle with pages of it, a record has it attached, or pages of it wait for their document.
bool is_needed(Database& db, const std::string& original_id)
{
    Statement row(
        db,
        "WITH mine (id) AS (SELECT $1 UNION SELECT bundle_id FROM bundle_page "
        "WHERE original_id = $1 AND bundle_id NOT IN (SELECT owner_id FROM tombstone)) "
        "SELECT 1 FROM original JOIN mine ON mine.id = original.id WHERE state = 'received' "
        "UNION ALL SELECT 1 FROM document JOIN mine ON mine.id = document.original_id "
        "WHERE state <> 'rejected' AND document.id NOT IN (SELECT owner_id FROM tombstone) "
        "UNION ALL SELECT 1 FROM attachment a JOIN original o ON o.object_id = a.object_id "
        "WHERE o.id = $1 AND a.record_id NOT IN (SELECT owner_id FROM tombstone) "
        "UNION ALL SELECT 1 FROM loose_file l "
        "JOIN batch_arrival b ON b.original_id = l.original_id "
        "JOIN batch ON batch.id = b.batch_id AND batch.state <> 'closed' "
        "WHERE l.original_id = $1 LIMIT 1",
        original_id
    );
    return row.next();
}

/// Receipts of what it came with are signed anew without it. A station's own copies stay what they
/// are: what it sent, and was told of.
void leave_receipts(Database& db, const Vault& vault, const OriginalRow& original, Instant now)
{
    const auto is_it = [&](std::string_view sha256) {
        const auto bytes = from_hex(sha256);
        Digest digest{};
        if (!bytes || bytes->size() != digest.size()) {
            return false;
        }
        std::ranges::copy(*bytes, digest.begin());
        return content_mac_of(vault, digest, original.owner) == original.content_mac;
    };
    for (const auto& id : texts(
             db,
             "SELECT DISTINCT batch_id FROM batch_arrival WHERE original_id = $1",
             original.id.text
         )) {
        auto batch = load_batch(db, vault, id);
        const auto text = batch ? receipt_without(batch->body.receipt, is_it, now) : std::nullopt;
        if (!text) {
            continue;
        }
        batch->body.receipt = vault.signed_by_archive(*text);
        if (!save_batch(db, vault, *batch)) {
            throw Error("batch " + id + " changed in its own transaction");
        }
    }
}

/// The keys of a file or bundle, and of the documents that were read of it and came to nothing.
void shred_original(
    Database& db, const Vault& vault, const std::string& original_id, Destroyed& gone, Instant now
)
{
    const auto original = require_original(db, vault, {original_id});
    if (!is_bundle(original)) {
        gone.sha256.push_back(describe(db, vault, original).sha256);
        gone.objects.push_back(original.object_id);
        forget_original(db, vault, original.id, now);
    }
    for (const auto& document : texts(
             db,
             "SELECT id FROM document WHERE original_id = $1 AND id NOT IN "
             "(SELECT owner_id FROM tombstone)",
             original_id
         )) {
        shred_data_key(db, vault, document, now);
    }
    for (const auto& preview : texts(
             db,
             "SELECT object_id FROM page WHERE original_id = $1 AND object_id IS NOT NULL",
             original_id
         )) {
        gone.objects.push_back({preview});
    }
    shred_data_key(db, vault, original_id, now);
}

/// Where nothing needs it; then with the bundles that had pages of it and were replaced.
void shred_unneeded(
    Database& db, const Vault& vault, const std::string& original_id, Destroyed& gone, Instant now
)
{
    if (is_shredded(db, vault, original_id) || is_needed(db, original_id)) {
        return;
    }
    shred_original(db, vault, original_id, gone, now);
    for (const auto& bundle : texts(
             db, "SELECT DISTINCT bundle_id FROM bundle_page WHERE original_id = $1", original_id
         )) {
        shred_unneeded(db, vault, bundle, gone, now);
    }
}

} // namespace

void forget_record(Database& db, const RecordId& id)
{
    for (const auto* sql :
         {"DELETE FROM holding WHERE record_id = $1",
          "DELETE FROM record_tag WHERE record_id = $1",
          "DELETE FROM customer_mac WHERE record_id = $1",
          "DELETE FROM customer_record WHERE record_id = $1",
          "DELETE FROM due WHERE record_id = $1",
          "DELETE FROM record_quality WHERE record_id = $1"}) {
        db.run(sql, id);
    }
    note_record_change(db, id);
}

void forget_original(Database& db, const Vault& vault, const OriginalId& id, Instant now)
{
    auto original = load_original(db, vault, id);
    if (!original || is_bundle(*original)) {
        return;
    }
    leave_receipts(db, vault, *original, now);
    vault.random().fill(original->content_mac);
    save_original(db, vault, *original);
}

Destroyed destroy_record(Database& db, const Vault& vault, const RecordId& id, Instant now)
{
    const auto record = load_record(db, vault, id);
    if (!record) {
        throw Tampered("record " + id.text);
    }
    Destroyed gone;
    const auto customer = customer_of(db, vault, id);
    forget_checks(db, vault, record->document_id);
    forget_record(db, id);
    if (customer && !has_records(db, *customer)) {
        forget_reviews(db, vault, *customer, now);
    }
    shred_data_key(db, vault, id.text, now);
    shred_data_key(db, vault, record->document_id.text, now);
    for (const auto& original : originals_of(*record)) {
        shred_unneeded(db, vault, original, gone, now);
    }
    return gone;
}

} // namespace dossier::store
