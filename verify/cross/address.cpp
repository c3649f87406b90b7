// What stands beside an address and says where it lies.

#include "verify/cross/cross_checks.h"
#include "verify/rules/region.h"

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

} // namespace dossier::verify
