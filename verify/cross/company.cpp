// A company's code and dates against what is printed beside them.

#include "verify/cross/cross_checks.h"
#include "verify/rules/capital.h"
#include "verify/rules/region.h"

namespace dossier::verify {

namespace {

bool says(const Witness& witness, std::string_view hans, std::string_view hant)
{
    return witness.value.find(hans) != std::string::npos ||
           witness.value.find(hant) != std::string::npos;
}

/// 91 are enterprises, 92 individual businesses, 93 farmers' co-operatives; other registrars have
/// no types that are told from their codes.
bool fits_code(const Witness& type, const Witness& code)
{
    if (!code.value.starts_with('9')) return true;
    const bool is_individual = says(type, "个体", "個體");
    const bool is_cooperative = says(type, "合作社", "合作社");
    switch (code.value[1]) {
    case '1': return !is_individual;
    case '2': return is_individual;
    case '3': return is_cooperative;
    default: return true;
    }
}

/// A company limited by shares says so in its name, and no other limited company does.
bool fits_name(const Witness& type, const Witness& name)
{
    if (!name.value.ends_with("有限公司")) return true;
    return name.value.ends_with("股份有限公司") == says(type, "股份", "股份");
}

} // namespace

std::optional<Finding> uscc_region(const Evidence& evidence)
{
    const Witness* address = evidence.find("address");
    const std::string region = evidence.fact("uscc", "region_code");
    if (address == nullptr || province_name(region).empty()) return {};
    const std::string_view province = province_of_address(address->value);
    if (province.empty() || region.starts_with(province)) return {};
    return doubt<"region_differs">(Severity::confirm, {"address", "uscc"});
}

std::optional<Finding> company_form(const Evidence& evidence)
{
    const Witness* type = evidence.find("company_type");
    if (type == nullptr) return {};
    const Witness* code = evidence.find("uscc");
    if (code != nullptr && !fits_code(*type, *code)) {
        return doubt<"form_differs">(Severity::confirm, {"company_type", "uscc"});
    }
    const Witness* name = evidence.find("company_name");
    if (name == nullptr || fits_name(*type, *name)) return {};
    return doubt<"form_differs">(Severity::confirm, {"company_type", "company_name"});
}

std::optional<Finding> business_term_order(const Evidence& evidence)
{
    const auto from = evidence.date("established_date");
    const auto to = evidence.date("business_term_to");
    if (!from || !to || *to > *from) return {};
    return doubt<"not_after_start">(Severity::confirm, {"business_term_to", "established_date"});
}

std::optional<Finding> capital_words(const Evidence& evidence)
{
    const Witness* capital = evidence.find("registered_capital");
    if (capital == nullptr) return {};
    const PrintedCapital printed = read_capital(capital->value);
    if (!printed.words || !printed.figures || *printed.words == *printed.figures) return {};
    return doubt<"words_differ">(Severity::confirm, {"registered_capital"});
}

std::optional<Finding> established_past(const Evidence& evidence)
{
    const auto established = evidence.date("established_date");
    if (!established || *established <= evidence.today) return {};
    return doubt<"in_future">(Severity::confirm, {"established_date"});
}

} // namespace dossier::verify
