#include "store/rows/stations.h"

#include "store/rows/accounts.h"
#include "store/rows/core.h"
#include "store/rows/originals.h"
#include "store/rows/shredding.h"
#include "store/rows/words.h"

#include <algorithm>
#include <array>

namespace dossier::store {
namespace {

std::string object_name(const Station& station)
{
    return "station " + station.name;
}

/// 256 random bits behind a prefix that people and leak scanners recognise.
std::string new_token(Random& random)
{
    std::array<std::byte, 32> bits{};
    random.fill(bits);
    return std::string(station_token_prefix) + to_hex(bits);
}

} // namespace

std::vector<Station> Store::stations()
{
    Snapshot snapshot{core_->readers};
    std::vector<Station> stations;
    Statement rows(snapshot.db(), "SELECT name FROM station ORDER BY name");
    while (rows.next()) {
        if (auto row = load_station(snapshot.db(), core_->vault, std::string_view(rows.text(0)))) {
            stations.push_back(std::move(row->station));
        }
    }
    return stations;
}

tl::expected<NewStation, Conflict>
Store::create_station(std::string_view name, const Actor& actor, Instant now)
{
    NewStation made{
        .station = {.name = std::string(name), .created_at = now, .disabled = false},
        .token = new_token(core_->vault.random())};
    Transaction tx{core_->writer};
    if (!insert_station(
            tx.db(), core_->vault, {.station = made.station, .token_hash = token_hash(made.token)}
        )) {
        return tl::unexpected(Conflict{ConflictKind::not_allowed, "this name is not free"});
    }
    core_->audit(tx.db(), actor, "station_created", object_name(made.station), "", now);
    tx.commit();
    return made;
}

tl::expected<NewStation, Conflict>
Store::rotate_station_token(std::string_view name, const Actor& actor, Instant now)
{
    auto token = new_token(core_->vault.random());
    Transaction tx{core_->writer};
    auto row = load_station(tx.db(), core_->vault, name);
    if (!row) {
        return tl::unexpected(Conflict{ConflictKind::not_found, ""});
    }
    row->station.disabled = false;
    row->token_hash = token_hash(token);
    save_station(tx.db(), core_->vault, *row);
    core_->audit(tx.db(), actor, "station_token_made", object_name(row->station), "", now);
    tx.commit();
    return NewStation{.station = std::move(row->station), .token = std::move(token)};
}

tl::expected<Station, Conflict>
Store::disable_station(std::string_view name, const Actor& actor, Instant now)
{
    Transaction tx{core_->writer};
    auto row = load_station(tx.db(), core_->vault, name);
    if (!row) {
        return tl::unexpected(Conflict{ConflictKind::not_found, ""});
    }
    row->station.disabled = true;
    save_station(tx.db(), core_->vault, *row);
    core_->audit(tx.db(), actor, "station_disabled", object_name(row->station), "", now);
    tx.commit();
    return std::move(row->station);
}

std::optional<Station> Store::find_station_by_token(std::string_view token)
{
    Snapshot snapshot{core_->readers};
    auto row = load_station(snapshot.db(), core_->vault, token_hash(token));
    return row ? std::optional(std::move(row->station)) : std::nullopt;
}

std::vector<capture::PageSample> Store::recent_pages(std::string_view station, int limit)
{
    const auto& vault = core_->vault;
    Snapshot snapshot{core_->readers};
    std::vector<capture::PageSample> samples;
    Statement rows(
        snapshot.db(),
        "SELECT original_id, arrived_at FROM arrival WHERE station = $1 AND is_repeat = 0 "
        "ORDER BY arrived_at DESC LIMIT $2",
        station,
        limit
    );
    while (static_cast<int>(samples.size()) < limit && rows.next()) {
        const OriginalId id{rows.text(0)};
        if (is_shredded(snapshot.db(), vault, id.text)) {
            continue;
        }
        auto pages = load_pages(snapshot.db(), vault, vault.data_key(snapshot.db(), id.text), id);
        for (auto page = pages.rbegin(); page != pages.rend(); ++page) {
            samples.push_back(
                {.received_at = rows.instant(1),
                 .skew = page->body.facts.skew,
                 .trace = page->body.facts.trace}
            );
        }
    }
    samples.resize(std::min(samples.size(), static_cast<std::size_t>(limit)));
    return samples;
}

std::vector<capture::ClockSample> Store::recent_station_times(std::string_view station, int limit)
{
    Snapshot snapshot{core_->readers};
    std::vector<capture::ClockSample> samples;
    Statement rows(
        snapshot.db(),
        "SELECT arrived_at, station_time, station_time_is FROM arrival WHERE station = $1 "
        "ORDER BY arrived_at DESC LIMIT $2",
        station,
        limit
    );
    while (rows.next()) {
        if (!rows.is_null(1)) {
            samples.push_back(
                {.arrived_at = rows.instant(0),
                 .station =
                     {.what = from_word<capture::StationTime::What>(rows.text(2)),
                      .at = rows.instant(1)}}
            );
        }
    }
    return samples;
}

std::int64_t Store::deliveries(std::string_view station, Instant since)
{
    Snapshot snapshot{core_->readers};
    Statement row(
        snapshot.db(),
        "SELECT count(*) FROM arrival WHERE station = $1 AND arrived_at >= $2",
        station,
        since
    );
    row.next();
    return row.integer(0);
}

const StationRules& Store::rules_of(std::string_view station) const
{
    return core_->options.stations.of(station);
}

std::vector<std::string> Store::delivering_stations()
{
    Snapshot snapshot{core_->readers};
    std::vector<std::string> names;
    // Steps from name to name through arrival_by_station; DISTINCT would pass every arrival.
    Statement rows(
        snapshot.db(),
        "WITH RECURSIVE name (station) AS (SELECT min(station) FROM arrival UNION ALL SELECT "
        "(SELECT min(station) FROM arrival WHERE station > name.station) FROM name WHERE "
        "name.station IS NOT NULL) SELECT station FROM name WHERE station IS NOT NULL "
        "ORDER BY station"
    );
    while (rows.next()) {
        names.push_back(rows.text(0));
    }
    return names;
}

} // namespace dossier::store
