#include "store/rows/documents.h"

#include "store/error.h"
#include "store/rows/batch_changes.h"
#include "store/rows/core.h"
#include "store/rows/same_sheet.h"
#include "store/rows/scoped.h"
#include "store/rows/shredding.h"
#include "store/rows/turn.h"
#include "store/rows/words.h"
#include "verify/holders.h"

#include <algorithm>
#include <set>
#include <utility>

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

/// Who keyed first (0) or second (1); empty: nobody yet.
std::string keyed_by(const verify::Discrepancy& discrepancy, std::size_t number)
{
    return number < discrepancy.keyings.size() ? discrepancy.keyings[number].by : std::string{};
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
        if (discrepancy.second_eyes != verify::SecondEyes::none) { // as in rows from before it
            bytes.text("second_eyes")
                .text(word(discrepancy.second_eyes))
                .text(keyed_by(discrepancy, 0))
                .text(keyed_by(discrepancy, 1));
        }
    }
    if (row.sampled) { // not there in rows from before there were samples
        bytes.text("sampled");
    }
    if (row.owner != Owner{}) { // not there in rows from before there were departments
        bytes.text("owner").text(row.owner.department).text(row.owner.created_by);
    }
    if (row.supplement) {
        bytes.text("supplement").text(row.supplement->record_id.text).text(row.supplement->put_by);
    }
    return bytes;
}

std::vector<verify::Discrepancy> load_discrepancies(Database& db, const DocumentId& id)
{
    std::vector<verify::Discrepancy> list;
    Statement rows(
        db,
        "SELECT id, field, state, decided_by, decided_at, second_eyes, first_by, second_by "
        "FROM discrepancy WHERE document_id = $1 ORDER BY position",
        id
    );
    while (rows.next()) {
        auto& discrepancy = list.emplace_back(verify::Discrepancy{
            .id = rows.text(0),
            .document_id = id.text,
            .field = rows.text(1),
            .state = from_word<verify::DiscrepancyState>(rows.text(2)),
            .decided_by = rows.text(3),
            .decided_at = rows.instant(4),
            .second_eyes = from_word<verify::SecondEyes>(rows.text(5))});
        for (const auto& by : {rows.text(6), rows.text(7)}) {
            if (!by.empty()) {
                discrepancy.keyings.push_back({.by = by});
            }
        }
    }
    return list;
}

/// What was keyed, from the seal, to those whom the columns name; and what is planted.
void take_keyings(DocumentRow& row)
{
    for (auto& discrepancy : row.discrepancies) {
        auto keyings = row.body.keyings[discrepancy.field];
        for (std::size_t number = 0; number < 2; ++number) {
            const auto by = number < keyings.size() ? keyings[number].by : std::string{};
            if (by != keyed_by(discrepancy, number)) {
                throw Tampered("document " + row.id.text);
            }
        }
        discrepancy.keyings = std::move(keyings);
        discrepancy.planted = row.body.planted[discrepancy.field];
    }
    row.body.keyings.clear();
    row.body.planted.clear();
}

Bytes sealed_body(const Vault& vault, const SecretBytes& data_key, const DocumentRow& row)
{
    auto body = row.body;
    for (const auto& discrepancy : row.discrepancies) {
        if (!discrepancy.keyings.empty()) {
            body.keyings[discrepancy.field] = discrepancy.keyings;
        }
        if (!discrepancy.planted.empty()) {
            body.planted[discrepancy.field] = discrepancy.planted;
        }
    }
    return vault.seal_part(data_key, body_place(row), encode(body));
}

/// A field as a person sees it who must not know what was read.
void hide(verify::CheckedField& checked)
{
    checked.field.value.clear();
    checked.field.raw.clear();
    checked.field.confidence = 0.0;
    checked.field.alternatives.clear();
    checked.field.sightings.clear();
}

