#include "verify/rules/foreign_residence.h"

#include "verify/rules/calendar.h"
#include "verify/rules/check_digit.h"
#include "verify/rules/country.h"
#include "verify/rules/region.h"
#include "verify/rules/text.h"

#include <algorithm>

namespace dossier::verify {

namespace {

using std::chrono::year_month_day;

void judge_birth(Ruling& ruling, std::string_view digits, year_month_day today)
{
    const auto birth = date_of_digits(digits);
    if (!birth) return ruling.error<"birth_date">();
    if (*birth > today) return ruling.error<"birth_future">();
    ruling.facts["birth_date"] = iso_date(*birth);
}

void judge_region(Ruling& ruling, std::string_view code)
{
    const std::string_view region = province_name(code);
    if (region.empty()) return ruling.error<"province">();
    ruling.facts["region"] = region;
}

void judge_nationality(Ruling& ruling, std::string_view code, bool known, std::string_view china)
{
    if (code == china) return ruling.confirm<"nationality_chinese">();
    if (!known) ruling.confirm<"country_unknown">(std::string{country_table});
    ruling.facts["nationality"] = code;
}

void tell_sex(Ruling& ruling, char digit)
{
    ruling.facts["sex"] = (digit - '0') % 2 == 1 ? "男" : "女";
    ruling.facts["document"] = "foreign_permanent_residence";
}

} // namespace

Ruling judge_foreign_18(const std::string& number, year_month_day today)
{
    const std::string_view digits = std::string_view{number}.substr(0, 17);
    const char check = number[17];
    if (!all_digits(digits) || (!is_digit(check) && check != 'X'))
        return rejected<"charset">(number);

    Ruling ruling = about(number);
    const std::string_view country = digits.substr(3, 3);
    judge_region(ruling, digits.substr(1, 2));
    judge_nationality(ruling, country, is_country_number(country), "156");
    judge_birth(ruling, digits.substr(6, 8), today);
    tell_sex(ruling, number[16]);
    ruling.expect_check_digit(mod_11_2(digits) == check);
    return ruling;
}

Ruling judge_foreign_15(const std::string& number, year_month_day today)
{
    const std::string_view country = std::string_view{number}.substr(0, 3);
    const std::string_view digits = std::string_view{number}.substr(3);
    if (!std::ranges::all_of(country, is_upper) || !all_digits(digits)) {
        return rejected<"charset">(number);
    }
    Ruling ruling = about(number);
    judge_nationality(ruling, country, is_country_3(country), "CHN");
    judge_region(ruling, digits);
    // Two digits of the year: the latest that is not in the future.
    const std::string_view date = digits.substr(4, 6);
    const auto recent = date_of_digits("20" + std::string{date});
    judge_birth(ruling, (recent && *recent <= today ? "20" : "19") + std::string{date}, today);
    tell_sex(ruling, digits[10]);
    ruling.expect_check_digit(icao_7_3_1(std::string_view{number}.substr(0, 14)) == number[14]);
    return ruling;
}

} // namespace dossier::verify
