#include "store/rows/corrections.h"

#include "store/rows/shredding.h"
#include "store/rows/words.h"

namespace dossier::store {
namespace {

constexpr auto columns = "id, record_id, field, state, proposed_by, proposed_at, decided_by, "
                         "decided_at, sealed, row_mac";

Place body_place(const CorrectionRow& row)
{
    return {
        .kind = "correction",
        .object_id = row.id,
        .owner_id = row.record_id.text,
        .field_group = "values"};
}

Canonical canonical(const CorrectionRow& row)
{
    Canonical bytes;
    bytes.text("correction")
        .text(row.id)
        .text(row.record_id.text)
        .text(row.field)
        .text(word(row.state))
        .text(row.proposed_by)
        .number(row.proposed_at.time_since_epoch().count())
        .text(row.decided_by)
        .number(row.decided_at.time_since_epoch().count());
    return bytes;
}

Canonical canonical(const RecheckRow& row)
{
    Canonical bytes;
    bytes.text("recheck")
        .text(row.correction_id)
        .text(row.record_id.text)
        .text(row.checked_by)
        .number(row.checked_at.time_since_epoch().count());
    return bytes;
}

Bytes sealed(Database& db, const Vault& vault, const CorrectionRow& row)
{
    return vault.seal_part(
        vault.data_key(db, row.record_id.text), body_place(row), encode(row.body)
    );
}

CorrectionRow read_correction(Statement& row, Database& db, const Vault& vault)
{
    CorrectionRow found{
        .id = row.text(0),
        .record_id = {row.text(1)},
        .field = row.text(2),
        .state = from_word<CorrectionState>(row.text(3)),
        .proposed_by = row.text(4),
        .proposed_at = row.instant(5),
        .decided_by = row.text(6),
        .decided_at = row.instant(7),
        .body = {}};
    vault.require_row_mac(canonical(found), row.blob(9), "correction", found.id);
    found.body = decode_correction(
        vault.open_part(vault.data_key(db, found.record_id.text), body_place(found), row.blob(8)),
        "correction " + found.id
    );
    return found;
}

} // namespace

void insert_correction(Database& db, const Vault& vault, const CorrectionRow& row)
{
    db.run(
        "INSERT INTO correction (id, record_id, field, state, proposed_by, proposed_at, "
        "decided_by, decided_at, sealed, row_mac) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        row.id,
        row.record_id,
        row.field,
        word(row.state),
        row.proposed_by,
        row.proposed_at,
        row.decided_by,
        row.decided_at,
        sealed(db, vault, row),
        vault.row_mac(canonical(row))
    );
}

bool decide_correction(Database& db, const Vault& vault, const CorrectionRow& row)
{
    return db.run(
               "UPDATE correction SET state = $2, decided_by = $3, decided_at = $4, sealed = $5, "
               "row_mac = $6 WHERE id = $1 AND state = 'open'",
               row.id,
               word(row.state),
               row.decided_by,
               row.decided_at,
               sealed(db, vault, row),
               vault.row_mac(canonical(row))
           ) == 1;
}

std::optional<CorrectionRow>
load_correction(Database& db, const Vault& vault, const std::string& id)
{
    Statement row(db, std::string("SELECT ") + columns + " FROM correction WHERE id = $1", id);
    if (!row.next() || is_shredded(db, vault, row.text(1))) {
        return std::nullopt;
    }
    return read_correction(row, db, vault);
}

std::vector<CorrectionRow>
load_corrections(Database& db, const Vault& vault, const RecordId& record_id)
{
    std::vector<CorrectionRow> found;
    Statement rows(
        db,
        std::string("SELECT ") + columns +
            " FROM correction WHERE record_id = $1 ORDER BY decided_at, id",
        record_id
    );
    while (rows.next()) {
        found.push_back(read_correction(rows, db, vault));
    }
    return found;
}

void insert_cohort(Database& db, const Vault& vault, const CorrectionRow& row)
{
    constexpr std::int64_t hour = 3'600'000;
    Statement rows(
        db,
        "SELECT other.id FROM record AS own "
        "JOIN original AS own_file ON own_file.id = own.original_id "
        "JOIN record AS other ON other.type = own.type AND other.type_version = own.type_version "
        "JOIN original AS file ON file.id = other.original_id AND file.station = own_file.station "
        "AND file.received_at / $2 = own_file.received_at / $2 "
        "WHERE own.id = $1 AND other.id <> own.id AND other.department = own.department AND "
        "other.id NOT IN "
        "(SELECT owner_id FROM tombstone) ORDER BY other.number",
        row.record_id,
        hour
    );
    std::vector<RecheckRow> cohort;
    while (rows.next()) {
        cohort.push_back(
            {.correction_id = row.id,
             .record_id = {rows.text(0)},
             .checked_by = {},
             .checked_at = {}}
        );
    }
    for (const auto& recheck : cohort) {
        db.run(
            "INSERT INTO recheck (correction_id, record_id, checked_by, checked_at, row_mac) "
            "VALUES ($1, $2, $3, $4, $5)",
            recheck.correction_id,
            recheck.record_id,
            recheck.checked_by,
            recheck.checked_at,
            vault.row_mac(canonical(recheck))
        );
    }
}

std::vector<RecheckRow>
load_cohort(Database& db, const Vault& vault, const std::string& correction_id)
{
    std::vector<RecheckRow> cohort;
    Statement rows(
        db,
        "SELECT correction_id, recheck.record_id, checked_by, checked_at, recheck.row_mac "
        "FROM recheck JOIN record ON record.id = recheck.record_id WHERE correction_id = $1 "
        "ORDER BY record.number",
        correction_id
    );
    while (rows.next()) {
        const auto& row = cohort.emplace_back(RecheckRow{
            .correction_id = rows.text(0),
            .record_id = {rows.text(1)},
            .checked_by = rows.text(2),
            .checked_at = rows.instant(3)});
        vault.require_row_mac(canonical(row), rows.blob(4), "recheck", row.record_id.text);
    }
    return cohort;
}

bool save_recheck(Database& db, const Vault& vault, const RecheckRow& row)
{
    return db.run(
               "UPDATE recheck SET checked_by = $3, checked_at = $4, row_mac = $5 "
               "WHERE correction_id = $1 AND record_id = $2",
               row.correction_id,
               row.record_id,
               row.checked_by,
               row.checked_at,
               vault.row_mac(canonical(row))
           ) == 1;
}

} // namespace dossier::store
