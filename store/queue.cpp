#include "store/rows/accounts.h"
#include "store/rows/core.h"
#include "store/rows/cursor.h"
#include "store/rows/documents.h"
#include "store/rows/scoped.h"
#include "store/rows/words.h"

namespace dossier::store {
namespace {

/// A place in the queue: the order of the index document_in_review.
struct QueuePlace {
    std::int64_t urgency = -1;
    std::int64_t due_at = 0;
    std::string id;
};

const QueuePlace front{};

/// A cursor that nobody gave, or that is not ours, is the front.
QueuePlace place_of(std::string_view cursor)
{
    const auto colon = cursor.find(':');
    if (colon != 1 || cursor[0] < '0' || cursor[0] > '2') {
        return front;
    }
    auto behind = Cursor::parse(cursor.substr(2), oldest_first);
    return {.urgency = cursor[0] - '0', .due_at = behind.at, .id = std::move(behind.id)};
}

std::string cursor_at(const QueueItem& item)
{
    return std::to_string(number(item.urgency)) + ":" +
           Cursor::text(item.due_at, item.document_id.text);
}

/// It is the turn of this person ($1, $7: may arbitrate): DocumentRow::is_for, by the columns of
/// rows/turn.h, which lie in the index.
constexpr std::string_view is_for =
    "(turn = 'anybody' OR (turn <> 'arbiter' AND not_for <> $1) OR ($7 = 1 AND "
    "(turn = 'second_person_or_arbiter' OR (turn = 'arbiter' AND $1 NOT IN (not_for, nor_for)))))";

std::optional<DocumentId> claim_behind(
    Database& db,
    const QueuePlace& after,
    std::string_view except,
    const Actor& actor,
    Instant until,
    Instant now
)
{
    Statement row(
        db,
        "UPDATE document SET claimed_by = $1, lease_until = $2 WHERE state = 'review' AND id = "
        "(SELECT id FROM document WHERE state = 'review' AND (urgency, due_at, id) > ($3, $4, $5) "
        "AND id <> $8 AND (claimed_by = '' OR claimed_by = $1 OR lease_until <= $6) AND " +
            std::string(is_for) + " AND " + in_documents(actor.scope, 9) +
            " AND NOT EXISTS (SELECT 1 FROM user_account WHERE username = $1 AND is_away = 1) "
            "AND NOT EXISTS (SELECT 1 FROM supplement WHERE supplement.original_id = "
            "document.original_id AND supplement.put_by = $1) "
            "ORDER BY urgency, due_at, id LIMIT 1) RETURNING id",
        actor.name,
        until,
        after.urgency,
        after.due_at,
        after.id,
        now,
        actor.arbitrates,
        except,
        actor.scope.department,
        actor.scope.person
    );
    if (!row.next()) {
        return std::nullopt;
    }
    return DocumentId{row.text(0)};
}

QueuePlace place_in_queue(Database& db, const std::optional<DocumentId>& id)
{
    if (!id) {
        return front;
    }
    Statement row(db, "SELECT urgency, due_at FROM document WHERE id = $1", *id);
    return row.next()
               ? QueuePlace{.urgency = row.integer(0), .due_at = row.integer(1), .id = id->text}
               : front;
}

} // namespace

Listing<QueueItem> Store::queue(const Actor& actor, std::string_view cursor, int limit, Instant now)
{
    Snapshot snapshot{core_->readers};
    const auto from = place_of(cursor);
    Statement rows(
        snapshot.db(),
        "SELECT id FROM document WHERE state = 'review' AND (urgency, due_at, id) > ($1, $2, $3) "
        "AND " +
            in_documents(actor.scope, 5) + " ORDER BY urgency, due_at, id LIMIT $4",
        from.urgency,
        from.due_at,
        from.id,
        limit + 1,
        actor.scope.department,
        actor.scope.person
    );
    const auto item_of = [&](Statement& waiting) -> std::optional<QueueItem> {
        const auto row = load_document(snapshot.db(), core_->vault, {waiting.text(0)});
        if (!row) {
            return std::nullopt;
        }
        const auto original = describe(
            snapshot.db(),
            core_->vault,
            require_original(snapshot.db(), core_->vault, row->original_id)
        );
        return QueueItem{
            .document_id = row->id,
            .type = row->type,
            .type_confidence = row->body.checked.type_confidence,
            .source_name = original.source_name,
            .station = original.station,
            .received_at = original.received_at,
            .open_discrepancies = row->open_discrepancies(),
            .claimed_by = row->lease_until > now ? row->claimed_by : std::string(),
            .waits_for = row->waits_for(actor),
            .urgency = row->urgency,
            .due_at = row->due_at};
    };
    return page_of<QueueItem>(rows, limit, item_of, cursor_at);
}

Counts Store::counts(const Scope& scope)
{
    Snapshot snapshot{core_->readers};
    const auto count = [&](const std::string& of) {
        Statement row(snapshot.db(), "SELECT count(*) FROM " + of, scope.department, scope.person);
        row.next();
        return row.integer(0);
    };
    const auto originals = in_intake(scope, 1);
    const auto documents = in_documents(scope, 1);
    return {
        .received = count("original WHERE state = 'received' AND " + originals),
        .quarantined = count("original WHERE state = 'quarantined' AND " + originals),
        .review = count("document WHERE state = 'review' AND " + documents),
        .rejected = count("document WHERE state = 'rejected' AND " + documents),
        .committed = count("record WHERE " + in_records(scope, 1))};
}

std::optional<Document>
Store::claim_next(const Actor& actor, std::optional<DocumentId> after, Instant now)
{
    Transaction tx{core_->writer};
    const Instant until = now + core_->options.document_lease;
    tx.db().run(
        "UPDATE document SET claimed_by = '', lease_until = 0 WHERE claimed_by = $1 AND "
        "claimed_by <> '' AND state = 'review'",
        actor.name
    );
    const std::string except = after ? after->text : std::string();
    auto id = claim_behind(tx.db(), place_in_queue(tx.db(), after), except, actor, until, now);
    if (!id && after) {
        id = claim_behind(tx.db(), front, except, actor, until, now);
    }
    if (!id) {
        tx.commit();
        return std::nullopt;
    }
    core_->audit(tx.db(), actor, "document_claimed", object_name(*id), "", now);
    auto row = load_document(tx.db(), core_->vault, *id);
    auto document = core_->show(tx.db(), std::move(row.value()), actor, now);
    tx.commit();
    return document;
}

tl::expected<Instant, Conflict>
Store::claim_document(const DocumentId& id, const Actor& actor, Instant now)
{
    Transaction tx{core_->writer};
    const auto row = find_document(tx.db(), core_->vault, id, actor.scope);
    if (!row) {
        return tl::unexpected(conflict(ConflictKind::not_found));
    }
    if (row->state != DocumentState::review) {
        return tl::unexpected(conflict(ConflictKind::closed));
    }
    if (!row->is_for(actor)) {
        return tl::unexpected(conflict(ConflictKind::not_yours));
    }
    if (is_marked_away(tx.db(), actor.name)) {
        return tl::unexpected(conflict(ConflictKind::away));
    }
    const Instant until = now + core_->options.document_lease;
    const auto changed = tx.db().run(
        "UPDATE document SET claimed_by = $2, lease_until = $3 WHERE id = $1 AND state = 'review' "
        "AND (claimed_by = '' OR claimed_by = $2 OR lease_until <= $4)",
        id,
        actor.name,
        until,
        now
    );
    if (changed != 1) {
        return tl::unexpected(conflict(ConflictKind::claimed_by_other));
    }
    if (row->claimed_by != actor.name) {
        core_->audit(tx.db(), actor, "document_claimed", object_name(id), "", now);
    }
    tx.commit();
    return until;
}

void Store::release_document(const DocumentId& id, const Actor& actor, Instant now)
{
    Transaction tx{core_->writer};
    const auto changed = tx.db().run(
        "UPDATE document SET claimed_by = '', lease_until = 0 WHERE id = $1 AND claimed_by = $2",
        id,
        actor.name
    );
    if (changed != 1) {
        return;
    }
    core_->audit(tx.db(), actor, "document_released", object_name(id), "", now);
    tx.commit();
}

} // namespace dossier::store
