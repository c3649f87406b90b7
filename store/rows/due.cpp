#include "store/rows/due.h"

#include "store/error.h"
#include "store/rows/codec.h"
#include "store/rows/words.h"

namespace dossier::store {
namespace {

constexpr auto due_columns = "id, kind, customer_id, record_id, field, due_on, state, done_by, "
                             "done_at, sealed, row_mac";

std::int64_t days_of(std::chrono::sys_days day)
{
    return day.time_since_epoch().count();
}

Canonical canonical(const Due& due)
{
    Canonical bytes;
    bytes.text("due")
        .text(due.id)
        .text(word(due.kind))
        .text(due.customer_id)
        .text(due.record_id ? due.record_id->text : std::string())
        .text(due.field)
        .number(days_of(due.due_on))
        .text(word(due.state))
        .text(due.done_by)
        .number(due.done_at.time_since_epoch().count());
    return bytes;
}

Place note_place(const Due& due)
{
    return {.kind = "due", .object_id = due.id, .owner_id = due.customer_id, .field_group = "note"};
}

Bytes sealed_note(Database& db, const Vault& vault, const Due& due)
{
    return vault.seal_part(
        vault.data_key(db, due.customer_id), note_place(due), encode_texts({due.note})
    );
}

Due read_due(Statement& row, Database& db, const Vault& vault)
{
    Due due;
    due.id = row.text(0);
    due.kind = from_word<DueKind>(row.text(1));
    due.customer_id = row.text(2);
    if (!row.is_null(3)) {
        due.record_id = RecordId{row.text(3)};
    }
    due.field = row.text(4);
    due.due_on = std::chrono::sys_days{std::chrono::days{row.integer(5)}};
    due.state = from_word<DueState>(row.text(6));
    due.done_by = row.text(7);
    due.done_at = row.instant(8);
    const auto name = "due " + due.id;
    vault.require_row_mac(canonical(due), row.blob(10), "due", due.id);
    auto texts = decode_texts(
        vault.open_part(vault.data_key(db, due.customer_id), note_place(due), row.blob(9)), name
    );
    if (texts.size() != 1) {
        throw Tampered(name);
    }
    due.note = std::move(texts[0]);
    return due;
}

std::vector<Due> load_all(
    Database& db,
    const Vault& vault,
    const std::string& customer_id,
    DueState state,
    std::string_view order
)
{
    std::vector<Due> found;
    Statement rows(
        db,
        std::string("SELECT ") + due_columns +
            " FROM due WHERE customer_id = $1 AND state = $2 ORDER BY " + std::string(order),
        customer_id,
        word(state)
    );
    while (rows.next()) {
        found.push_back(read_due(rows, db, vault));
    }
    return found;
}

} // namespace

void insert_due(Database& db, const Vault& vault, Due& due)
{
    due.id = vault.new_id();
    db.run(
        "INSERT INTO due (id, kind, customer_id, record_id, field, due_on, state, done_by, "
        "done_at, sealed, row_mac) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        due.id,
        word(due.kind),
        due.customer_id,
        due.record_id,
        due.field,
        days_of(due.due_on),
        word(due.state),
        due.done_by,
        due.done_at,
        sealed_note(db, vault, due),
        vault.row_mac(canonical(due))
    );
}

bool close_due(Database& db, const Vault& vault, const Due& due)
{
    return db.run(
               "UPDATE due SET state = $2, done_by = $3, done_at = $4, sealed = $5, row_mac = $6 "
               "WHERE id = $1 AND state = 'open'",
               due.id,
               word(due.state),
               due.done_by,
               due.done_at,
               sealed_note(db, vault, due),
               vault.row_mac(canonical(due))
           ) == 1;
}

std::optional<Due> load_due(Database& db, const Vault& vault, const std::string& id)
{
    Statement row(db, std::string("SELECT ") + due_columns + " FROM due WHERE id = $1", id);
    return row.next() ? std::optional{read_due(row, db, vault)} : std::nullopt;
}

std::vector<Due> load_open_due(Database& db, const Vault& vault, const std::string& customer_id)
{
    return load_all(db, vault, customer_id, DueState::open, "due_on, id");
}

std::vector<Due> load_done_due(Database& db, const Vault& vault, const std::string& customer_id)
{
    return load_all(db, vault, customer_id, DueState::done, "done_at DESC, id");
}

} // namespace dossier::store