/// A field with the wrong value that is planted, as any doubtful field looks: what was read is one
/// of its other readings.
void show_planted(verify::CheckedField& checked, verify::Discrepancy& discrepancy)
{
    auto& field = checked.field;
    const auto read = std::exchange(field.value, discrepancy.planted);
    // Between 0.60 and 0.98, by the id, which is random.
    const auto chance = std::stoi(discrepancy.id.substr(discrepancy.id.size() - 2), nullptr, 16);
    field.confidence = 0.60 + 0.38 * chance / 255.0;
    field.raw = field.value;
    field.alternatives = {{.value = read, .confidence = 1.0 - field.confidence}};
    field.sightings.clear();
    discrepancy.second_eyes = verify::SecondEyes::none;
    discrepancy.planted.clear();
}

/// Takes out what one person must not see: what others keyed, what was read where people key from
/// the picture, and that a value is planted.
void hide_from(Document& document, const Actor& actor)
{
    std::set<std::string> hidden;
    for (auto& discrepancy : document.discrepancies) {
        if (verify::is_for(discrepancy, person_of(actor))) {
            document.for_you.insert(discrepancy.id);
        }
        if (verify::hides_value(discrepancy)) {
            hidden.insert(discrepancy.field);
            auto* checked = document.checked.find_field(discrepancy.field);
            if (checked != nullptr && discrepancy.planted.empty()) {
                hide(*checked);
            } else if (checked != nullptr) {
                show_planted(*checked, discrepancy);
            }
        }
        discrepancy.keyings.clear();
    }
    if (hidden.empty()) {
        return;
    }
    const auto is_hidden = [&](const std::string& field) { return hidden.contains(field); };
    std::erase_if(document.checked.findings, [&](const verify::Finding& finding) {
        return std::ranges::any_of(finding.fields, is_hidden);
    });
    const auto is_of_hidden = [&](const auto& named) { return is_hidden(named.first); };
    std::erase_if(document.original.announced, is_of_hidden);
    std::erase_if(document.as_read, is_of_hidden);
    std::erase_if(document.reasons, is_of_hidden);
    document.checked.pairs.clear(); // the page's text, whatever field it is of
}

/// Those that are new are added; of the others what was decided changes.
void save_discrepancies(Database& db, const DocumentRow& row)
{
    int position = 0;
    for (const auto& discrepancy : row.discrepancies) {
        db.run(
            "INSERT INTO discrepancy (id, document_id, position, field, state, decided_by, "
            "decided_at, second_eyes, first_by, second_by) "
            "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) "
            "ON CONFLICT (id) DO UPDATE SET state = excluded.state, "
            "decided_by = excluded.decided_by, decided_at = excluded.decided_at, "
            "first_by = excluded.first_by, second_by = excluded.second_by",
            discrepancy.id,
            row.id,
            position++,
            discrepancy.field,
            word(discrepancy.state),
            discrepancy.decided_by,
            discrepancy.decided_at,
            word(discrepancy.second_eyes),
            keyed_by(discrepancy, 0),
            keyed_by(discrepancy, 1)
        );
    }
}

} // namespace

verify::Discrepancy new_discrepancy(
    const Vault& vault,
    const DocumentId& document,
    const std::string& field,
    verify::SecondEyes second_eyes
)
{
    return {
        .id = vault.new_id(),
        .document_id = document.text,
        .field = field,
        .state = verify::DiscrepancyState::open,
        .decided_by = {},
        .decided_at = {},
        .second_eyes = second_eyes};
}

std::string_view audit_word(Doubted doubted)
{
    return doubted == Doubted::opened ? "discrepancy_opened" : "discrepancy_reopened";
}

std::string object_name(const DocumentId& id)
{
    return "document " + id.text;
}

