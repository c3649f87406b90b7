// Business registration numbers, GS 15-2006: six digits of the first registering authority, eight
// of sequence, ISO 7064 MOD 11,10.

#include "verify/rules/check_digit.h"
#include "verify/rules/region.h"
#include "verify/rules/rules.h"
#include "verify/rules/text.h"

namespace dossier::verify {

namespace {

std::string_view holder_of(char first_of_sequence)
{
    if (first_of_sequence <= '3') return "domestic_enterprise";
    return first_of_sequence <= '5' ? "foreign_invested_enterprise" : "individual_business";
}

} // namespace

Ruling rule_business_reg(std::string_view value, std::chrono::year_month_day)
{
    std::string number = compact(value, "-");
    if (!all_digits(number)) return rejected<"charset">(std::move(number));
    if (number.size() != 15) return rejected<"length">(std::move(number), "15");

    Ruling ruling = about(number);
    const std::string_view digits = number;
    const std::string_view province = province_name(digits);
    const bool national = digits.starts_with("100000");
    if (province.empty() && !national) ruling.error<"province">();
    ruling.expect_check_digit(mod_11_10(digits.substr(0, 14)) == digits[14]);
    ruling.facts["region_code"] = digits.substr(0, 6);
    if (!province.empty()) ruling.facts["region"] = province;
    ruling.facts["holder"] = holder_of(digits[6]);
    return ruling;
}

} // namespace dossier::verify
