#include "store/rows/membership.h"

#include "capture/sheet_code.h"
#include "store/crypto/hash.h"
#include "store/rows/words.h"

#include <algorithm>

namespace dossier::store {
namespace {

std::optional<BatchRow>
current_batch(Database& db, const Vault& vault, const std::string& station, Instant not_before)
{
    std::string id;
    {
        Statement row(
            db,
            // From the few batches that are not settled, however many arrivals there are; the
            // condition on `closed` is what the index asks for.
            "SELECT id FROM batch WHERE station = $1 AND state = 'open' AND state <> 'closed' "
            "AND kind <> 'named' AND last_arrival_at > $2 ORDER BY (SELECT max(seq) FROM "
            "batch_arrival WHERE batch_id = batch.id) DESC LIMIT 1",
            station,
            not_before
        );
        if (!row.next()) {
            return std::nullopt;
        }
        id = row.text(0);
    }
    return load_batch(db, vault, id);
}

BatchRow new_batch(
    Database& db,
    const Vault& vault,
    const std::string& station,
    BatchKind kind,
    std::string batch_key,
    Announced announced,
    Instant now
)
{
    BatchRow row{
        .id = vault.new_id(),
        .station = station,
        .kind = kind,
        .batch_key = std::move(batch_key),
        .state = BatchState::open,
        .version = 1,
        .opened_at = now,
        .last_arrival_at = now,
        .body = {
            .announced = std::move(announced),
            .accepted_by = {},
            .accepted_because = {},
            .receipt = {}}};
    if (row.body.announced.name.empty()) {
        row.body.announced.name = "A-" + row.id.substr(0, 8);
    }
    insert_batch(db, vault, row);
    return row;
}

/// The batch that the sender names; when that one has ended, the next of the same name.
BatchRow named_batch(
    Database& db,
    const Vault& vault,
    const std::string& station,
    BatchKind kind,
    const std::string& key,
    const Announced& announced,
    Instant now
)
{
    for (int turn = 1;; ++turn) {
        const auto mac = mac_of_key(vault, turn == 1 ? key : key + " #" + std::to_string(turn));
        auto found = find_batch_by_key(db, vault, mac);
        if (!found) {
            return new_batch(db, vault, station, kind, mac, announced, now);
        }
        if (found->state == BatchState::open) {
            return std::move(*found);
        }
    }
}

std::optional<capture::CoverSheet> cover_of(const capture::PageFacts& page)
{
    if (page.role != capture::PageRole::cover_sheet) {
        return std::nullopt;
    }
    for (const auto& code : page.codes) {
        if (auto cover = capture::parse_cover_sheet(code.text)) {
            return cover;
        }
    }
    return std::nullopt;
}

Announced announced_by(const capture::CoverSheet& cover)
{
    return {
        .name = cover.batch,
        .sheets = cover.sheets,
        .sides = cover.sides,
        .separators = cover.separators,
        .files = 0,
        .type = cover.type};
}

/// What the sender did not say, the cover does.
void fill_in(Announced& announced, const capture::CoverSheet& cover)
{
    if (announced.sheets == 0) {
        announced.sheets = cover.sheets;
        announced.sides = cover.sides;
    }
    if (announced.separators < 0) {
        announced.separators = cover.separators;
    }
    if (announced.type.empty()) {
        announced.type = cover.type;
    }
}

/// This delivery and all behind it.
void move_tail(
    Database& db, const Vault& vault, const BatchRow& from, std::int64_t seq, const BatchRow& to
)
{
    bool is_empty = true;
    for (auto& arrival : load_batch_arrivals(db, vault, from.id)) {
        if (arrival.seq < seq) {
            is_empty = false;
        } else {
            move_batch_arrival(db, vault, std::move(arrival), to.id);
        }
    }
    db.run(
        "UPDATE batch SET last_arrival_at = max(last_arrival_at, $2) WHERE id = $1",
        to.id,
        from.last_arrival_at
    );
    if (is_empty) {
        db.run("DELETE FROM batch WHERE id = $1", from.id);
    }
}

std::optional<BatchArrival>
fresh_arrival_of(Database& db, const Vault& vault, const OriginalId& original_id)
{
    std::string batch_id;
    {
        Statement row(
            db,
            "SELECT batch_id FROM batch_arrival WHERE original_id = $1 AND is_repeat = 0",
            original_id
        );
        if (!row.next()) {
            return std::nullopt;
        }
        batch_id = row.text(0);
    }
    for (auto& arrival : load_batch_arrivals(db, vault, batch_id)) {
        if (arrival.original_id == original_id && !arrival.is_repeat) {
            return std::move(arrival);
        }
    }
    return std::nullopt;
}

} // namespace

std::string mac_of_key(const Vault& vault, std::string_view key)
{
    const auto mac_key = derive_key(vault.keys().key(KeyUse::content_mac), "dossier/v1/intake_key");
    return to_hex(hmac_sha256(mac_key.bytes(), bytes_of(key)));
}

void join_batch(
    Database& db,
    const Vault& vault,
    const Arrival& arrival,
    const BatchArrival& as,
    std::chrono::milliseconds idle,
    Instant now
)
{
    const auto batch = [&] {
        if (arrival.batch) {
            return named_batch(
                db,
                vault,
                arrival.station,
                BatchKind::named,
                "batch " + arrival.station + "/" + arrival.batch->key,
                arrival.batch->announced,
                now
            );
        }
        if (auto current = current_batch(db, vault, arrival.station, now - idle)) {
            return std::move(*current);
        }
        return new_batch(
            db,
            vault,
            arrival.station,
            BatchKind::automatic,
            mac_of_key(vault, "automatic " + as.intake_key),
            {},
            now
        );
    }();
    auto placed = as;
    placed.batch_id = batch.id;
    insert_batch_arrival(db, vault, std::move(placed), now);
}

std::optional<std::string> follow_cover(
    Database& db,
    const Vault& vault,
    const OriginalId& original_id,
    std::span<const capture::PageFacts> pages
)
{
    std::optional<capture::CoverSheet> cover;
    for (const auto& page : pages) {
        if ((cover = cover_of(page))) {
            break;
        }
    }
    const auto arrival = cover ? fresh_arrival_of(db, vault, original_id) : std::nullopt;
    if (!arrival) {
        return std::nullopt;
    }
    auto from = load_batch(db, vault, arrival->batch_id);
    if (!from || from->state != BatchState::open) {
        return std::nullopt;
    }
    if (from->kind == BatchKind::named) {
        fill_in(from->body.announced, *cover);
        return save_batch(db, vault, *from) ? std::optional(from->id) : std::nullopt;
    }
    const auto to = named_batch(
        db,
        vault,
        from->station,
        BatchKind::cover,
        "cover " + from->station + "/" + cover->batch,
        announced_by(*cover),
        from->last_arrival_at
    );
    if (to.id != from->id) {
        move_tail(db, vault, *from, arrival->seq, to);
    }
    return to.id;
}

} // namespace dossier::store
