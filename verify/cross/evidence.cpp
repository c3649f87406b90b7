#include "verify/cross/evidence.h"

#include "verify/rules/calendar.h"

namespace dossier::verify {

const Witness* Evidence::find(std::string_view field) const
{
    const auto found = fields.find(field);
    if (found == fields.end()) return nullptr;
    const Witness& witness = found->second;
    return witness.sound && !witness.value.empty() ? &witness : nullptr;
}

std::string Evidence::fact(std::string_view field, std::string_view name) const
{
    const Witness* witness = find(field);
    if (witness == nullptr) return {};
    const auto fact = witness->facts.find(std::string{name});
    return fact == witness->facts.end() ? std::string{} : fact->second;
}

std::optional<std::chrono::year_month_day> Evidence::date(std::string_view field) const
{
    const Witness* witness = find(field);
    return witness == nullptr ? std::nullopt : date_of_iso(witness->value);
}

} // namespace dossier::verify
