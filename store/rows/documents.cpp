#include "store/rows/documents.h"

#include "store/error.h"
#include "store/rows/batch_changes.h"
#include "store/rows/same_sheet.h"
#include "store/rows/words.h"

#include <algorithm>

namespace dossier::store {
namespace {

Place body_place(const DocumentRow& row)
{
    return {
        .kind = "document",
        .object_id = row.id.text,
        .owner_id = row.id.text,
        .field_group = "values",
        .version = row.version};
}

Canonical canonical(const DocumentRow& row)
{
    Canonical bytes;
    bytes.text("document")
        .text(row.id.text)
        .text(row.original_id.text)
        .number(row.position)
        .text(row.type)
        .number(row.type_version)
        .number(row.created_at.time_since_epoch().count())
        .text(word(row.state))
        .number(row.version)
        .number(static_cast<std::int64_t>(row.discrepancies.size()));
    for (const auto& discrepancy : row.discrepancies) {
        bytes.text(discrepancy.id)
            .text(discrepancy.field)
            .text(word(discrepancy.state))
            .text(discrepancy.decided_by)
            .number(discrepancy.decided_at.time_since_epoch().count());
    }
    if (row.sampled) { // not there in rows from before there were samples
        bytes.text("sampled");
    }
    return bytes;
}

std::vector<verify::Discrepancy> load_discrepancies(Database& db, const DocumentId& id)
{
    std::vector<verify::Discrepancy> list;
    Statement rows(
        db,
        "SELECT id, field, state, decided_by, decided_at FROM discrepancy "
        "WHERE document_id = $1 ORDER BY position",
        id
    );
    while (rows.next()) {
        list.push_back(
            {.id = rows.text(0),
             .document_id = id.text,
             .field = rows.text(1),
             .state = from_word<verify::DiscrepancyState>(rows.text(2)),
             .decided_by = rows.text(3),
             .decided_at = rows.instant(4)}
        );
    }
    return list;
}

/// Those that are new are added; of the others what was decided changes.
void save_discrepancies(Database& db, const DocumentRow& row)
{
    int position = 0;
    for (const auto& discrepancy : row.discrepancies) {
        db.run(
            "INSERT INTO discrepancy (id, document_id, position, field, state, decided_by, "
            "decided_at) "
            "VALUES ($1, $2, $3, $4, $5, $6, $7) "
            "ON CONFLICT (id) DO UPDATE SET state = excluded.state, "
            "decided_by = excluded.decided_by, decided_at = excluded.decided_at",
            discrepancy.id,
            row.id,
            position++,
            discrepancy.field,
            word(discrepancy.state),
            discrepancy.decided_by,
            discrepancy.decided_at
        );
    }
}

} // namespace

verify::Discrepancy
new_discrepancy(const Vault& vault, const DocumentId& document, const std::string& field)
{
    return {
        .id = vault.new_id(),
        .document_id = document.text,
        .field = field,
        .state = verify::DiscrepancyState::open,
        .decided_by = {},
        .decided_at = {}};
}

int DocumentRow::open_discrepancies() const
{
    return static_cast<int>(std::ranges::count_if(discrepancies, [](const auto& discrepancy) {
        return !verify::is_settled(discrepancy.state);
    }));
}

void insert_document(Database& db, const Vault& vault, const DocumentRow& row)
{
    const auto data_key = vault.new_data_key();
    vault.keep_data_key(db, "document", row.id.text, data_key);
    db.run(
        "INSERT INTO document (id, original_id, position, type, type_version, created_at, state, "
        "version, claimed_by, lease_until, sampled, sealed, row_mac) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', 0, $9, $10, $11)",
        row.id,
        row.original_id,
        row.position,
        row.type,
        row.type_version,
        row.created_at,
        word(row.state),
        row.version,
        row.sampled,
        vault.seal_part(data_key, body_place(row), encode(row.body)),
        vault.row_mac(canonical(row))
    );
    save_discrepancies(db, row);
    note_change_of(db, row.original_id);
}

bool save_document(
    Database& db, const Vault& vault, const DocumentRow& row, std::int64_t expected_version
)
{
    const auto data_key = vault.data_key(db, row.id.text);
    const auto changed = db.run(
        "UPDATE document SET state = $2, version = $3, sealed = $4, row_mac = $5 "
        "WHERE id = $1 AND version = $6",
        row.id,
        word(row.state),
        row.version,
        vault.seal_part(data_key, body_place(row), encode(row.body)),
        vault.row_mac(canonical(row)),
        expected_version
    );
    if (changed != 1) {
        return false;
    }
    save_discrepancies(db, row);
    note_change_of(db, row.original_id);
    return true;
}

tl::expected<void, verify::DecisionError>
reject(DocumentRow& row, const std::string& reason, const Actor& actor, Instant now)
{
    const verify::Decision decision{
        .action = verify::Action::reject, .value = {}, .reason = reason};
    for (auto& discrepancy : row.discrepancies) {
        if (verify::is_settled(discrepancy.state)) {
            continue;
        }
        auto rejected = verify::apply(discrepancy, decision, actor.name, now);
        if (!rejected) {
            return tl::unexpected(rejected.error());
        }
        discrepancy = std::move(*rejected);
    }
    row.state = DocumentState::rejected;
    row.body.reasons[""] = reason;
    ++row.version;
    return {};
}

std::optional<DocumentRow> load_document(Database& db, const Vault& vault, const DocumentId& id)
{
    Statement row(
        db,
        "SELECT id, original_id, position, type, type_version, created_at, state, version, "
        "claimed_by, lease_until, sealed, row_mac, sampled FROM document WHERE id = $1",
        id
    );
    if (!row.next()) {
        return std::nullopt;
    }
    DocumentRow found{
        .id = {row.text(0)},
        .original_id = {row.text(1)},
        .position = row.small_integer(2),
        .type = row.text(3),
        .type_version = row.small_integer(4),
        .created_at = row.instant(5),
        .state = from_word<DocumentState>(row.text(6)),
        .version = row.integer(7),
        .claimed_by = row.text(8),
        .lease_until = row.instant(9),
        .sampled = row.integer(12) != 0,
        .discrepancies = load_discrepancies(db, id),
        .body = {}};
    const auto name = "document " + id.text;
    vault.require_row_mac(canonical(found), row.blob(11), "document", id.text);
    found.body = decode_document(
        vault.open_part(vault.data_key(db, id.text), body_place(found), row.blob(10)), name
    );
    return found;
}

Document describe(Database& db, const Vault& vault, DocumentRow row, Instant now)
{
    const auto original = require_original(db, vault, row.original_id);
    const auto pages = load_pages(db, vault, vault.data_key(db, original.id.text), original.id);
    Document document{
        .id = row.id,
        .version = row.version,
        .state = row.state,
        .original = describe(db, vault, original),
        .pages = select_pages(pages, row.body.checked.pages),
        .checked = std::move(row.body.checked),
        .as_read = std::move(row.body.as_read),
        .discrepancies = std::move(row.discrepancies),
        .reasons = std::move(row.body.reasons),
        .claimed_by = {},
        .lease_until = {},
        .record_id = std::nullopt,
        .same_sheets = load_same_sheets(db, vault, row.id)};
    if (row.lease_until > now) {
        document.claimed_by = row.claimed_by;
        document.lease_until = row.lease_until;
    }
    Statement record(db, "SELECT id FROM record WHERE document_id = $1", row.id);
    if (record.next()) {
        document.record_id = RecordId{record.text(0)};
    }
    return document;
}

} // namespace dossier::store
