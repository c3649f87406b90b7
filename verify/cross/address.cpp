// What stands beside an address and says where it lies.

#include "verify/cross/cross_checks.h"
#include "verify/rules/place.h"
#include "verify/rules/region.h"

#include <algorithm>

namespace dossier::verify {

std::optional<Finding> postcode_address(const Evidence& evidence)
{
    const Witness* address = evidence.find("address");
    const std::string province = evidence.fact("postcode", "province_code");
    if (address == nullptr || province.empty()) return {};
    const std::string_view named = province_of_address(address->value);
    if (named.empty() || named == province) return {};
    return doubt<"postcode_differs">(Severity::confirm, {"postcode", "address"});
}

/// A card is issued where its holder is registered (杭州市公安局西湖分局): the two sides of a card,
/// or of a copy of two cards, belong together.
std::optional<Finding> issuing_authority_address(const Evidence& evidence)
{
    const Witness* authority = evidence.find("issuing_authority");
    const Witness* address = evidence.find("address");
    if (authority == nullptr || address == nullptr) return {};
    const std::string_view issuer = authority->value;
    const std::string_view province = province_of_address(issuer);
    const std::string_view whole = issuer.substr(0, issuer.find("公安"));
    std::vector<std::string> cities = cities_of(whole);
    if (cities.empty() && !province.empty()) {
        cities = cities_of(whole.substr(std::min(whole.size(), province_name(province).size())));
    }
    const std::string city = city_of_address(address->value);
    if (cities.empty() || city.empty() || std::ranges::find(cities, city) != cities.end())
        return {};
    return doubt<"issuer_elsewhere">(
        Severity::info, {"issuing_authority", "address"}, ocr::regions_version()
    );
}

} // namespace dossier::verify
