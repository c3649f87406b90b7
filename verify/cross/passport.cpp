// A passport's printed fields against its machine-readable zone, whose check digits make it the
// better witness.

#include "verify/cross/cross_checks.h"
#include "verify/rules/readings.h"
#include "verify/rules/rules.h"
#include "verify/rules/text.h"
#include "verify/tables/readings.h"

#include <array>

namespace dossier::verify {

namespace {

/// What both lines say together; nothing when one of them was not read.
std::optional<Ruling> zone_of(const Evidence& evidence)
{
    const Witness* first = evidence.find("mrz1");
    const Witness* second = evidence.find("mrz2");
    if (first == nullptr || second == nullptr) return {};
    return rule_mrz(first->value + "\n" + second->value, evidence.today);
}

std::optional<Finding> differs(const Evidence& evidence, const char* field, const std::string& fact)
{
    const Witness* printed = evidence.find(field);
    const auto zone = zone_of(evidence);
    if (printed == nullptr || !zone || !zone->proven) return {};
    const auto said = zone->facts.find(fact);
    if (said == zone->facts.end() || said->second == printed->value) return {};
    return doubt<"differs_from_mrz">(Severity::confirm, {field, "mrz2"});
}

std::string letters_of(std::string_view name)
{
    std::string letters;
    for (const char c : compact(name)) {
        if (is_upper(c)) letters += c;
    }
    return letters;
}

std::string name_in_zone(const Evidence& evidence)
{
    const auto zone = zone_of(evidence);
    if (!zone || !zone->facts.contains("name")) return {};
    return zone->facts.at("name");
}

/// Passports of Hong Kong and Macau spell names as Cantonese has them, and names with a point in
/// them come from other languages.
bool may_be_spelt_otherwise(const Evidence& evidence, const std::string& name)
{
    constexpr auto points = std::to_array<std::string_view>({"·", "•", "‧", "・", "．", "."});
    for (const std::string_view point : points)
        if (name.find(point) != name.npos) return true;
    const Witness* number = evidence.find("passport_number");
    return number != nullptr && std::string_view{"KHM"}.find(number->value[0]) != std::string::npos;
}

} // namespace

std::optional<Finding> mrz_sound(const Evidence& evidence)
{
    const auto zone = zone_of(evidence);
    if (!zone || !zone->has(Severity::error)) return {};
    return doubt<"not_sound">(Severity::error, {"mrz2", "mrz1"});
}

std::optional<Finding> mrz_number(const Evidence& evidence)
{
    return differs(evidence, "passport_number", "number");
}

std::optional<Finding> mrz_birth_date(const Evidence& evidence)
{
    return differs(evidence, "birth_date", "birth_date");
}

std::optional<Finding> mrz_expiry_date(const Evidence& evidence)
{
    return differs(evidence, "expiry_date", "expiry_date");
}

std::optional<Finding> mrz_sex(const Evidence& evidence)
{
    return differs(evidence, "sex", "sex");
}

std::optional<Finding> mrz_nationality(const Evidence& evidence)
{
    return differs(evidence, "nationality", "nationality");
}

/// Two readings of the Latin name that agree make the Chinese one the suspect.
std::optional<Finding> name_reading(const Evidence& evidence)
{
    const Witness* name = evidence.find("name");
    const Witness* latin = evidence.find("name_latin");
    const Witness* nationality = evidence.find("nationality");
    if (name == nullptr || latin == nullptr) return {};
    if (nationality != nullptr && nationality->value != "CHN") return {};
    if (is_read_as(name->value, latin->value).value_or(true)) return {};
    const Severity severity =
        may_be_spelt_otherwise(evidence, name->value) ? Severity::info : Severity::confirm;
    if (letters_of(latin->value) == letters_of(name_in_zone(evidence))) {
        return doubt<"differs_from_latin">(severity, {"name", "name_latin"}, readings_version());
    }
    return doubt<"differs_from_reading">(severity, {"name_latin", "name"}, readings_version());
}

} // namespace dossier::verify
