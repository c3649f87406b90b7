#include "store/rows/external_checks.h"

#include "store/crypto/hash.h"
#include "store/error.h"
#include "store/rows/audit_log.h"
#include "store/rows/records.h"
#include "store/rows/shredding.h"
#include "store/rows/words.h"

#include <algorithm>
#include <set>

namespace dossier::store {
namespace {

using verify::AskWhen;
using verify::CheckState;

constexpr std::string_view columns =
    "id, document_id, connector, round, kind, about, fields, values_mac, asked_at, asked_by, "
    "state, outcome, answered_at, valid_until, code_mac, code_expires_at, code_tries, sealed, "
    "row_mac, attempts, trouble";

std::string joined(const std::vector<std::string>& names)
{
    std::string text;
    for (const auto& name : names) {
        text += (text.empty() ? "" : " ") + name;
    }
    return text;
}

std::vector<std::string> parted(const std::string& text)
{
    std::vector<std::string> names;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find(' ', at), text.size());
        names.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return names;
}

std::string_view outcome_word(const ExternalCheckRow& row)
{
    return row.outcome ? word(*row.outcome) : std::string_view{};
}

Canonical canonical(const ExternalCheckRow& row)
{
    Canonical bytes;
    bytes.text("external_check")
        .text(row.id)
        .text(row.document_id.text)
        .text(row.connector)
        .number(row.round)
        .text(row.kind)
        .text(row.about)
        .text(joined(row.fields))
        .blob(row.values_mac)
        .number(row.asked_at.time_since_epoch().count())
        .text(row.asked_by)
        .text(word(row.state))
        .text(outcome_word(row))
        .number(row.answered_at.time_since_epoch().count())
        .number(row.valid_until.time_since_epoch().count())
        .blob(row.code_mac)
        .number(row.code_expires_at.time_since_epoch().count())
        .number(row.code_tries);
    return bytes;
}

Place evidence_place(const ExternalCheckRow& row)
{
    return {
        .kind = "external_check",
        .object_id = row.id,
        .owner_id = row.document_id.text,
        .field_group = "evidence"};
}

ExternalCheckRow read_check(Statement& row, const Vault& vault)
{
    const auto outcome = row.text(11);
    ExternalCheckRow found{
        .id = row.text(0),
        .document_id = {row.text(1)},
        .connector = row.text(2),
        .round = row.small_integer(3),
        .kind = row.text(4),
        .about = row.text(5),
        .fields = parted(row.text(6)),
        .values_mac = row.blob(7),
        .asked_at = row.instant(8),
        .asked_by = row.text(9),
        .state = from_word<CheckState>(row.text(10)),
        .outcome =
            outcome.empty() ? std::nullopt : std::optional{from_word<verify::Outcome>(outcome)},
        .answered_at = row.instant(12),
        .valid_until = row.instant(13),
        .code_mac = row.blob(14),
        .code_expires_at = row.instant(15),
        .code_tries = row.small_integer(16),
        .sealed = row.blob(17),
        .attempts = row.small_integer(19),
        .trouble = row.text(20)};
    vault.require_row_mac(canonical(found), row.blob(18), "external_check", found.id);
    return found;
}

bool is_open(const ExternalCheckRow& row)
{
    return row.state == CheckState::waiting || row.state == CheckState::code_sent;
}

void withdraw(Database& db, const Vault& vault, ExternalCheckRow row)
{
    row.state = CheckState::withdrawn;
    save_external_check(db, vault, row);
}

void insert(Database& db, const Vault& vault, const ExternalCheckRow& row)
{
    db.run(
        "INSERT INTO external_check (id, document_id, connector, round, kind, about, fields, "
        "values_mac, asked_at, asked_by, state, outcome, answered_at, valid_until, code_mac, "
        "code_expires_at, code_tries, sealed, row_mac, due_at, attempts, fence, trouble) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '', 0, 0, $12, 0, 0, $13, $14, $9, "
        "0, 0, '')",
        row.id,
        row.document_id,
        row.connector,
        row.round,
        row.kind,
        row.about,
        joined(row.fields),
        row.values_mac,
        row.asked_at,
        row.asked_by,
        word(row.state),
        row.code_mac,
        row.sealed,
        vault.row_mac(canonical(row))
    );
}

std::vector<ExternalCheckRow>
checks_of(Database& db, const Vault& vault, const DocumentId& document_id)
{
    std::vector<ExternalCheckRow> found;
    Statement rows(
        db,
        "SELECT " + std::string(columns) + " FROM external_check WHERE document_id = $1",
        document_id
    );
    while (rows.next()) {
        found.push_back(read_check(rows, vault));
    }
    return found;
}

/// The row with the highest round of those of which `condition` (SQL) holds.
std::optional<ExternalCheckRow> newest_where(
    std::string_view condition,
    Database& db,
    const Vault& vault,
    const DocumentId& document_id,
    std::string_view connector
)
{
    Statement row(
        db,
        "SELECT " + std::string(columns) +
            " FROM external_check WHERE document_id = $1 AND connector = $2 AND " +
            std::string(condition) + " ORDER BY round DESC LIMIT 1",
        document_id,
        connector
    );
    if (!row.next()) {
        return std::nullopt;
    }
    return read_check(row, vault);
}

verify::ExternalCheck described(Database& db, const Vault& vault, const ExternalCheckRow& row)
{
    verify::ExternalCheck check{
        .id = row.id,
        .connector = row.connector,
        .kind = row.kind,
        .about = row.about,
        .fields = row.fields,
        .state = row.state,
        .outcome = row.outcome,
        .asked_by = row.asked_by,
        .asked_at = row.asked_at,
        .answered_at = row.answered_at,
        .valid_until = row.valid_until,
        .attempts = row.attempts,
        .trouble = row.trouble,
        .code_expires_at = row.code_expires_at,
        .code_tries_left = std::max(0, most_code_tries - row.code_tries)};
    if (!row.sealed.empty()) {
        const auto evidence = decode_evidence(
            vault.open_part(
                vault.data_key(db, row.document_id.text), evidence_place(row), row.sealed
            ),
            "external_check " + row.id
        );
        check.reference = evidence.reference;
        check.answer_sha256 = evidence.answer_sha256;
    }
    return check;
}

verify::ExternalCheck not_asked(const verify::Connector& connector)
{
    return {
        .id = {},
        .connector = connector.name,
        .kind = connector.kind,
        .about = connector.about,
        .fields = {connector.fields.begin(), connector.fields.end()}};
}

/// What was said of the same values before they were asked about once more.
std::optional<verify::Outcome>
last_outcome(Database& db, const Vault& vault, const ExternalCheckRow& waiting)
{
    const auto answered =
        newest_where("outcome <> ''", db, vault, waiting.document_id, waiting.connector);
    const bool is_same = answered && answered->values_mac == waiting.values_mac;
    return is_same ? described(db, vault, *answered).outcome : std::nullopt;
}

} // namespace

