#include "store/notices.h"

#include "store/rows/core.h"
#include "store/rows/data_requests.h"
#include "store/rows/subscribers.h"

namespace dossier::store {
namespace {

/// So many entries are looked at in one go; more than a busy minute writes.
constexpr int look_ahead = 1000;

std::int64_t newest_entry(Database& db)
{
    Statement row(db, "SELECT entries FROM audit_head");
    return row.next() ? row.integer(0) : 0;
}

/// Of a record whose customer's data are stored only nobody outside is told.
bool is_withheld(Database& db, const Vault& vault, const std::string& object)
{
    constexpr std::string_view kind = "record ";
    return object.starts_with(kind) && is_restricted(db, vault, {object.substr(kind.size())});
}

/// The first of its events behind its place, and the last entry that was looked at.
std::pair<std::optional<Notice>, std::int64_t> look(
    Database& db,
    const Vault& vault,
    const SubscriberRow& subscriber,
    const std::set<std::string>& events
)
{
    auto seen = subscriber.seq;
    Statement rows(
        db,
        "SELECT seq, at, action, object FROM audit_entry WHERE seq > $1 AND outcome = 'done' "
        "ORDER BY seq LIMIT $2",
        subscriber.seq,
        look_ahead
    );
    while (rows.next()) {
        seen = rows.integer(0);
        if (events.contains(rows.text(2)) && !is_withheld(db, vault, rows.text(3))) {
            Notice notice{
                .seq = seen,
                .at = rows.instant(1),
                .event = rows.text(2),
                .object = rows.text(3),
                .attempts = subscriber.attempts};
            return {std::move(notice), seen};
        }
    }
    return {std::nullopt, seen};
}

} // namespace

std::optional<Notice>
Store::next_notice(std::string_view subscriber, const std::set<std::string>& events, Instant now)
{
    const auto& vault = core_->vault;
    std::int64_t passed = 0;
    {
        Snapshot snapshot{core_->readers};
        const auto row = load_subscriber(snapshot.db(), vault, subscriber);
        if (row && row->due_at > now) {
            return std::nullopt;
        }
        if (row) {
            auto [notice, seen] = look(snapshot.db(), vault, *row, events);
            // Entries that are none of its events are passed over in strides, not one by one.
            if (notice || seen - row->seq < look_ahead / 2) {
                return notice;
            }
            passed = seen;
        } else {
            passed = newest_entry(snapshot.db()); // who subscribes is told what happens from now on
        }
    }
    Transaction tx{core_->writer};
    save_place(tx.db(), vault, subscriber, passed);
    tx.commit();
    return std::nullopt;
}

void Store::note_told(std::string_view subscriber, const Notice& notice)
{
    Transaction tx{core_->writer};
    save_place(tx.db(), core_->vault, subscriber, notice.seq);
    tx.commit();
}

void Store::put_off_notice(
    std::string_view subscriber, const Notice& notice, std::string_view trouble, Instant due_at
)
{
    Transaction tx{core_->writer};
    tx.db().run(
        "UPDATE subscriber SET due_at = $2, attempts = $3, trouble = $4 WHERE name = $1",
        subscriber,
        due_at,
        notice.attempts + 1,
        trouble
    );
    tx.commit();
}

void Store::give_up_notice(std::string_view subscriber, const Notice& notice, Instant now)
{
    Transaction tx{core_->writer};
    core_->audit(
        tx.db(),
        system_actor(),
        "notice_given_up",
        "subscriber " + std::string(subscriber),
        "entry " + std::to_string(notice.seq),
        now
    );
    save_place(tx.db(), core_->vault, subscriber, notice.seq);
    tx.commit();
}

void Store::resume_notices(std::string_view subscriber, const Actor& actor, Instant now)
{
    Transaction tx{core_->writer};
    tx.db().run("UPDATE subscriber SET due_at = 0 WHERE name = $1", subscriber);
    core_->audit(
        tx.db(), actor, "notices_resumed", "subscriber " + std::string(subscriber), "", now
    );
    tx.commit();
}

tl::expected<void, Conflict> Store::drop_notice(
    std::string_view subscriber,
    const std::set<std::string>& events,
    std::int64_t seq,
    const Actor& actor,
    Instant now
)
{
    Transaction tx{core_->writer};
    const auto row = load_subscriber(tx.db(), core_->vault, subscriber);
    if (!row) {
        return tl::unexpected(conflict(ConflictKind::not_found));
    }
    const auto [next, seen] = look(tx.db(), core_->vault, *row, events);
    if (!next || next->seq != seq) {
        return tl::unexpected(conflict(ConflictKind::version_changed));
    }
    core_->audit(
        tx.db(),
        actor,
        "notice_dropped",
        "subscriber " + std::string(subscriber),
        "entry " + std::to_string(seq),
        now
    );
    save_place(tx.db(), core_->vault, subscriber, seq);
    tx.commit();
    return {};
}

SubscriberQueue
Store::subscriber_queue(std::string_view subscriber, const std::set<std::string>& events)
{
    constexpr int most_looked_at = 20'000;
    Snapshot snapshot{core_->readers};
    const auto row = load_subscriber(snapshot.db(), core_->vault, subscriber);
    if (!row) {
        return {};
    }
    SubscriberQueue queue;
    Statement rows(
        snapshot.db(),
        "SELECT seq, at, action, object FROM audit_entry WHERE seq > $1 AND seq <= $1 + $2 "
        "AND outcome = 'done' ORDER BY seq",
        row->seq,
        most_looked_at
    );
    while (rows.next()) {
        if (!events.contains(rows.text(2))) {
            continue;
        }
        if (queue.waiting++ == 0) {
            queue.next = Notice{
                .seq = rows.integer(0),
                .at = rows.instant(1),
                .event = rows.text(2),
                .object = rows.text(3),
                .attempts = row->attempts};
        }
    }
    queue.is_more = newest_entry(snapshot.db()) > row->seq + most_looked_at;
    return queue;
}

std::vector<SubscriberStanding> Store::subscriber_standings()
{
    Snapshot snapshot{core_->readers};
    const auto newest = newest_entry(snapshot.db());
    std::vector<SubscriberStanding> standings;
    Statement rows(
        snapshot.db(), "SELECT name, seq, attempts, trouble, due_at FROM subscriber ORDER BY name"
    );
    while (rows.next()) {
        standings.push_back(
            {.subscriber = rows.text(0),
             .behind = newest - rows.integer(1),
             .attempts = rows.small_integer(2),
             .trouble = rows.text(3),
             .due_at = rows.instant(4)}
        );
    }
    return standings;
}

} // namespace dossier::store
