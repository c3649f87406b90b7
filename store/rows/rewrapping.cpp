#include "store/rows/rewrapping.h"

#include "store/error.h"
#include "store/rows/batches.h"
#include "store/rows/data_requests.h"
#include "store/rows/disposals.h"
#include "store/rows/document_types.h"
#include "store/rows/uploads.h"

#include <array>
#include <vector>

namespace dossier::store {
namespace {

struct Wrapped {
    std::string id;
    std::int64_t version = 1; ///< of the row, where the seal says it
    Bytes bytes;
};

struct Table {
    const char* select; ///< id, the row's version, what is wrapped
    const char* update;
    Place (*place)(const Wrapped&);
};

constexpr std::array tables{
    Table{
        "SELECT owner_id, 1, wrapped FROM data_key WHERE owner_id > $1 ORDER BY owner_id LIMIT $2",
        "UPDATE data_key SET wrapped = $2, key_version = $3 WHERE owner_id = $1",
        [](const Wrapped& row) { return data_key_place(row.id); }},
    Table{
        "SELECT id, 1, wrapped FROM upload WHERE id > $1 ORDER BY id LIMIT $2",
        "UPDATE upload SET wrapped = $2 WHERE id = $1 AND $3 > 0",
        [](const Wrapped& row) { return upload_key_place(row.id); }},
    Table{
        "SELECT id, version, sealed FROM batch WHERE id > $1 ORDER BY id LIMIT $2",
        "UPDATE batch SET sealed = $2 WHERE id = $1 AND $3 > 0",
        [](const Wrapped& row) { return batch_place(row.id, row.version); }},
    Table{
        "SELECT id, 1, sealed FROM disposal WHERE id > $1 ORDER BY id LIMIT $2",
        "UPDATE disposal SET sealed = $2 WHERE id = $1 AND $3 > 0",
        [](const Wrapped& row) { return disposal_place(row.id); }},
    Table{
        "SELECT id, 1, sealed FROM legal_hold WHERE id > $1 ORDER BY id LIMIT $2",
        "UPDATE legal_hold SET sealed = $2 WHERE id = $1 AND $3 > 0",
        [](const Wrapped& row) { return hold_place(row.id); }},
    Table{
        "SELECT id, version, sealed FROM data_request WHERE id > $1 ORDER BY id LIMIT $2",
        "UPDATE data_request SET sealed = $2 WHERE id = $1 AND $3 > 0",
        [](const Wrapped& row) { return data_request_place(row.id, row.version); }},
    Table{
        "SELECT id, 1, sealed FROM type_version WHERE id > $1 ORDER BY id LIMIT $2",
        "UPDATE type_version SET sealed = $2 WHERE id = $1 AND $3 > 0",
        [](const Wrapped& row) { return type_version_place(row.id); }},
    Table{
        "SELECT id, 1, wrapped FROM type_draft WHERE id > $1 ORDER BY id LIMIT $2",
        "UPDATE type_draft SET wrapped = $2 WHERE id = $1 AND $3 > 0",
        [](const Wrapped& row) { return type_draft_key_place(row.id); }},
};

std::vector<Wrapped> read_some(Database& db, const Table& table, std::string_view after, int limit)
{
    std::vector<Wrapped> found;
    Statement rows(db, table.select, after, limit);
    while (rows.next()) {
        found.push_back({.id = rows.text(0), .version = rows.integer(1), .bytes = rows.blob(2)});
    }
    return found;
}

} // namespace

Rewrapped rewrap_some(Database& db, const Vault& vault, RewrapCursor& cursor, int limit)
{
    Rewrapped result;
    const auto newest = vault.keys().newest(KeyUse::data);
    if (cursor.version != newest) {
        cursor = {.version = newest};
    }
    while (cursor.table < tables.size() && limit > 0) {
        const auto& table = tables.at(cursor.table);
        const auto rows = read_some(db, table, cursor.after, limit);
        for (const auto& row : rows) {
            if (key_version_of(row.bytes) == newest) {
                continue;
            }
            const auto place = table.place(row);
            try {
                auto plain = vault.open_with(KeyUse::data, place, row.bytes);
                const auto sealed = vault.seal_with(KeyUse::data, place, plain);
                wipe(plain);
                db.run(table.update, row.id, sealed, static_cast<int>(newest));
                ++result.keys;
            } catch (const Tampered&) {
                ++result.damaged; // fsck names it
            }
        }
        if (static_cast<int>(rows.size()) < limit) {
            ++cursor.table;
            cursor.after.clear();
        } else {
            cursor.after = rows.back().id;
        }
        limit -= static_cast<int>(rows.size());
    }
    result.done = cursor.table == tables.size();
    return result;
}

} // namespace dossier::store
