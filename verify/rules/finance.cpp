// Codes of international finance: LEI (ISO 17442), BIC (ISO 9362), IBAN (ISO 13616).

#include "verify/rules/check_digit.h"
#include "verify/rules/country.h"
#include "verify/rules/rules.h"
#include "verify/rules/text.h"

#include <algorithm>
#include <array>

namespace dossier::verify {

namespace {

constexpr std::string_view iban_table = "iban-registry/2024";

/// Length of the whole IBAN by country, each row of five characters.
constexpr std::string_view iban_lengths =
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 "
    "DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 "
    "IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 "
    "MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 "
    "SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30 ";

std::string_view iban_length(std::string_view country)
{
    for (std::size_t row = 0; row < iban_lengths.size(); row += 5) {
        if (iban_lengths.substr(row, 2) == country) return iban_lengths.substr(row + 2, 2);
    }
    return {};
}

bool has_no_iban(std::string_view country)
{
    return country == "CN" || country == "HK" || country == "MO" || country == "TW";
}

/// The code of a country must be assigned, or may become so.
void judge_country(Ruling& ruling, std::string_view country)
{
    if (is_user_assigned(country)) return ruling.error<"country">();
    if (!is_country_2(country)) ruling.confirm<"country_unknown">(std::string{country_table});
    ruling.facts["country"] = country;
}

} // namespace

Ruling rule_lei(std::string_view value, std::chrono::year_month_day)
{
    std::string code = compact(value);
    if (code.size() != 20) return rejected<"length">(std::move(code), "20");
    if (!all_alnum(code) || !all_digits(std::string_view{code}.substr(18))) {
        return rejected<"charset">(std::move(code));
    }
    Ruling ruling = about(code);
    ruling.expect_check_digit(mod_97(code) == 1);
    ruling.facts["issuer"] = code.substr(0, 4);
    return ruling;
}

Ruling rule_bic(std::string_view value, std::chrono::year_month_day)
{
    std::string code = compact(value);
    if (code.size() != 8 && code.size() != 11) return rejected<"length">(std::move(code), "8/11");
    const std::string_view country = std::string_view{code}.substr(4, 2);
    if (!all_alnum(code) || !std::ranges::all_of(country, is_upper)) {
        return rejected<"charset">(std::move(code));
    }
    Ruling ruling = about(code);
    judge_country(ruling, country);
    const std::string_view branch = std::string_view{code}.substr(8);
    ruling.facts["branch"] = branch.empty() || branch == "XXX" ? "head_office" : branch;
    return ruling;
}

Ruling rule_iban(std::string_view value, std::chrono::year_month_day)
{
    std::string number = compact(value);
    if (number.size() < 15 || number.size() > 34)
        return rejected<"length">(std::move(number), "15-34");
    const std::string_view country = std::string_view{number}.substr(0, 2);
    const bool formed =
        std::ranges::all_of(country, is_upper) && all_digits(std::string_view{number}.substr(2, 2));
    if (!formed || !all_alnum(number)) return rejected<"charset">(std::move(number));
    if (has_no_iban(country)) return rejected<"no_iban">(std::move(number));

    Ruling ruling = about(number);
    judge_country(ruling, country);
    const std::string_view length = iban_length(country);
    if (length.empty()) {
        ruling.confirm<"country_unknown">(std::string{iban_table});
    } else if (std::to_string(number.size()) != length) {
        ruling.error<"length">(std::string{length});
    }
    ruling.expect_check_digit(mod_97(number.substr(4) + number.substr(0, 4)) == 1);
    return ruling;
}

} // namespace dossier::verify
