// Unified social credit code, GB 32100-2015: department, category, six-digit region, organisation
// code (GB 11714), check character.

#include "verify/rules/check_digit.h"
#include "verify/rules/organisation.h"
#include "verify/rules/region.h"
#include "verify/rules/rules.h"
#include "verify/rules/text.h"

#include <algorithm>

namespace dossier::verify {

namespace {

bool in_alphabet(char c)
{
    return uscc_value_of(c) >= 0;
}

void judge_department(Ruling& ruling, std::string_view code)
{
    const Registrar registrar = registrar_of(code);
    if (registrar.department.empty() || registrar.category.empty()) {
        return ruling.confirm<"department_unknown">(std::string{registrar_table});
    }
    ruling.facts["department"] = registrar.department;
    ruling.facts["category"] = registrar.category;
}

void judge_region(Ruling& ruling, std::string_view region)
{
    ruling.facts["region_code"] = region;
    if (region == "100000") {
        ruling.facts["region"] = "中国";
        return;
    }
    const std::string_view province = province_name(region);
    if (province.empty()) return ruling.info<"region_unknown">(std::string{region_table});
    ruling.facts["region"] = province;
}

} // namespace

Ruling rule_uscc(std::string_view value, std::chrono::year_month_day)
{
    std::string code = compact(value, "-");
    if (code.size() != 18) return rejected<"length">(std::move(code), "18");
    if (!std::ranges::all_of(code, in_alphabet)) return rejected<"charset">(std::move(code));

    Ruling ruling = about(code);
    const std::string_view whole = ruling.normal;
    const std::string_view organisation = whole.substr(8, 9);
    if (!all_digits(whole.substr(2, 6))) ruling.error<"region_digits">();
    ruling.expect_check_digit(mod_31(whole) == whole[17]);
    if (mod_11_organisation(organisation) != organisation[8]) {
        ruling.error<"organisation_checksum">();
    }
    judge_department(ruling, whole);
    judge_region(ruling, whole.substr(2, 6));
    ruling.facts["organisation_code"] = organisation;
    return ruling;
}

} // namespace dossier::verify
