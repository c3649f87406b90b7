#include "store/rows/membership.h"

#include "capture/sheet_code.h"
#include "capture/sheets.h"
#include "store/crypto/hash.h"
#include "store/rows/batch_changes.h"
#include "store/rows/departments.h"
#include "store/rows/words.h"

#include <algorithm>

namespace dossier::store {
namespace {

std::optional<BatchRow> current_batch(
    Database& db,
    const Vault& vault,
    const std::string& station,
    const Owner& owner,
    Instant not_before
)
{
    std::string id;
    {
        Statement row(
            db,
            // From the few batches that are not settled, however many arrivals there are; the
            // condition on `closed` is what the index asks for.
            "SELECT id FROM batch WHERE station = $1 AND state = 'open' AND state <> 'closed' "
            "AND kind <> 'named' AND last_arrival_at > $2 AND department = $3 AND created_by = $4 "
            "ORDER BY (SELECT max(seq) FROM batch_arrival WHERE batch_id = batch.id) DESC, "
            "(SELECT first_page FROM batch_arrival WHERE batch_id = batch.id "
            "ORDER BY seq DESC, first_page DESC LIMIT 1) DESC LIMIT 1",
            station,
            not_before,
            owner.department,
            owner.created_by
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
    const Owner& owner,
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
        .body =
            {.announced = std::move(announced),
             .accepted_by = {},
             .accepted_because = {},
             .receipt = {}},
        .owner = owner};
    if (row.body.announced.name.empty()) {
        row.body.announced.name = "A-" + row.id.substr(0, 8);
    }
    insert_batch(db, vault, row);
    return row;
}

/// The batch that the sender names; when that one has ended, the next of the same name. Two owners
/// at one station never share one.
BatchRow named_batch(
    Database& db,
    const Vault& vault,
    const std::string& station,
    const Owner& owner,
    BatchKind kind,
    std::string key,
    const Announced& announced,
    Instant now
)
{
    if (owner != Owner{}) {
        key += " of " + owner.department + "/" + owner.created_by;
    }
    for (int turn = 1;; ++turn) {
        const auto mac = mac_of_key(vault, turn == 1 ? key : key + " #" + std::to_string(turn));
        auto found = find_batch_by_key(db, vault, mac);
        if (!found) {
            return new_batch(db, vault, station, owner, kind, mac, announced, now);
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

/// A cover sheet in a file and the first page of its sheet.
struct CoverInFile {
    int page = 0;
    capture::CoverSheet cover;
};

/// Where the sheet begins that the page is a side of; the file's start when all before is blank.
int start_of_sheet(std::span<const capture::PageFacts> pages, int page, int sides)
{
    const auto before = pages.first(static_cast<std::size_t>(page));
    if (std::ranges::all_of(before, &capture::PageFacts::blank)) {
        return 0;
    }
    for (const auto& sheet : capture::sheets_of(pages, sides)) {
        if (page < sheet.first + sheet.count) {
            return sheet.first;
        }
    }
    return page;
}

/// The covers of a file in their order; the two sides of one sheet are one.
std::vector<CoverInFile> covers_of(std::span<const capture::PageFacts> pages)
{
    std::vector<CoverInFile> covers;
    int page = 0;
    bool is_behind_cover = false;
    for (const auto& facts : pages) {
        auto cover = cover_of(facts);
        const bool is_back = is_behind_cover && cover && cover->batch == covers.back().cover.batch;
        is_behind_cover = cover.has_value();
        if (cover && !is_back) {
            const int first = start_of_sheet(pages, page, cover->sides);
            covers.push_back({.page = first, .cover = *std::move(cover)});
        }
        ++page;
    }
    return covers;
}

/// This delivery and all behind it.
void move_tail(
    Database& db,
    const Vault& vault,
    const BatchRow& from,
    const BatchArrival& first,
    const BatchRow& to
)
{
    bool is_empty = true;
    for (auto& arrival : load_batch_arrivals(db, vault, from.id)) {
        if (std::pair(arrival.seq, arrival.first_page) < std::pair(first.seq, first.first_page)) {
            is_empty = false;
        } else {
            move_batch_arrival(db, vault, std::move(arrival), to.id);
        }
    }
    db.run(
        "UPDATE batch SET last_arrival_at = $2 WHERE id = $1 AND last_arrival_at < $2",
        to.id,
        from.last_arrival_at
    );
    if (is_empty) {
        forget_batch_changes(db, from.id);
        db.run("DELETE FROM batch WHERE id = $1", from.id);
    }
}

std::optional<BatchArrival>
fresh_arrival_of(Database& db, const Vault& vault, const OriginalId& original_id)
{
    const auto batch_id = find_batch_id(db, original_id);
    if (!batch_id) {
        return std::nullopt;
    }
    for (auto& arrival : load_batch_arrivals(db, vault, *batch_id)) {
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
    const auto owner = owner_of(db, vault, arrival.actor, arrival.station);
    const auto batch = [&] {
        if (arrival.batch) {
            return named_batch(
                db,
                vault,
                arrival.station,
                owner,
                BatchKind::named,
                "batch " + arrival.station + "/" + arrival.batch->key,
                arrival.batch->announced,
                now
            );
        }
        if (auto current = current_batch(db, vault, arrival.station, owner, now - idle)) {
            return std::move(*current);
        }
        return new_batch(
            db,
            vault,
            arrival.station,
            owner,
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

std::vector<std::string> follow_covers(
    Database& db,
    const Vault& vault,
    const OriginalId& original_id,
    std::span<const capture::PageFacts> pages
)
{
    const auto covers = covers_of(pages);
    auto arrival = covers.empty() ? std::nullopt : fresh_arrival_of(db, vault, original_id);
    auto from = arrival ? load_batch(db, vault, arrival->batch_id) : std::nullopt;
    if (!from || from->state != BatchState::open) {
        return {};
    }
    if (from->kind == BatchKind::named) {
        fill_in(from->body.announced, covers.front().cover);
        return save_batch(db, vault, *from) ? std::vector{from->id} : std::vector<std::string>{};
    }
    std::vector<std::string> followed;
    for (const auto& [page, cover] : covers) {
        auto to = named_batch(
            db,
            vault,
            from->station,
            from->owner,
            BatchKind::cover,
            "cover " + from->station + "/" + cover.batch,
            announced_by(cover),
            from->last_arrival_at
        );
        followed.push_back(to.id);
        if (to.id == from->id) {
            continue;
        }
        if (page > arrival->first_page) {
            arrival = split_batch_arrival(db, vault, *std::move(arrival), page);
        }
        move_tail(db, vault, *from, *arrival, to);
        arrival->batch_id = to.id;
        to.last_arrival_at = std::max(to.last_arrival_at, from->last_arrival_at);
        from = std::move(to);
    }
    return followed;
}

} // namespace dossier::store
