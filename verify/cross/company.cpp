// A company's code and dates against what is printed beside them.

#include "verify/cross/cross_checks.h"
#include "verify/rules/region.h"

namespace dossier::verify {

std::optional<Finding> uscc_region(const Evidence& evidence)
{
    const Witness* address = evidence.find("address");
    const std::string region = evidence.fact("uscc", "region_code");
    if (address == nullptr || province_name(region).empty()) return {};
    const std::string_view province = province_of_address(address->value);
    if (province.empty() || region.starts_with(province)) return {};
    return doubt<"region_differs">(Severity::confirm, {"address", "uscc"});
}

std::optional<Finding> established_past(const Evidence& evidence)
{
    const auto established = evidence.date("established_date");
    if (!established || *established <= evidence.today) return {};
    return doubt<"in_future">(Severity::confirm, {"established_date"});
}

} // namespace dossier::verify
