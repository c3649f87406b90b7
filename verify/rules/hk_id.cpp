// Hong Kong identity cards: one or two letters, six digits, a check of 0-9 or A in brackets.

#include "verify/rules/check_digit.h"
#include "verify/rules/rules.h"
#include "verify/rules/text.h"

namespace dossier::verify {

namespace {

/// Weights 9 to 2 over eight places; a missing first letter counts as a space, which is 36.
char check_of(std::string_view letters, std::string_view digits)
{
    int sum = letters.size() == 2 ? value_of(letters[0]) * 9 : 36 * 9;
    sum += value_of(letters.back()) * 8;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        sum += value_of(digits[i]) * (7 - static_cast<int>(i));
    }
    return "0123456789A"[static_cast<std::size_t>((11 - sum % 11) % 11)];
}

} // namespace

Ruling rule_hk_id(std::string_view value, std::chrono::year_month_day)
{
    std::string number = compact(value, "()");
    std::size_t letters = 0;
    while (letters < number.size() && is_upper(number[letters]))
        ++letters;
    const std::string_view all = number;
    if (letters < 1 || letters > 2) return rejected<"form">(std::move(number));
    if (all.size() != letters + 7) return rejected<"length">(std::move(number), "8-9");
    const std::string_view digits = all.substr(letters, 6);
    const char check = all.back();
    if (!all_digits(digits) || (!is_digit(check) && check != 'A')) {
        return rejected<"charset">(std::move(number));
    }
    Ruling ruling = about(number);
    ruling.expect_check_digit(check_of(all.substr(0, letters), digits) == check);
    return ruling;
}

} // namespace dossier::verify
