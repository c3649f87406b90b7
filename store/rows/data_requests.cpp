#include "store/rows/data_requests.h"

#include "store/error.h"
#include "store/rows/customers.h"
#include "store/rows/words.h"

#include <sstream>

namespace dossier::store {
namespace {

std::string rights_text(const std::vector<DataRight>& rights)
{
    std::string text;
    for (const auto right : rights) {
        text += (text.empty() ? "" : " ") + std::string(word(right));
    }
    return text;
}

std::vector<DataRight> rights_of(const std::string& text)
{
    std::vector<DataRight> rights;
    std::istringstream stream{text};
    for (std::string each; stream >> each;) {
        rights.push_back(from_word<DataRight>(each));
    }
    return rights;
}

std::int64_t number_of(std::chrono::sys_days day)
{
    return day.time_since_epoch().count();
}

std::chrono::sys_days day_of(std::int64_t number)
{
    return std::chrono::sys_days{std::chrono::days{number}};
}

Canonical canonical(const DataRequestRow& row)
{
    Canonical bytes;
    bytes.text("data_request")
        .text(row.item.id)
        .text(row.item.number)
        .text(word(row.item.state))
        .text(rights_text(row.item.rights))
        .number(number_of(row.item.received_on))
        .number(number_of(row.item.due_on))
        .text(row.item.registered_by)
        .number(row.item.registered_at.time_since_epoch().count())
        .number(row.version)
        .number(static_cast<std::int64_t>(row.steps.size()));
    for (const auto& step : row.steps) {
        bytes.text(step.what)
            .text(step.who)
            .number(step.at.time_since_epoch().count())
            .text(step.detail);
    }
    return bytes;
}

Canonical canonical(const Restriction& restriction)
{
    Canonical bytes;
    bytes.text("restriction")
        .text(restriction.id)
        .text(restriction.customer_id)
        .text(restriction.request_id)
        .text(restriction.placed_by)
        .number(restriction.placed_at.time_since_epoch().count())
        .text(restriction.lifted_by)
        .number(restriction.lifted_at.time_since_epoch().count());
    return bytes;
}

Bytes sealed(const Vault& vault, const DataRequestRow& row)
{
    return vault.seal_with(
        KeyUse::data, data_request_place(row.item.id, row.version), encode(row.body)
    );
}

void insert_steps(Database& db, const DataRequestRow& row)
{
    for (std::size_t at = 0; at < row.steps.size(); ++at) {
        const auto& step = row.steps[at];
        db.run(
            "INSERT INTO data_request_step (request_id, position, what, who, at, detail) "
            "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (request_id, position) DO NOTHING",
            row.item.id,
            static_cast<std::int64_t>(at),
            step.what,
            step.who,
            step.at,
            step.detail
        );
    }
}

std::vector<DataRequestStep> load_steps(Database& db, const std::string& id)
{
    std::vector<DataRequestStep> steps;
    Statement rows(
        db,
        "SELECT what, who, at, detail, position FROM data_request_step WHERE request_id = $1 "
        "ORDER BY position",
        id
    );
    while (rows.next()) {
        if (rows.integer(4) != std::ssize(steps)) {
            throw Tampered("data_request " + id);
        }
        steps.push_back(
            {.what = rows.text(0),
             .who = rows.text(1),
             .at = rows.instant(2),
             .detail = rows.text(3)}
        );
    }
    return steps;
}

} // namespace

Place data_request_place(std::string_view id, std::int64_t version)
{
    return {
        .kind = "data_request",
        .object_id = id,
        .owner_id = id,
        .field_group = "texts",
        .version = version};
}

void insert_data_request(Database& db, const Vault& vault, const DataRequestRow& row)
{
    db.run(
        "INSERT INTO data_request (id, number, state, rights, received_on, due_on, registered_by, "
        "registered_at, version, sealed, row_mac) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        row.item.id,
        row.item.number,
        word(row.item.state),
        rights_text(row.item.rights),
        number_of(row.item.received_on),
        number_of(row.item.due_on),
        row.item.registered_by,
        row.item.registered_at,
        row.version,
        sealed(vault, row),
        vault.row_mac(canonical(row))
    );
    insert_steps(db, row);
}

bool save_data_request(Database& db, const Vault& vault, const DataRequestRow& row)
{
    const auto changed = db.run(
        "UPDATE data_request SET state = $3, due_on = $4, version = $2, sealed = $5, "
        "row_mac = $6 WHERE id = $1 AND version = $2 - 1",
        row.item.id,
        row.version,
        word(row.item.state),
        number_of(row.item.due_on),
        sealed(vault, row),
        vault.row_mac(canonical(row))
    );
    insert_steps(db, row);
    return changed == 1;
}

std::optional<DataRequestRow>
load_data_request(Database& db, const Vault& vault, const std::string& id)
{
    Statement row(
        db,
        "SELECT id, number, state, rights, received_on, due_on, registered_by, registered_at, "
        "version, sealed, row_mac FROM data_request WHERE id = $1",
        id
    );
    if (!row.next()) {
        return std::nullopt;
    }
    DataRequestRow found;
    auto& item = found.item;
    item.id = row.text(0);
    item.number = row.text(1);
    item.state = from_word<DataRequestState>(row.text(2));
    item.rights = rights_of(row.text(3));
    item.received_on = day_of(row.integer(4));
    item.due_on = day_of(row.integer(5));
    item.registered_by = row.text(6);
    item.registered_at = row.instant(7);
    found.version = row.integer(8);
    found.steps = load_steps(db, item.id);
    vault.require_row_mac(canonical(found), row.blob(10), "data_request", item.id);
    found.body = decode_data_request(
        vault.open_with(KeyUse::data, data_request_place(item.id, found.version), row.blob(9)),
        "data_request " + item.id
    );
    item.name = found.body.name;
    if (found.body.extended_from != 0) {
        item.extended_from = day_of(found.body.extended_from);
    }
    return found;
}

void insert_restriction(Database& db, const Vault& vault, const Restriction& restriction)
{
    db.run(
        "INSERT INTO restriction (id, customer_id, request_id, placed_by, placed_at, lifted_by, "
        "lifted_at, row_mac) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        restriction.id,
        restriction.customer_id,
        restriction.request_id,
        restriction.placed_by,
        restriction.placed_at,
        restriction.lifted_by,
        restriction.lifted_at,
        vault.row_mac(canonical(restriction))
    );
}

void save_restriction(Database& db, const Vault& vault, const Restriction& restriction)
{
    db.run(
        "UPDATE restriction SET lifted_by = $2, lifted_at = $3, row_mac = $4 WHERE id = $1",
        restriction.id,
        restriction.lifted_by,
        restriction.lifted_at,
        vault.row_mac(canonical(restriction))
    );
}

std::optional<Restriction> load_restriction(Database& db, const Vault& vault, const std::string& id)
{
    Statement row(
        db,
        "SELECT id, customer_id, request_id, placed_by, placed_at, lifted_by, lifted_at, row_mac "
        "FROM restriction WHERE id = $1",
        id
    );
    if (!row.next()) {
        return std::nullopt;
    }
    Restriction found{
        .id = row.text(0),
        .customer_id = row.text(1),
        .request_id = row.text(2),
        .placed_by = row.text(3),
        .placed_at = row.instant(4),
        .lifted_by = row.text(5),
        .lifted_at = row.instant(6)};
    vault.require_row_mac(canonical(found), row.blob(7), "restriction", found.id);
    return found;
}

std::vector<Restriction>
standing_restrictions(Database& db, const Vault& vault, const std::string& customer_id)
{
    std::vector<std::string> ids;
    for (const auto& member : members_of(db, vault, root_of(db, vault, customer_id))) {
        Statement rows(
            db,
            "SELECT id FROM restriction WHERE customer_id = $1 AND lifted_by = '' ORDER BY id",
            member
        );
        while (rows.next()) {
            ids.push_back(rows.text(0));
        }
    }
    std::vector<Restriction> standing;
    for (const auto& id : ids) {
        standing.push_back(load_restriction(db, vault, id).value());
    }
    return standing;
}

bool is_document_restricted(Database& db, const Vault& vault, const DocumentId& document_id)
{
    const auto record = record_of(db, document_id);
    return record && is_restricted(db, vault, *record);
}

bool is_restricted(Database& db, const Vault& vault, const RecordId& record_id)
{
    {
        Statement any(db, "SELECT 1 FROM restriction WHERE lifted_by = '' LIMIT 1");
        if (!any.next()) { // the usual case, and it costs next to nothing
            return false;
        }
    }
    const auto customer = customer_of(db, vault, record_id);
    return customer && !standing_restrictions(db, vault, *customer).empty();
}

} // namespace dossier::store
