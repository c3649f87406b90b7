#include "store/rows/destruction.h"

#include "store/error.h"
#include "store/rows/shredding.h"

#include <set>

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

/// The originals of a record: its files and, where it spans several, the bundle of their pages.
std::set<std::string> originals_of(const RecordRow& record)
{
    std::set<std::string> originals{record.original_id.text};
    for (const auto& attachment : record.attachments) {
        originals.insert(attachment.owner_id.text);
    }
    return originals;
}

/// A record, or a document that people have yet to settle, is made of that file.
bool is_needed(Database& db, const std::string& original_id)
{
    Statement row(
        db,
        "SELECT 1 FROM document WHERE original_id = $1 AND state <> 'rejected' AND id NOT IN "
        "(SELECT owner_id FROM tombstone) "
        "UNION ALL SELECT 1 FROM attachment a JOIN original o ON o.object_id = a.object_id "
        "WHERE o.id = $1 AND a.record_id NOT IN (SELECT owner_id FROM tombstone) "
        "UNION ALL SELECT 1 FROM bundle_page b WHERE b.original_id = $1 AND b.is_replaced = 0 AND "
        "b.bundle_id NOT IN (SELECT owner_id FROM tombstone) LIMIT 1",
        original_id
    );
    return row.next();
}

} // namespace

void forget_record(Database& db, const RecordId& id)
{
    for (const auto* sql :
         {"DELETE FROM holding WHERE record_id = $1",
          "DELETE FROM record_tag WHERE record_id = $1",
          "DELETE FROM customer_mac WHERE record_id = $1",
          "DELETE FROM customer_record WHERE record_id = $1",
          "DELETE FROM due WHERE record_id = $1"}) {
        db.run(sql, id);
    }
}

Destroyed destroy_record(Database& db, const Vault& vault, const RecordId& id, Instant now)
{
    const auto record = load_record(db, vault, id);
    if (!record) {
        throw Tampered("record " + id.text);
    }
    Destroyed gone;
    const auto originals = originals_of(*record);
    for (const auto& attachment : record->attachments) {
        if (attachment.kind == AttachmentKind::original) {
            const auto file = describe(db, vault, require_original(db, vault, attachment.owner_id));
            gone.sha256.push_back(file.sha256);
        }
    }
    forget_record(db, id);
    shred_data_key(db, vault, id.text, now);
    shred_data_key(db, vault, record->document_id.text, now);
    // Bundles before their files: a file is needed while a bundle of it is.
    std::vector<std::string> order{record->original_id.text};
    for (const auto& original : originals) {
        if (original != record->original_id.text) {
            order.push_back(original);
        }
    }
    for (const auto& original : order) {
        if (is_needed(db, original)) {
            continue;
        }
        for (const auto& document : texts(
                 db,
                 "SELECT id FROM document WHERE original_id = $1 AND id NOT IN "
                 "(SELECT owner_id FROM tombstone)",
                 original
             )) {
            shred_data_key(db, vault, document, now); // rejected: what was read of the same sheets
        }
        shred_data_key(db, vault, original, now);
        for (const auto& object : texts(
                 db,
                 "SELECT object_id FROM original WHERE id = $1 UNION ALL "
                 "SELECT object_id FROM page WHERE original_id = $1 AND object_id IS NOT NULL",
                 original
             )) {
            gone.objects.push_back({object});
        }
    }
    return gone;
}

} // namespace dossier::store
