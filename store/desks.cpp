// Who has what open, in which order the queue hands documents out, and who is away.

#include "store/desks.h"

#include "store/rows/accounts.h"
#include "store/rows/batch_changes.h"
#include "store/rows/batches.h"
#include "store/rows/core.h"
#include "store/rows/scoped.h"
#include "store/rows/words.h"

#include <array>

namespace dossier::store {
namespace {

constexpr std::array urgency_words{"urgent", "normal", "later"};

std::string_view urgency_word(Urgency urgency)
{
    return urgency_words.at(static_cast<std::size_t>(number(urgency)));
}

std::vector<HeldDocument> held_by(Database& db, const std::string& username, Instant now)
{
    std::vector<HeldDocument> held;
    Statement rows(
        db,
        "SELECT id, type, lease_until FROM document WHERE state = 'review' AND claimed_by <> '' "
        "AND claimed_by = $1 AND lease_until > $2 ORDER BY id",
        username,
        now
    );
    while (rows.next()) {
        held.push_back({.id = {rows.text(0)}, .type = rows.text(1), .lease_until = rows.instant(2)}
        );
    }
    return held;
}

} // namespace

std::vector<Desk> Store::desks(const Scope& scope, Instant now)
{
    Snapshot snapshot{core_->readers};
    std::vector<Desk> desks;
    Statement rows(
        snapshot.db(),
        "SELECT username, display_name, role, is_away FROM user_account WHERE disabled = 0 "
        "AND ($1 = '' OR department = $1) ORDER BY username",
        scope.department
    );
    while (rows.next()) {
        desks.push_back(
            {.username = rows.text(0),
             .display_name = rows.text(1),
             .role = rows.text(2),
             .is_away = rows.integer(3) != 0,
             .held = held_by(snapshot.db(), rows.text(0), now)}
        );
    }
    return desks;
}

tl::expected<Instant, Conflict>
Store::take_over(const DocumentId& id, const Actor& actor, Instant now)
{
    Transaction tx{core_->writer};
    const auto row = find_document(tx.db(), core_->vault, id, actor.scope);
    if (!row) {
        return tl::unexpected(conflict(ConflictKind::not_found));
    }
    if (row->state != DocumentState::review) {
        return tl::unexpected(conflict(ConflictKind::closed));
    }
    const Instant until = now + core_->options.document_lease;
    tx.db().run(
        "UPDATE document SET claimed_by = $2, lease_until = $3 WHERE id = $1", id, actor.name, until
    );
    const auto from = row->is_claimed_by_other(actor, now) ? row->claimed_by : std::string{};
    core_->audit(tx.db(), actor, "document_taken_over", object_name(id), from, now);
    tx.commit();
    return until;
}

tl::expected<void, Conflict>
Store::set_away(const std::string& username, bool is_away, const Actor& actor, Instant now)
{
    Transaction tx{core_->writer};
    const auto user = load_user(tx.db(), core_->vault, username);
    const auto& department = actor.scope.department;
    if (!user || (!department.empty() && user->user.department != department)) {
        return tl::unexpected(conflict(ConflictKind::not_found));
    }
    tx.db().run("UPDATE user_account SET is_away = $2 WHERE id = $1", user->user.id, is_away);
    core_->audit(
        tx.db(), actor, is_away ? "user_away" : "user_back", object_name(user->user.id), "", now
    );
    if (is_away) {
        for (const auto& held : held_by(tx.db(), username, now)) {
            core_->audit(tx.db(), actor, "document_released", object_name(held.id), username, now);
        }
        tx.db().run(
            "UPDATE document SET claimed_by = '', lease_until = 0 WHERE claimed_by = $1 AND "
            "claimed_by <> '' AND state = 'review'",
            username
        );
    }
    tx.commit();
    return {};
}

bool Store::is_away(const std::string& username)
{
    Snapshot snapshot{core_->readers};
    return is_marked_away(snapshot.db(), username);
}

tl::expected<void, Conflict>
Store::set_urgency(const DocumentId& id, Urgency urgency, const Actor& actor, Instant now)
{
    Transaction tx{core_->writer};
    const auto row = find_document(tx.db(), core_->vault, id, actor.scope);
    if (!row) {
        return tl::unexpected(conflict(ConflictKind::not_found));
    }
    if (row->state != DocumentState::review) {
        return tl::unexpected(conflict(ConflictKind::closed));
    }
    tx.db().run("UPDATE document SET urgency = $2 WHERE id = $1", id, number(urgency));
    core_->audit(tx.db(), actor, "urgency_set", object_name(id), urgency_word(urgency), now);
    tx.commit();
    return {};
}

tl::expected<void, Conflict> Store::set_batch_urgency(
    const std::string& batch_id, Urgency urgency, const Actor& actor, Instant now
)
{
    Transaction tx{core_->writer};
    const auto batch = load_batch(tx.db(), core_->vault, batch_id);
    if (!batch || !has_intake(actor.scope, batch->owner)) {
        return tl::unexpected(conflict(ConflictKind::not_found));
    }
    if (batch->state == BatchState::closed) {
        return tl::unexpected(conflict(ConflictKind::closed));
    }
    tx.db().run("UPDATE batch SET urgency = $2 WHERE id = $1", batch_id, number(urgency));
    tx.db().run(
        "UPDATE document SET urgency = $2 WHERE state = 'review' AND original_id IN "
        "(SELECT original_id FROM batch_arrival WHERE batch_id = $1 UNION SELECT bundle_id FROM "
        "bundle_page JOIN batch_arrival ON batch_arrival.original_id = bundle_page.original_id "
        "WHERE batch_arrival.batch_id = $1)",
        batch_id,
        number(urgency)
    );
    core_->audit(tx.db(), actor, "urgency_set", "batch " + batch_id, urgency_word(urgency), now);
    tx.commit();
    return {};
}

} // namespace dossier::store