Doubted doubt_field(
    const Vault& vault, DocumentRow& row, const std::string& field, verify::SecondEyes second_eyes
)
{
    if (auto* checked = row.body.checked.find_field(field)) {
        checked->doubt();
    }
    const auto found = std::ranges::find(row.discrepancies, field, &verify::Discrepancy::field);
    if (found == row.discrepancies.end()) {
        row.discrepancies.push_back(new_discrepancy(vault, row.id, field, second_eyes));
        return Doubted::opened;
    }
    if (!verify::is_settled(found->state)) {
        found->planted.clear(); // now there is a doubt in earnest
        return Doubted::waits;
    }
    *found = verify::doubt_again(*found);
    return Doubted::reopened;
}

int DocumentRow::open_discrepancies() const
{
    return static_cast<int>(std::ranges::count_if(discrepancies, [](const auto& discrepancy) {
        return !verify::is_settled(discrepancy.state);
    }));
}

bool DocumentRow::is_for(const Actor& actor) const
{
    return waits_for(actor) == WaitsFor::you;
}

WaitsFor DocumentRow::waits_for(const Actor& actor) const
{
    if (is_put_by(actor)) {
        return WaitsFor::second_person;
    }
    auto waits_for = WaitsFor::you; // to commit it
    for (const auto& discrepancy : discrepancies) {
        if (verify::is_for(discrepancy, person_of(actor))) {
            return WaitsFor::you;
        }
        if (discrepancy.state == verify::DiscrepancyState::second_eyes) {
            waits_for = WaitsFor::second_person;
        } else if (discrepancy.state == verify::DiscrepancyState::arbitration && waits_for == WaitsFor::you) {
            waits_for = WaitsFor::arbiter;
        }
    }
    return waits_for;
}

verify::Discrepancy* DocumentRow::find_discrepancy(const std::string& wanted)
{
    const auto found = std::ranges::find(discrepancies, wanted, &verify::Discrepancy::id);
    return found == discrepancies.end() ? nullptr : &*found;
}

verify::Person person_of(const Actor& actor)
{
    return {.name = actor.name, .arbitrates = actor.arbitrates};
}

void insert_document(Database& db, const Vault& vault, const DocumentRow& row)
{
    const auto data_key = vault.new_data_key();
    vault.keep_data_key(db, "document", row.id.text, data_key);
    const auto turn = turn_of(row.discrepancies);
    db.run(
        "INSERT INTO document (id, original_id, position, type, type_version, created_at, state, "
        "version, claimed_by, lease_until, sampled, sealed, row_mac, turn, not_for, nor_for, "
        "department, created_by, urgency, due_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', 0, $9, $10, $11, $12, $13, $14, $15, $16, "
        "$17, $18)",
        row.id,
        row.original_id,
        row.position,
        row.type,
        row.type_version,
        row.created_at,
        word(row.state),
        row.version,
        row.sampled,
        sealed_body(vault, data_key, row),
        vault.row_mac(canonical(row)),
        word(turn.of),
        turn.not_for,
        turn.nor_for,
        row.owner.department,
        row.owner.created_by,
        number(row.urgency),
        row.due_at
    );
    save_discrepancies(db, row);
    note_change_of(db, row.original_id);
}

bool save_document(
    Database& db, const Vault& vault, const DocumentRow& row, std::int64_t expected_version
)
{
    const auto data_key = vault.data_key(db, row.id.text);
    const auto turn = turn_of(row.discrepancies);
    const auto changed = db.run(
        "UPDATE document SET state = $2, version = $3, sealed = $4, row_mac = $5, turn = $7, "
        "not_for = $8, nor_for = $9 WHERE id = $1 AND version = $6",
        row.id,
        word(row.state),
        row.version,
        sealed_body(vault, data_key, row),
        vault.row_mac(canonical(row)),
        expected_version,
        word(turn.of),
        turn.not_for,
        turn.nor_for
    );
    if (changed != 1) {
        return false;
    }
    save_discrepancies(db, row);
    note_change_of(db, row.original_id);
    return true;
}

