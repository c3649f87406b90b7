#include "store/rows/supplements.h"

namespace dossier::store {
namespace {

Canonical canonical(const SupplementRow& row)
{
    Canonical bytes;
    bytes.text("supplement")
        .text(row.original_id.text)
        .text(row.record_id.text)
        .text(row.put_by)
        .number(row.put_at.time_since_epoch().count());
    return bytes;
}

} // namespace

void insert_supplement(Database& db, const Vault& vault, const SupplementRow& row)
{
    db.run(
        "INSERT INTO supplement (original_id, record_id, put_by, put_at, row_mac) "
        "VALUES ($1, $2, $3, $4, $5)",
        row.original_id,
        row.record_id,
        row.put_by,
        row.put_at,
        vault.row_mac(canonical(row))
    );
}

std::optional<SupplementRow>
load_supplement(Database& db, const Vault& vault, const OriginalId& original_id)
{
    Statement found(
        db,
        "SELECT original_id, record_id, put_by, put_at, row_mac FROM supplement "
        "WHERE original_id = $1",
        original_id
    );
    if (!found.next()) {
        return std::nullopt;
    }
    SupplementRow row{
        .original_id = {found.text(0)},
        .record_id = {found.text(1)},
        .put_by = found.text(2),
        .put_at = found.instant(3)};
    vault.require_row_mac(canonical(row), found.blob(4), "supplement", row.original_id.text);
    return row;
}

std::vector<SupplementRow>
supplements_of(Database& db, const Vault& vault, const RecordId& record_id)
{
    std::vector<SupplementRow> found;
    Statement rows(
        db,
        "SELECT original_id FROM supplement WHERE record_id = $1 ORDER BY put_at, original_id",
        record_id
    );
    while (rows.next()) {
        found.push_back(load_supplement(db, vault, {rows.text(0)}).value());
    }
    return found;
}

} // namespace dossier::store
