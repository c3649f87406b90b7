// Macau resident identity cards: 1234567(8), on older papers 1/234567/8. How the check digit is
// made is not published, so that only the form can be judged.

#include "verify/rules/rules.h"
#include "verify/rules/text.h"

namespace dossier::verify {

namespace {

/// The brackets and slashes stand where cards print them, or nowhere.
bool is_grouped(std::string_view printed)
{
    if (all_digits(printed)) return true;
    if (printed.size() == 10) {
        const bool bracketed = printed[7] == '(' && printed[9] == ')';
        const bool slashed = printed[1] == '/' && printed[8] == '/';
        return bracketed || slashed;
    }
    return false;
}

} // namespace

Ruling rule_macau_id(std::string_view value, std::chrono::year_month_day)
{
    const std::string printed = compact(value);
    std::string number = compact(value, "()/");
    if (!all_digits(number)) return rejected<"charset">(std::move(number));
    if (number.size() != 7 && number.size() != 8) return rejected<"length">(std::move(number), "8");
    if (!is_grouped(printed)) return rejected<"grouping">(std::move(number));

    Ruling ruling = about(std::move(number));
    if (ruling.normal.size() == 7) ruling.confirm<"check_digit_missing">();
    if (std::string_view{"157"}.find(ruling.normal.front()) == std::string_view::npos) {
        ruling.confirm<"first_digit">();
    }
    return ruling;
}

} // namespace dossier::verify
