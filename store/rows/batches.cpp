#include "store/rows/batches.h"

#include "store/error.h"
#include "store/rows/batch_changes.h"
#include "store/rows/words.h"

namespace dossier::store {
namespace {

Canonical canonical(const BatchRow& row)
{
    Canonical bytes;
    bytes.text("batch")
        .text(row.id)
        .text(row.station)
        .text(word(row.kind))
        .text(row.batch_key)
        .text(word(row.state))
        .number(row.version)
        .number(row.opened_at.time_since_epoch().count());
    if (row.owner != Owner{}) { // not there in rows from before there were departments
        bytes.text("owner").text(row.owner.department).text(row.owner.created_by);
    }
    return bytes;
}

Canonical canonical(const BatchArrival& arrival)
{
    Canonical bytes;
    bytes.text("batch_arrival")
        .text(arrival.intake_key)
        .text(arrival.batch_id)
        .text(arrival.original_id.text)
        .number(arrival.seq)
        .number(arrival.is_repeat ? 1 : 0);
    // Whole files are as they were before files could be parted.
    if (arrival.first_page != 0 || arrival.end_page != -1) {
        bytes.number(arrival.first_page).number(arrival.end_page);
    }
    return bytes;
}

Bytes sealed_body(const Vault& vault, const BatchRow& row)
{
    return vault.seal_with(KeyUse::data, batch_place(row.id, row.version), encode(row.body));
}

std::int64_t next_seq(Database& db)
{
    Statement row(
        db,
        "INSERT INTO numbering (series, newest) VALUES ('arrival', 1) "
        "ON CONFLICT (series) DO UPDATE SET newest = numbering.newest + 1 RETURNING newest"
    );
    if (!row.next()) {
        throw Error("database: no number was given");
    }
    return row.integer(0);
}

void insert_row(Database& db, const Vault& vault, const BatchArrival& arrival)
{
    db.run(
        "INSERT INTO batch_arrival (intake_key, first_page, end_page, batch_id, original_id, seq, "
        "is_repeat, row_mac) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        arrival.intake_key,
        arrival.first_page,
        arrival.end_page,
        arrival.batch_id,
        arrival.original_id,
        arrival.seq,
        arrival.is_repeat,
        vault.row_mac(canonical(arrival))
    );
    note_batch_change(db, arrival.batch_id);
}

void save_row(Database& db, const Vault& vault, const BatchArrival& arrival)
{
    db.run(
        "UPDATE batch_arrival SET batch_id = $3, end_page = $4, row_mac = $5 "
        "WHERE intake_key = $1 AND first_page = $2",
        arrival.intake_key,
        arrival.first_page,
        arrival.batch_id,
        arrival.end_page,
        vault.row_mac(canonical(arrival))
    );
    note_batch_change(db, arrival.batch_id);
}

std::optional<BatchRow> read_batch(Statement& row, const Vault& vault)
{
    if (!row.next()) {
        return std::nullopt;
    }
    BatchRow found{
        .id = row.text(0),
        .station = row.text(1),
        .kind = from_word<BatchKind>(row.text(2)),
        .batch_key = row.text(3),
        .state = from_word<BatchState>(row.text(4)),
        .version = row.integer(5),
        .opened_at = row.instant(6),
        .last_arrival_at = row.instant(7),
        .urgency = urgency_of(row.integer(12)),
        .body = {},
        .owner = {.department = row.text(10), .created_by = row.text(11)}};
    vault.require_row_mac(canonical(found), row.blob(9), "batch", found.id);
    found.body = decode_batch(
        vault.open_with(KeyUse::data, batch_place(found.id, found.version), row.blob(8)),
        "batch " + found.id
    );
    return found;
}

} // namespace

Place batch_place(std::string_view id, std::int64_t version)
{
    return {.kind = "batch", .object_id = id, .owner_id = id, .version = version};
}

void insert_batch(Database& db, const Vault& vault, const BatchRow& row)
{
    db.run(
        "INSERT INTO batch (id, station, kind, batch_key, state, version, opened_at, "
        "last_arrival_at, sealed, row_mac, department, created_by) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        row.id,
        row.station,
        word(row.kind),
        row.batch_key,
        word(row.state),
        row.version,
        row.opened_at,
        row.last_arrival_at,
        sealed_body(vault, row),
        vault.row_mac(canonical(row)),
        row.owner.department,
        row.owner.created_by
    );
}

bool save_batch(Database& db, const Vault& vault, BatchRow& row)
{
    const auto expected = row.version++;
    note_batch_change(db, row.id);
    return db.run(
               "UPDATE batch SET state = $2, version = $3, sealed = $4, row_mac = $5 "
               "WHERE id = $1 AND version = $6",
               row.id,
               word(row.state),
               row.version,
               sealed_body(vault, row),
               vault.row_mac(canonical(row)),
               expected
           ) == 1;
}

std::optional<BatchRow> load_batch(Database& db, const Vault& vault, const std::string& id)
{
    Statement row(
        db,
        "SELECT id, station, kind, batch_key, state, version, opened_at, last_arrival_at, sealed, "
        "row_mac, department, created_by, urgency FROM batch WHERE id = $1",
        id
    );
    return read_batch(row, vault);
}

std::optional<BatchRow>
find_batch_by_key(Database& db, const Vault& vault, const std::string& batch_key)
{
    Statement row(
        db,
        "SELECT id, station, kind, batch_key, state, version, opened_at, last_arrival_at, sealed, "
        "row_mac, department, created_by, urgency FROM batch WHERE batch_key = $1",
        batch_key
    );
    return read_batch(row, vault);
}

void insert_batch_arrival(Database& db, const Vault& vault, BatchArrival arrival, Instant now)
{
    arrival.seq = next_seq(db);
    insert_row(db, vault, arrival);
    db.run("UPDATE batch SET last_arrival_at = $2 WHERE id = $1", arrival.batch_id, now);
}

std::optional<std::string> find_batch_id(Database& db, const OriginalId& original_id)
{
    Statement row(
        db,
        "SELECT batch_id FROM batch_arrival WHERE original_id = $1 AND is_repeat = 0 "
        "ORDER BY first_page LIMIT 1",
        original_id
    );
    return row.next() ? std::optional(row.text(0)) : std::nullopt;
}

std::vector<BatchArrival>
load_batch_arrivals(Database& db, const Vault& vault, const std::string& batch_id)
{
    std::vector<BatchArrival> arrivals;
    Statement rows(
        db,
        "SELECT intake_key, batch_id, original_id, seq, is_repeat, first_page, end_page, row_mac "
        "FROM batch_arrival WHERE batch_id = $1 ORDER BY seq, first_page",
        batch_id
    );
    while (rows.next()) {
        BatchArrival arrival{
            .intake_key = rows.text(0),
            .batch_id = rows.text(1),
            .original_id = {rows.text(2)},
            .seq = rows.integer(3),
            .is_repeat = rows.integer(4) != 0,
            .first_page = rows.small_integer(5),
            .end_page = rows.small_integer(6)};
        vault.require_row_mac(canonical(arrival), rows.blob(7), "batch_arrival", batch_id);
        arrivals.push_back(std::move(arrival));
    }
    return arrivals;
}

BatchArrival split_batch_arrival(Database& db, const Vault& vault, BatchArrival arrival, int page)
{
    auto rest = arrival;
    rest.first_page = page;
    arrival.end_page = page;
    save_row(db, vault, arrival);
    insert_row(db, vault, rest);
    return rest;
}

void move_batch_arrival(
    Database& db, const Vault& vault, BatchArrival arrival, const std::string& batch_id
)
{
    note_batch_change(db, arrival.batch_id);
    arrival.batch_id = batch_id;
    save_row(db, vault, arrival);
}

} // namespace dossier::store
