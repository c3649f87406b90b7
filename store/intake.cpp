#include "store/rows/core.h"
#include "store/rows/cursor.h"
#include "store/rows/membership.h"
#include "store/rows/originals.h"
#include "store/rows/words.h"

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
    db.run(
        "INSERT INTO arrival (intake_key, original_id, station, arrived_at, is_repeat) "
        "VALUES ($1, $2, $3, $4, $5)",
        intake_key,
        id,
        arrival.station,
        now,
        as == KeptAs::repeat
    );
}

} // namespace

Kept Store::keep_original(const Arrival& arrival, Instant now)
{
    const auto& vault = core_->vault;
    // One pass over the bytes: the MAC is of their digest.
    const Digest digest = sha256(arrival.bytes);
    const auto content_mac = [&] {
        const auto mac = hmac_sha256(vault.keys().key(KeyUse::content_mac), digest);
        return Bytes(mac.begin(), mac.end());
    }();
    const auto intake_key = mac_of_key(vault, arrival.intake_key);
    bool known = false;
    {
        Snapshot snapshot{core_->readers};
        if (auto replay = find_replay(snapshot.db(), intake_key)) {
            return *replay;
        }
        known = find_same_bytes(snapshot.db(), content_mac).has_value();
    }

    // The sealed file is durable before any row speaks of it; a crash in between leaves an orphan.
    OriginalRow row{
        .id = {vault.new_id()},
        .content_mac = content_mac,
        .object_id = {vault.new_id()},
        .media_type = arrival.media_type,
        .size = static_cast<std::int64_t>(arrival.bytes.size()),
        .station = arrival.station,
        .received_at = now,
        .state = OriginalState::received,
        .reason = {},
        .sealed = {}};
    const auto data_key = vault.new_data_key();
    if (!known) {
        row.sealed = vault.seal_part(
            data_key,
            original_body_place(row.id),
            encode(OriginalBody{
                .source_name = arrival.source_name,
                .sha256 = to_hex(digest),
                .announced = arrival.announced})
        );
        core_->blobs->put(
            row.object_id, vault.seal_part(data_key, original_file_place(row), arrival.bytes)
        );
    }

    Transaction tx{core_->writer};
    if (auto replay = find_replay(tx.db(), intake_key)) {
        return *replay;
    }
    Kept kept{.id = row.id, .as = KeptAs::fresh};
    if (known || !insert_original(tx.db(), vault, row)) {
        kept = {
            .id = find_same_bytes(tx.db(), content_mac).value(),
            .as = KeptAs::repeat,
            .was_known = true};
    } else {
        vault.keep_data_key(tx.db(), "original", row.id.text, data_key);
        tx.db().run(
            "INSERT INTO job (id, original_id, state, due_at, attempts, fence, worker) "
            "VALUES ($1, $2, 'open', $3, 0, 0, '')",
            vault.new_id(),
            row.id,
            now
        );
    }
    insert_arrival(tx.db(), intake_key, arrival, kept.id, kept.as, now);
    join_batch(
        tx.db(),
        vault,
        arrival,
        {.intake_key = intake_key,
         .batch_id = {},
         .original_id = kept.id,
         .seq = 0,
         .is_repeat = kept.as == KeptAs::repeat},
        core_->options.stations.of(arrival.station).batch_idle,
        now
    );
    core_->audit(
        tx.db(),
        arrival.actor,
        kept.as == KeptAs::fresh ? "original_kept" : "original_repeated",
        "original " + kept.id.text,
        "",
        now
    );
    tx.commit();
    return kept;
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

std::optional<Original> Store::find_original(const OriginalId& id)
{
    Snapshot snapshot{core_->readers};
    const auto row = load_original(snapshot.db(), core_->vault, id);
    if (!row) {
        return std::nullopt;
    }
    return describe(snapshot.db(), core_->vault, *row);
}

Listing<Original>
Store::originals(std::optional<OriginalState> state, std::string_view cursor, int limit)
{
    Snapshot snapshot{core_->readers};
    const auto from = Cursor::parse(cursor, newest_first);
    Listing<Original> listing;
    Statement rows(
        snapshot.db(),
        "SELECT id FROM original WHERE (received_at, id) < ($1, $2) AND ($3 = '' OR state = $3) "
        "ORDER BY received_at DESC, id DESC LIMIT $4",
        from.at,
        from.id,
        state ? word(*state) : std::string_view(),
        limit + 1
    );
    while (rows.next()) {
        if (static_cast<int>(listing.items.size()) == limit) {
            const auto& last = listing.items.back();
            listing.next_cursor = Cursor::text(last.received_at, last.id.text);
            break;
        }
        const auto row = require_original(snapshot.db(), core_->vault, {rows.text(0)});
        listing.items.push_back(describe(snapshot.db(), core_->vault, row));
    }
    return listing;
}

} // namespace dossier::store
