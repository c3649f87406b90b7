// Resident identity numbers: 18 characters (GB 11643-1999), the older 15 digits (GB 11643-1989),
// and the residence permits of Hong Kong, Macau and Taiwan residents, which share the 18-character
// form.

#include "verify/rules/cn_id.h"

#include "verify/rules/calendar.h"
#include "verify/rules/check_digit.h"
#include "verify/rules/foreign_residence.h"
#include "verify/rules/region.h"
#include "verify/rules/rules.h"
#include "verify/rules/text.h"

namespace dossier::verify {

namespace {

using std::chrono::year_month_day;
using std::chrono::years;

/// No holder is older; the oldest person on record reached 122.
constexpr years oldest{150};

/// Hong Kong, Macau and Taiwan residents: 81, 82 and 83, always followed by 0000.
std::string_view residence_permit_region(std::string_view number)
{
    if (number.starts_with("81")) return "香港特别行政区";
    if (number.starts_with("82")) return "澳门特别行政区";
    if (number.starts_with("83")) return "台湾省";
    return {};
}

/// A withdrawn code is as good as any: numbers keep the code of where they were first given. One
/// that never was is a misread digit, or newer than the table.
void judge_county(Ruling& ruling, std::string_view number)
{
    const ocr::Region* county = find_region(number.substr(0, 6));
    if (county != nullptr) {
        if (!county->is_current)
            ruling.info<"region_withdrawn">(std::string{ocr::regions_version()});
        ruling.facts["region_name"] = county->name;
    } else if (!ocr::regions().empty()) {
        ruling.confirm<"region_unknown">(std::string{ocr::regions_version()});
    }
}

void judge_region(Ruling& ruling, std::string_view number)
{
    const std::string_view permit = residence_permit_region(number);
    const std::string_view region = permit.empty() ? province_name(number) : permit;
    if (region.empty()) return ruling.error<"province">();
    if (!permit.empty() && number.substr(2, 4) != "0000") return ruling.error<"permit_region">();
    if (number.starts_with("71")) ruling.confirm<"province_unused">(std::string{region_table});
    if (permit.empty() && !number.starts_with("71")) judge_county(ruling, number);
    ruling.facts["region"] = region;
    ruling.facts["region_code"] = number.substr(0, 6);
    ruling.facts["document"] = permit.empty() ? "resident_identity" : "residence_permit";
}

void judge_birth(Ruling& ruling, std::string_view digits, year_month_day today)
{
    const auto birth = date_of_digits(digits);
    if (!birth) return ruling.error<"birth_date">();
    if (*birth > today) return ruling.error<"birth_future">();
    if (*birth < today - oldest) return ruling.error<"birth_too_old">();
    ruling.facts["birth_date"] = iso_date(*birth);
}

void tell_sex(Ruling& ruling, char digit)
{
    ruling.facts["sex"] = (digit - '0') % 2 == 1 ? "男" : "女";
}

/// The 18-character form of a 15-digit number. Sequences 996 to 999 were kept for people who were
/// over a hundred when the numbers began.
std::string upgraded(const std::string& number)
{
    const std::string century = number.substr(12) >= "996" ? "18" : "19";
    const std::string digits = number.substr(0, 6) + century + number.substr(6);
    return digits + mod_11_2(digits);
}

Ruling judge_old(std::string number, year_month_day today)
{
    if (!all_digits(number)) return rejected<"charset">(std::move(number));
    const std::string modern = upgraded(number);
    Ruling ruling = about(std::move(number));
    judge_region(ruling, modern);
    judge_birth(ruling, std::string_view{modern}.substr(6, 8), today);
    tell_sex(ruling, modern[16]);
    if (!ruling.has(Severity::error)) ruling.facts["upgraded"] = modern;
    return ruling;
}

Ruling judge_modern(std::string number, year_month_day today)
{
    const std::string_view digits = std::string_view{number}.substr(0, 17);
    const char check = number[17];
    if (!all_digits(digits) || (!is_digit(check) && check != 'X')) {
        return rejected<"charset">(std::move(number));
    }
    Ruling ruling = about(number);
    judge_region(ruling, number);
    judge_birth(ruling, digits.substr(6, 8), today);
    ruling.expect_check_digit(mod_11_2(digits) == check);
    tell_sex(ruling, number[16]);
    return ruling;
}

} // namespace

std::string modern_cn_id(const std::string& number)
{
    return number.size() == 15 && all_digits(number) ? upgraded(number) : number;
}

Ruling rule_cn_id(std::string_view value, year_month_day today)
{
    std::string number = compact(value);
    const std::size_t length = number.size();
    if (length == 15 && is_upper(number[0])) return judge_foreign_15(number, today);
    if (length == 18 && number[0] == '9') return judge_foreign_18(number, today);
    if (length == 15) return judge_old(std::move(number), today);
    if (length == 18) return judge_modern(std::move(number), today);
    return rejected<"length">(std::move(number), "18");
}

} // namespace dossier::verify
