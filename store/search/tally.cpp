#include "store/search/tally.h"

#include <algorithm>
#include <map>
#include <string>

namespace dossier::store {
namespace {

/// From a day before 1970 at the site to 2106 in UTC.
constexpr int first_year = 1969;

int year_of(std::uint32_t committed_at, std::chrono::minutes utc_offset)
{
    const std::chrono::sys_seconds time{std::chrono::seconds(committed_at)};
    const auto day = std::chrono::floor<std::chrono::days>(time + utc_offset);
    return static_cast<int>(std::chrono::year_month_day(day).year());
}

std::vector<FacetCount> most_first(const std::map<std::string, std::int64_t>& counts)
{
    std::vector<FacetCount> list;
    for (const auto& [value, records] : counts) {
        list.push_back({.value = value, .records = records});
    }
    std::ranges::stable_sort(list, std::ranges::greater{}, &FacetCount::records);
    return list;
}

bool passes(const std::string& filter, const std::string& value)
{
    return filter.empty() || filter == value;
}

} // namespace

std::uint32_t index_seconds(Instant time)
{
    const auto since = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(since, 0, UINT32_MAX));
}

Tally::Tally(
    const SearchFilters& filters,
    const MaySee& may_see,
    std::chrono::minutes utc_offset,
    std::span<const RecordFacts> groups
)
    : from_(filters.from ? index_seconds(*filters.from) : 0),
      until_(filters.until ? index_seconds(*filters.until) : UINT32_MAX),
      utc_offset_(utc_offset),
      groups_(groups)
{
    for (const auto& group : groups) {
        counts_.push_back(
            {.may_see = !may_see || may_see(group),
             .has_type = passes(filters.type, group.type),
             .has_station = passes(filters.station, group.station)}
        );
    }
}

bool Tally::counts(std::size_t group, std::uint32_t committed_at) const
{
    const auto& count = counts_[group];
    const int passed = static_cast<int>(count.has_type) + static_cast<int>(count.has_station) +
                       static_cast<int>(is_in_time(committed_at));
    return count.may_see && passed >= 2;
}

bool Tally::note(std::size_t group, std::uint32_t committed_at)
{
    auto& count = counts_[group];
    const bool is_in = is_in_time(committed_at);
    count.as_type += count.has_station && is_in ? 1 : 0;
    count.as_station += count.has_type && is_in ? 1 : 0;
    if (count.has_type && count.has_station) {
        ++years_[static_cast<std::size_t>(year_of(committed_at, utc_offset_) - first_year)];
    }
    return count.has_type && count.has_station && is_in;
}

Facets Tally::facets() const
{
    std::map<std::string, std::int64_t> types;
    std::map<std::string, std::int64_t> stations;
    for (std::size_t i = 0; i < counts_.size(); ++i) {
        if (counts_[i].as_type > 0) {
            types[groups_[i].type] += counts_[i].as_type;
        }
        if (counts_[i].as_station > 0) {
            stations[groups_[i].station] += counts_[i].as_station;
        }
    }
    Facets facets{.types = most_first(types), .stations = most_first(stations), .years = {}};
    for (std::size_t year = years_.size(); year-- > 0;) {
        if (years_[year] > 0) {
            facets.years.push_back(
                {.value = std::to_string(first_year + static_cast<int>(year)),
                 .records = years_[year]}
            );
        }
    }
    return facets;
}

} // namespace dossier::store