const verify::Connector* find_connector(const Connectors& connectors, std::string_view name)
{
    const auto found = std::ranges::find(connectors, name, &verify::Connector::name);
    return found == connectors.end() ? nullptr : &*found;
}

Bytes values_mac_of(
    const Vault& vault,
    const DocumentId& document_id,
    std::string_view connector,
    const verify::Asked& asked
)
{
    Canonical text;
    text.text("asked").text(document_id.text).text(connector);
    for (const auto& [field, value] : asked) {
        text.text(field).text(value);
    }
    const auto key = derive_key(vault.keys().key(KeyUse::content_mac), "dossier/v1/external_check");
    const auto mac = hmac_sha256(key.bytes(), text.bytes());
    return {mac.begin(), mac.end()};
}

Bytes code_mac_of(const Vault& vault, std::string_view check_id, std::string_view code)
{
    const auto key = derive_key(vault.keys().key(KeyUse::content_mac), "dossier/v1/email_code");
    const auto mac = hmac_sha256(key.bytes(), Canonical().text(check_id).text(code).bytes());
    return {mac.begin(), mac.end()};
}

void withdraw_checks(Database& db, const Vault& vault, const DocumentId& document_id)
{
    for (auto& row : checks_of(db, vault, document_id)) {
        if (is_open(row)) {
            withdraw(db, vault, std::move(row));
        }
    }
}

void forget_checks(Database& db, const Vault& vault, const DocumentId& document_id)
{
    for (auto& row : checks_of(db, vault, document_id)) {
        vault.random().fill(row.values_mac);
        if (is_open(row)) {
            row.state = CheckState::withdrawn;
        }
        save_external_check(db, vault, row);
    }
}

std::optional<DocumentRow>
load_current_document(Database& db, const Vault& vault, const DocumentId& id)
{
    auto document = load_document(db, vault, id);
    const auto made = record_of(db, id);
    if (document && made) {
        auto record = load_record(db, vault, *made);
        if (!record && is_shredded(db, vault, made->text)) {
            return std::nullopt;
        }
        if (!record) {
            throw Tampered("record of document " + id.text);
        }
        document->body.checked = std::move(record->body.checked);
    }
    return document;
}

ExternalCheckRow
ask(Database& db,
    const Vault& vault,
    const verify::Connector& connector,
    const DocumentId& document_id,
    const verify::Asked& asked,
    const std::string& asked_by,
    Instant now)
{
    int round = 1;
    if (const auto before = newest_external_check(db, vault, document_id, connector.name)) {
        round = before->round + 1;
        if (is_open(*before)) {
            withdraw(db, vault, *before);
        }
    }
    ExternalCheckRow row{
        .id = vault.new_id(),
        .document_id = document_id,
        .connector = connector.name,
        .round = round,
        .kind = connector.kind,
        .about = connector.about,
        .fields = {connector.fields.begin(), connector.fields.end()},
        .values_mac = values_mac_of(vault, document_id, connector.name, asked),
        .asked_at = now,
        .asked_by = asked_by,
        .outcome = std::nullopt,
        .code_mac = {},
        .sealed = {},
        .trouble = {}};
    insert(db, vault, row);
    return row;
}

