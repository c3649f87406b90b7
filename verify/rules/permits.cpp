// Mainland travel permits of Hong Kong and Macau residents (H or M and eight digits; holders of
// other nationalities HA or MA and seven) and of Taiwan residents (eight digits). Both may carry
// the count of renewals behind the lifelong number. No check digits.

#include "verify/rules/rules.h"
#include "verify/rules/text.h"

namespace dossier::verify {

namespace {

/// Two trailing digits are the renewal count, not part of the lifelong number.
void split_count(Ruling& ruling, std::size_t lifelong)
{
    ruling.facts["number"] = ruling.normal.substr(0, lifelong);
    if (ruling.normal.size() > lifelong) ruling.facts["renewals"] = ruling.normal.substr(lifelong);
}

} // namespace

Ruling rule_hk_macau_permit(std::string_view value, std::chrono::year_month_day)
{
    std::string number = compact(value);
    if (!number.starts_with('H') && !number.starts_with('M')) {
        return rejected<"form">(std::move(number));
    }
    if (number.size() != 9 && number.size() != 11)
        return rejected<"length">(std::move(number), "9");
    const bool foreign = number.size() == 9 && number[1] == 'A';
    if (!all_digits(std::string_view{number}.substr(foreign ? 2 : 1))) {
        return rejected<"charset">(std::move(number));
    }
    Ruling ruling = about(std::move(number));
    ruling.facts["residence"] = ruling.normal.front() == 'H' ? "香港" : "澳门";
    ruling.facts["holder"] = foreign ? "foreign_national" : "chinese_national";
    split_count(ruling, 9);
    return ruling;
}

Ruling rule_taiwan_permit(std::string_view value, std::chrono::year_month_day)
{
    std::string number = compact(value);
    // Booklets print a bracketed letter behind the number.
    const bool lettered =
        number.size() == 11 && number[8] == '(' && is_upper(number[9]) && number[10] == ')';
    if (lettered) number.erase(8);
    if (!all_digits(number)) return rejected<"charset">(std::move(number));
    if (number.size() != 8 && number.size() != 10)
        return rejected<"length">(std::move(number), "8");

    Ruling ruling = about(std::move(number));
    split_count(ruling, 8);
    return ruling;
}

} // namespace dossier::verify
