#include "verify/second_eyes.h"

namespace dossier::verify {

namespace {

SecondEyes second_eyes_named(std::string_view name)
{
    for (const auto each : {SecondEyes::shown, SecondEyes::blind})
        if (name_of(each) == name) return each;
    return SecondEyes::none;
}

SecondEyes
find(const SecondEyesRules::Fields& fields, const std::pair<std::string, std::string>& at)
{
    const auto found = fields.find(at);
    return found == fields.end() ? SecondEyes::none : found->second;
}

} // namespace

SecondEyes
SecondEyesRules::of(const std::string& type, const std::string& field, bool is_chosen) const
{
    const auto by_type = find(own, {type, field});
    return is_chosen ? stricter(by_type, find(site, {type, field})) : by_type;
}

SecondEyesRules second_eyes_rules(const ocr::TypeCatalog& types, const SecondEyesPolicy& policy)
{
    SecondEyesRules rules{.own = {}, .site = {}, .share = policy.share};
    for (const auto& type : types.types)
        for (const auto& field : type.fields) {
            const std::pair at{type.name, field.name};
            if (const auto own = second_eyes_named(field.second_eyes); own != SecondEyes::none)
                rules.own.emplace(at, own);
            if (policy.second_eyes != SecondEyes::none && field.sensitivity >= policy.sensitivity)
                rules.site.emplace(at, policy.second_eyes);
        }
    return rules;
}

std::string_view name_of(SecondEyes second_eyes)
{
    switch (second_eyes) {
    case SecondEyes::none: return "none";
    case SecondEyes::shown: return "shown";
    case SecondEyes::blind: return "blind";
    case SecondEyes::machine: return "machine";
    }
    return "none";
}

} // namespace dossier::verify
