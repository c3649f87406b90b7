// An identity number against what is printed beside it. The number says the birth date and the sex
// again, so a contradiction means that one of two readings is wrong. When the number's check digit
// holds for what was read, the odds are ten to one and better that the other one is.

#include "verify/cross/cross_checks.h"
#include "verify/rules/calendar.h"
#include "verify/rules/region.h"

namespace dossier::verify {

namespace {

std::optional<Finding> differs_from_customer(const Evidence& evidence, std::string_view other)
{
    const Witness* customer = evidence.find("id_number");
    const Witness* person = evidence.find(other);
    if (customer == nullptr || person == nullptr || customer->value != person->value) return {};
    return doubt<"same_as_customer">(Severity::confirm, {std::string{other}, "id_number"});
}

std::optional<Finding> birth_date_against(const Evidence& evidence, const std::string& number)
{
    const Witness* printed = evidence.find("birth_date");
    const std::string said = evidence.fact(number, "birth_date");
    if (printed == nullptr || said.empty() || said == printed->value) return {};
    if (evidence.find(number)->vouched) {
        return doubt<"differs_from_id_number">(Severity::confirm, {"birth_date", number});
    }
    return doubt<"differs_from_birth_date">(Severity::confirm, {number, "birth_date"});
}

std::optional<Finding> sex_against(const Evidence& evidence, const std::string& number)
{
    const Witness* printed = evidence.find("sex");
    const std::string said = evidence.fact(number, "sex");
    if (printed == nullptr || said.empty() || said == printed->value) return {};
    if (evidence.find(number)->vouched) {
        return doubt<"differs_from_id_number">(Severity::confirm, {"sex", number});
    }
    return doubt<"differs_from_sex">(Severity::confirm, {number, "sex"});
}

} // namespace

std::optional<Finding> id_number_birth_date(const Evidence& evidence)
{
    return birth_date_against(evidence, "id_number");
}

std::optional<Finding> id_number_sex(const Evidence& evidence)
{
    return sex_against(evidence, "id_number");
}

std::optional<Finding> permit_number_birth_date(const Evidence& evidence)
{
    return birth_date_against(evidence, "permit_number");
}

std::optional<Finding> permit_number_sex(const Evidence& evidence)
{
    return sex_against(evidence, "permit_number");
}

std::optional<Finding> id_number_address(const Evidence& evidence)
{
    const Witness* address = evidence.find("address");
    const std::string region = evidence.fact("id_number", "region_code");
    if (address == nullptr || region.empty()) return {};
    const std::string_view province = province_of_address(address->value);
    if (province.empty() || region.starts_with(province)) return {};
    return doubt<"province_differs">(Severity::info, {"address", "id_number"});
}

/// Whoever is under 16 acts through a guardian (民法典, articles 18 to 23), under 18 mostly so.
std::optional<Finding> customer_guardian(const Evidence& evidence)
{
    const auto birth = date_of_iso(evidence.fact("id_number", "birth_date"));
    if (!birth || evidence.find("agent_id_number") != nullptr) return {};
    const int age = age_on(*birth, evidence.today);
    if (age < 16) {
        return doubt<"guardian_missing">(Severity::confirm, {"agent_id_number", "id_number"});
    }
    if (age < 18) return doubt<"minor">(Severity::info, {"id_number"});
    return {};
}

std::optional<Finding> spouse_differs(const Evidence& evidence)
{
    return differs_from_customer(evidence, "spouse_id_number");
}

std::optional<Finding> agent_differs(const Evidence& evidence)
{
    return differs_from_customer(evidence, "agent_id_number");
}

} // namespace dossier::verify
