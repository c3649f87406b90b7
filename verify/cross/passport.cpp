// A passport's printed fields against its machine-readable zone, whose check digits make it the
// better witness.

#include "verify/cross/cross_checks.h"
#include "verify/rules/rules.h"

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

} // namespace dossier::verify
