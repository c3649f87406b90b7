#include "verify/rules/place.h"

#include "verify/rules/region.h"

#include <algorithm>
#include <array>
#include <ranges>

namespace dossier::verify {

namespace {

using ocr::Region;
using ocr::regions;

/// Beijing, Tianjin, Shanghai and Chongqing are one city each.
bool is_city_as_whole(std::string_view province)
{
    constexpr auto whole = std::to_array<std::string_view>({"11", "12", "31", "50"});
    return std::ranges::find(whole, province) != whole.end();
}

std::string city_of(int code)
{
    const std::string digits = std::to_string(code);
    return digits.substr(0, is_city_as_whole(digits.substr(0, 2)) ? 2 : 4);
}

bool is_province(const Region& region)
{
    return region.code % 10'000 == 0;
}

/// 市辖区 and 县 are rows that hold others and name nothing.
bool is_name(const Region& region)
{
    constexpr std::size_t shortest = 6; // two characters
    return region.name.size() >= shortest && region.name != "市辖区";
}

/// The division that the text begins with: in force before withdrawn, the longest name first.
const Region* first_named(std::string_view text, std::string_view province)
{
    const Region* best = nullptr;
    const auto rank = [](const Region& region) {
        return std::pair{region.is_current, region.name.size()};
    };
    for (const Region& region : regions()) {
        if (is_province(region) || !is_name(region) || !text.starts_with(region.name)) continue;
        const bool outside = !std::to_string(region.code).starts_with(province);
        const bool is_county = region.code % 100 != 0;
        if (outside || (province.empty() && is_county)) continue; // counties share names
        if (best == nullptr || rank(region) > rank(*best)) best = &region;
    }
    return best;
}

} // namespace

std::string city_of_address(std::string_view address)
{
    const std::string_view province = province_of_address(address);
    if (is_city_as_whole(province)) return std::string{province};
    const std::size_t behind = province.empty() ? 0 : province_name(province).size();
    const Region* region = first_named(address.substr(behind), province);
    return region == nullptr ? std::string{} : city_of(region->code);
}

std::vector<std::string> cities_of(std::string_view name)
{
    std::vector<std::string> cities;
    for (const Region& region : regions()) {
        const bool is_whole_city = is_province(region) && region.name.ends_with("市");
        if (region.name != name || (is_province(region) && !is_whole_city)) continue;
        std::string city = city_of(region.code);
        if (std::ranges::find(cities, city) == cities.end()) cities.push_back(std::move(city));
    }
    return cities;
}

} // namespace dossier::verify
