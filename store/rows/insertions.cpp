#include "store/rows/insertions.h"

namespace dossier::store {
namespace {

Canonical canonical(const InsertionRow& row)
{
    Canonical bytes;
    bytes.text("insertion")
        .text(row.original_id.text)
        .text(row.into.document_id.text)
        .number(row.into.version)
        .number(row.into.place)
        .text(row.actor.name)
        .text(row.actor.role);
    return bytes;
}

} // namespace

void insert_insertion(Database& db, const Vault& vault, const InsertionRow& row)
{
    db.run(
        "INSERT INTO insertion (original_id, document_id, version, place, person, role, row_mac) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7)",
        row.original_id,
        row.into.document_id,
        row.into.version,
        row.into.place,
        row.actor.name,
        row.actor.role,
        vault.row_mac(canonical(row))
    );
}

std::optional<InsertionRow>
load_insertion(Database& db, const Vault& vault, const OriginalId& original_id)
{
    Statement found(
        db,
        "SELECT original_id, document_id, version, place, person, role, row_mac FROM insertion "
        "WHERE original_id = $1",
        original_id
    );
    if (!found.next()) {
        return std::nullopt;
    }
    InsertionRow row{
        .original_id = {found.text(0)},
        .into =
            {.document_id = {found.text(1)},
             .version = found.integer(2),
             .place = found.small_integer(3)},
        .actor = {.name = found.text(4), .role = found.text(5)}};
    vault.require_row_mac(canonical(row), found.blob(6), "insertion", row.original_id.text);
    return row;
}

void remove_insertion(Database& db, const OriginalId& original_id)
{
    db.run("DELETE FROM insertion WHERE original_id = $1", original_id);
}

} // namespace dossier::store