void ask_by_itself(
    Database& db,
    const Vault& vault,
    const Connectors& connectors,
    const DocumentRow& document,
    Instant now
)
{
    for (const auto& connector : connectors) {
        const auto asked = verify::asked_of(connector, document.body.checked);
        const auto before = newest_external_check(db, vault, document.id, connector.name);
        const bool is_same =
            before && asked &&
            before->values_mac == values_mac_of(vault, document.id, connector.name, *asked);
        if (before && !is_same && is_open(*before)) {
            withdraw(db, vault, *before);
        }
        const bool is_due =
            connector.when == AskWhen::read ||
            (connector.when == AskWhen::commit && document.state == DocumentState::committed);
        const bool was_asked = is_same && before->state != CheckState::withdrawn;
        if (is_due && asked && !was_asked) {
            const auto actor = system_actor();
            const auto row = ask(db, vault, connector, document.id, *asked, actor.name, now);
            append_audit(
                db,
                vault,
                actor,
                "external_check_asked",
                object_name(document.id),
                row.connector,
                now
            );
        }
    }
}

void save_external_check(Database& db, const Vault& vault, const ExternalCheckRow& row)
{
    db.run(
        "UPDATE external_check SET state = $2, outcome = $3, answered_at = $4, valid_until = $5, "
        "code_mac = $6, code_expires_at = $7, code_tries = $8, sealed = $9, row_mac = $10, "
        "values_mac = $11 WHERE id = $1",
        row.id,
        word(row.state),
        outcome_word(row),
        row.answered_at,
        row.valid_until,
        row.code_mac,
        row.code_expires_at,
        row.code_tries,
        row.sealed,
        vault.row_mac(canonical(row)),
        row.values_mac
    );
}

std::optional<ExternalCheckRow>
load_external_check(Database& db, const Vault& vault, const std::string& id)
{
    Statement row(db, "SELECT " + std::string(columns) + " FROM external_check WHERE id = $1", id);
    if (!row.next()) {
        return std::nullopt;
    }
    return read_check(row, vault);
}

void require_external_check(Database& db, const Vault& vault, const std::string& id)
{
    const auto row = load_external_check(db, vault, id);
    if (!row) {
        throw Tampered("external_check " + id);
    }
    (void)described(db, vault, *row);
}

std::optional<ExternalCheckRow> newest_external_check(
    Database& db, const Vault& vault, const DocumentId& document_id, std::string_view connector
)
{
    return newest_where("1 = 1", db, vault, document_id, connector);
}

bool has_external_doubt(Database& db, const DocumentId& document_id)
{
    Statement row(
        db,
        "SELECT 1 FROM external_check AS answered WHERE document_id = $1 "
        "AND outcome IN ('mismatch', 'not_found') AND round = (SELECT max(round) "
        "FROM external_check WHERE document_id = answered.document_id "
        "AND connector = answered.connector AND outcome <> '') "
        "AND values_mac = (SELECT values_mac FROM external_check "
        "WHERE document_id = answered.document_id AND connector = answered.connector "
        "ORDER BY round DESC LIMIT 1) LIMIT 1",
        document_id
    );
    return row.next();
}

Bytes seal_evidence(
    Database& db, const Vault& vault, const ExternalCheckRow& row, const ExternalEvidence& evidence
)
{
    return vault.seal_part(
        vault.data_key(db, row.document_id.text), evidence_place(row), encode(evidence)
    );
}

std::vector<verify::ExternalCheck> describe_external_checks(
    Database& db,
    const Vault& vault,
    const Connectors& connectors,
    const DocumentId& document_id,
    const verify::CheckedDocument& checked
)
{
    // Also of connectors that are no longer configured: what they said is evidence.
    std::set<std::string> names;
    {
        Statement rows(
            db, "SELECT DISTINCT connector FROM external_check WHERE document_id = $1", document_id
        );
        while (rows.next()) {
            names.insert(rows.text(0));
        }
    }
    for (const auto& connector : connectors) {
        names.insert(connector.name);
    }
    std::vector<verify::ExternalCheck> checks;
    for (const auto& name : names) {
        const auto* connector = find_connector(connectors, name);
        const auto asked = connector ? verify::asked_of(*connector, checked) : std::nullopt;
        const auto row = newest_external_check(db, vault, document_id, name);
        if (row && row->state != CheckState::withdrawn) {
            auto& check = checks.emplace_back(described(db, vault, *row));
            if (row->state == CheckState::waiting) {
                check.outcome = last_outcome(db, vault, *row);
            }
            verify::Asked values;
            for (const auto& field : row->fields) {
                values.emplace(field, checked.value_of(field));
            }
            check.is_current = row->values_mac == values_mac_of(vault, document_id, name, values);
        } else if (asked) {
            checks.push_back(not_asked(*connector));
        }
    }
    return checks;
}

} // namespace dossier::store
