#include "store/rows/bundles.h"
#include "store/rows/core.h"
#include "store/rows/cursor.h"
#include "store/rows/departments.h"
#include "store/rows/insertions.h"
#include "store/rows/membership.h"
#include "store/rows/originals.h"
#include "store/rows/scoped.h"
#include "store/rows/words.h"

#include <algorithm>
#include <set>

namespace dossier::store {
namespace {

std::optional<Kept> find_replay(Database& db, const std::string& intake_key)
{
    Statement row(
        db, "SELECT original_id, is_repeat FROM arrival WHERE intake_key = $1", intake_key
    );
    if (!row.next()) {
        return std::nullopt;
    }
    return Kept{.id = {row.text(0)}, .as = KeptAs::replay, .was_known = row.integer(1) != 0};
}

std::optional<OriginalId> find_same_bytes(Database& db, const Bytes& content_mac)
{
    Statement row(db, "SELECT id FROM original WHERE content_mac = $1", content_mac);
    if (!row.next()) {
        return std::nullopt;
    }
    return OriginalId{row.text(0)};
}

void insert_arrival(
    Database& db,
    const std::string& intake_key,
    const Arrival& arrival,
    const OriginalId& id,
    KeptAs as,
    Instant now
)
{
    std::optional<Instant> station_time;
    std::optional<std::string_view> station_time_is;
    if (arrival.station_time) {
        station_time = arrival.station_time->at;
        station_time_is = word(arrival.station_time->what);
    }
    db.run(
        "INSERT INTO arrival (intake_key, original_id, station, arrived_at, is_repeat, "
        "station_time, station_time_is) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        intake_key,
        id,
        arrival.station,
        now,
        as == KeptAs::repeat,
        station_time,
        station_time_is
    );
}

/// An arrival on its way in: its row, and what was found of it before anything was written.
struct Incoming {
    const Arrival* arrival = nullptr;
    std::string intake_key;
    bool is_replay = false;
    bool is_known = false; ///< the bytes are here, or come with an earlier one of the group
    Digest digest{};
    OriginalRow row;
    SecretBytes data_key;
};

Incoming look_up(Database& db, const Vault& vault, const Arrival& arrival, Instant now)
{
    Incoming incoming{
        .arrival = &arrival,
        .intake_key = mac_of_key(vault, arrival.intake_key),
        // One pass over the bytes: the MAC is of their digest.
        .digest = sha256(arrival.bytes),
        .row =
            {.id = {vault.new_id()},
             .content_mac = {},
             .object_id = {vault.new_id()},
             .media_type = arrival.media_type,
             .size = static_cast<std::int64_t>(arrival.bytes.size()),
             .station = arrival.station,
             .received_at = now,
             .state = OriginalState::received,
             .reason = {},
             .sealed = {},
             .owner = owner_of(db, vault, arrival.actor, arrival.station)},
        .data_key = vault.new_data_key()};
    incoming.row.content_mac = content_mac_of(vault, incoming.digest, incoming.row.owner);
    incoming.is_replay = find_replay(db, incoming.intake_key).has_value();
    incoming.is_known = find_same_bytes(db, incoming.row.content_mac).has_value();
    return incoming;
}

void seal(const Vault& vault, Incoming& incoming, BlobGroup& files)
{
    auto& row = incoming.row;
    row.sealed = vault.seal_part(
        incoming.data_key,
        original_body_place(row.id),
        encode(OriginalBody{
            .source_name = incoming.arrival->source_name,
            .sha256 = to_hex(incoming.digest),
            .announced = incoming.arrival->announced})
    );
    files.put(
        row.object_id,
        vault.seal_part(incoming.data_key, original_file_place(row), incoming.arrival->bytes)
    );
}

/// The original of an arrival: a new row with its key and job, or the one that has its bytes.
Kept insert_or_find(Database& db, const Vault& vault, const Incoming& incoming)
{
    const auto& row = incoming.row;
    if (incoming.is_known || !insert_original(db, vault, row, incoming.data_key)) {
        return {
            .id = find_same_bytes(db, row.content_mac).value(),
            .as = KeptAs::repeat,
            .was_known = true};
    }
    return {.id = row.id, .as = KeptAs::fresh};
}

Kept insert(
    Database& db,
    const Vault& vault,
    const Incoming& incoming,
    std::chrono::milliseconds batch_idle,
    Instant now
)
{
    auto kept = insert_or_find(db, vault, incoming);
    const auto& arrival = *incoming.arrival;
    if (arrival.into && kept.as == KeptAs::fresh) {
        insert_insertion(
            db, vault, {.original_id = kept.id, .into = *arrival.into, .actor = arrival.actor}
        );
    }
    insert_arrival(db, incoming.intake_key, arrival, kept.id, kept.as, now);
    join_batch(
        db,
        vault,
        arrival,
        {.intake_key = incoming.intake_key,
         .batch_id = {},
         .original_id = kept.id,
         .seq = 0,
         .is_repeat = kept.as == KeptAs::repeat},
        batch_idle,
        now
    );
    return kept;
}

} // namespace

std::vector<Kept> Store::keep_originals(std::span<const Arrival> arrivals, Instant now)
{
    const auto& vault = core_->vault;
    std::vector<Incoming> group;
    std::set<Bytes> coming;
    const auto files = core_->blobs->new_group();
    for (const auto& arrival : arrivals) {
        auto& incoming = group.emplace_back([&] {
            Snapshot snapshot{core_->readers};
            return look_up(snapshot.db(), vault, arrival, now);
        }());
        if (incoming.is_replay || incoming.is_known) {
            continue;
        }
        incoming.is_known = !coming.insert(incoming.row.content_mac).second;
        if (!incoming.is_known) {
            seal(vault, incoming, *files);
        }
    }
    // The sealed files are durable before any row speaks of them; a crash in between leaves
    // orphans.
    files->commit();

    std::vector<Kept> kept;
    Transaction tx{core_->writer};
    for (const auto& incoming : group) {
        if (const auto replay = find_replay(tx.db(), incoming.intake_key)) {
            kept.push_back(*replay);
            continue;
        }
        const auto& one = kept.emplace_back(insert(
            tx.db(),
            vault,
            incoming,
            core_->options.stations.of(incoming.arrival->station).batch_idle,
            now
        ));
        core_->audit(
            tx.db(),
            incoming.arrival->actor,
            one.as == KeptAs::fresh ? "original_kept" : "original_repeated",
            "original " + one.id.text,
            "",
            now
        );
    }
    tx.commit();
    return kept;
}

Kept Store::keep_original(const Arrival& arrival, Instant now)
{
    return keep_originals({&arrival, 1}, now).front();
}

std::optional<Delivery> Store::find_delivery(std::string_view intake_key)
{
    Snapshot snapshot{core_->readers};
    Statement row(
        snapshot.db(),
        "SELECT original_id, station, is_repeat FROM arrival WHERE intake_key = $1",
        mac_of_key(core_->vault, intake_key)
    );
    if (!row.next()) {
        return std::nullopt;
    }
    return Delivery{
        .original_id = {row.text(0)}, .station = row.text(1), .was_known = row.integer(2) != 0};
}

std::optional<Original> Store::find_original(const OriginalId& id, const Scope& scope)
{
    Snapshot snapshot{core_->readers};
    const auto row = load_original(snapshot.db(), core_->vault, id);
    if (!row || !has_intake(scope, row->owner)) {
        return std::nullopt;
    }
    auto original = describe(snapshot.db(), core_->vault, *row);
    for (const auto& [page, place] : bundle_places(snapshot.db(), id)) {
        if (std::ranges::find(original.bundles, place.bundle_id) == original.bundles.end()) {
            original.bundles.push_back(place.bundle_id);
        }
    }
    return original;
}

tl::expected<void, Conflict>
Store::check_insertion(const Insertion& into, const Actor& actor, Instant now)
{
    Snapshot snapshot{core_->readers};
    const auto row =
        find_changeable(snapshot.db(), core_->vault, into.document_id, into.version, actor, now);
    if (!row) {
        return tl::unexpected(row.error());
    }
    if (into.place < 0 || into.place > std::ssize(row->body.checked.pages)) {
        return tl::unexpected(conflict(ConflictKind::not_allowed, "it has not so many pages"));
    }
    return {};
}

Listing<Original> Store::originals(
    const Scope& scope, std::optional<OriginalState> state, std::string_view cursor, int limit
)
{
    Snapshot snapshot{core_->readers};
    const auto from = Cursor::parse(cursor, newest_first);
    Statement rows(
        snapshot.db(),
        "SELECT id FROM original WHERE (received_at, id) < ($1, $2) AND ($3 = '' OR state = $3) "
        "AND " +
            in_intake(scope, 5) + " ORDER BY received_at DESC, id DESC LIMIT $4",
        from.at,
        from.id,
        state ? word(*state) : std::string_view(),
        limit + 1,
        scope.department,
        scope.person
    );
    return page_of<Original>(
        rows,
        limit,
        [&](Statement& row) {
            const auto original = require_original(snapshot.db(), core_->vault, {row.text(0)});
            return describe(snapshot.db(), core_->vault, original);
        },
        [](const Original& last) { return Cursor::text(last.received_at, last.id.text); }
    );
}

} // namespace dossier::store