std::optional<DocumentRow> load_document(Database& db, const Vault& vault, const DocumentId& id)
{
    Statement row(
        db,
        "SELECT id, original_id, position, type, type_version, created_at, state, version, "
        "claimed_by, lease_until, sealed, row_mac, sampled, turn, not_for, nor_for, department, "
        "created_by, urgency, due_at "
        "FROM document WHERE id = $1",
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
        .urgency = urgency_of(row.integer(18)),
        .due_at = row.instant(19),
        .sampled = row.integer(12) != 0,
        .discrepancies = load_discrepancies(db, id),
        .body = {},
        .owner = {.department = row.text(16), .created_by = row.text(17)},
        .supplement = load_supplement(db, vault, {row.text(1)})};
    const auto name = "document " + id.text;
    vault.require_row_mac(canonical(found), row.blob(11), "document", id.text);
    const Turn turn{
        .of = from_word<Turn::Of>(row.text(13)), .not_for = row.text(14), .nor_for = row.text(15)};
    if (turn != turn_of(found.discrepancies)) {
        throw Tampered(name);
    }
    found.is_shredded = is_shredded(db, vault, id.text);
    if (found.is_shredded) {
        found.body.checked.type = found.type;
        found.body.checked.type_version = found.type_version;
        return found;
    }
    found.body = decode_document(
        vault.open_part(vault.data_key(db, id.text), body_place(found), row.blob(10)), name
    );
    take_keyings(found);
    return found;
}

std::optional<DocumentRow>
find_document(Database& db, const Vault& vault, const DocumentId& id, const Scope& scope)
{
    auto row = load_document(db, vault, id);
    if (row && (row->is_shredded ||
                !has_document(scope, row->owner, row->state == DocumentState::review))) {
        row.reset();
    }
    return row;
}

std::optional<RecordId> record_of(Database& db, const DocumentId& id)
{
    Statement row(db, "SELECT id FROM record WHERE document_id = $1", id);
    return row.next() ? std::optional(RecordId{row.text(0)}) : std::nullopt;
}

tl::expected<DocumentRow, Conflict> find_changeable(
    Database& db,
    const Vault& vault,
    const DocumentId& id,
    std::int64_t expected_version,
    const Actor& actor,
    Instant now
)
{
    auto row = find_document(db, vault, id, actor.scope);
    if (!row) {
        return tl::unexpected(conflict(ConflictKind::not_found));
    }
    if (row->state != DocumentState::review) {
        return tl::unexpected(conflict(ConflictKind::closed));
    }
    if (row->is_claimed_by_other(actor, now)) {
        return tl::unexpected(conflict(ConflictKind::claimed_by_other));
    }
    if (row->version != expected_version) {
        return tl::unexpected(conflict(ConflictKind::version_changed));
    }
    if (row->is_put_by(actor)) {
        return tl::unexpected(conflict(ConflictKind::not_yours));
    }
    return std::move(*row);
}

std::vector<verify::CheckedDocument>
load_file(Database& db, const Vault& vault, const DocumentRow& row)
{
    std::vector<verify::CheckedDocument> file;
    if (!verify::needs_file(row.body.checked)) {
        return file;
    }
    Statement rows(
        db, "SELECT id FROM document WHERE original_id = $1 ORDER BY position", row.original_id
    );
    while (rows.next()) {
        if (auto document = load_document(db, vault, {rows.text(0)})) {
            file.push_back(std::move(document->body.checked));
        }
    }
    return file;
}

Document
describe(Database& db, const Vault& vault, DocumentRow row, const Actor& actor, Instant now)
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
        .record_id = record_of(db, row.id),
        .same_sheets = load_same_sheets(db, vault, row.id),
        .rescan = std::move(row.body.rescan)};
    if (row.lease_until > now) {
        document.claimed_by = row.claimed_by;
        document.lease_until = row.lease_until;
    }
    if (row.supplement) {
        document.supplements = row.supplement->record_id;
    }
    hide_from(document, actor);
    return document;
}

} // namespace dossier::store
