#include "store/rows/reviews.h"

#include "store/rows/due.h"

#include <algorithm>

namespace dossier::store {
namespace {

void supersede(Database& db, const Vault& vault, Due due, Instant now)
{
    due.state = DueState::superseded;
    due.done_by = system_actor().name;
    due.done_at = now;
    (void)close_due(db, vault, due);
}

std::string type_of(Database& db, const RecordId& record_id)
{
    Statement row(db, "SELECT type FROM record WHERE id = $1", record_id);
    return row.next() ? row.text(0) : std::string();
}

/// The same day so many months later; the last of a month that is shorter.
std::chrono::sys_days months_after(std::chrono::sys_days day, int months)
{
    const auto moved = std::chrono::year_month_day{day} + std::chrono::months{months};
    return moved.ok() ? moved : moved.year() / moved.month() / std::chrono::last;
}

} // namespace

void plan_expiry(
    Database& db,
    const Vault& vault,
    const CustomerRow& customer,
    const RecordRow& record,
    Instant now
)
{
    const auto expiry = verify::expiry_of(record.body.checked);
    for (const auto& due : load_open_due(db, vault, customer.id)) {
        if (due.kind != DueKind::expiry || type_of(db, *due.record_id) != record.type) {
            continue;
        }
        if (expiry && due.due_on > expiry->on) {
            return; // there is a newer document of that type
        }
        supersede(db, vault, due, now);
    }
    if (!expiry) {
        return; // it has no end
    }
    Due due;
    due.kind = DueKind::expiry;
    due.due_on = expiry->on;
    due.field = expiry->field;
    due.customer_id = customer.id;
    due.record_id = record.id;
    insert_due(db, vault, due);
}

void plan_review(
    Database& db,
    const Vault& vault,
    const verify::ReviewPlan& plan,
    const CustomerRow& customer,
    std::chrono::sys_days since,
    Instant now
)
{
    for (const auto& due : load_open_due(db, vault, customer.id)) {
        if (due.kind == DueKind::review) {
            supersede(db, vault, due, now);
        }
    }
    const auto* risk = verify::find_risk(plan, customer.risk);
    Due due;
    due.kind = DueKind::review;
    due.due_on =
        months_after(since, risk == nullptr ? plan.first_review_months : risk->review_months);
    due.customer_id = customer.id;
    insert_due(db, vault, due);
}

void forget_reviews(Database& db, const Vault& vault, const std::string& customer_id, Instant now)
{
    for (const auto& due : load_open_due(db, vault, customer_id)) {
        supersede(db, vault, due, now);
    }
}

void forget_expiry(Database& db, const Vault& vault, const RecordId& record_id, Instant now)
{
    std::vector<std::string> ids;
    {
        Statement rows(db, "SELECT id FROM due WHERE record_id = $1 AND state = 'open'", record_id);
        while (rows.next()) {
            ids.push_back(rows.text(0));
        }
    }
    for (const auto& id : ids) {
        if (const auto due = load_due(db, vault, id)) {
            supersede(db, vault, *due, now);
        }
    }
}

} // namespace dossier::store
