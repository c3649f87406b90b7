// Taiwan: national identity numbers (letter, 1 or 2, eight digits), the UI numbers of foreigners
// since 2021 (letter, 8 or 9, eight digits) and the older ones (two letters, eight digits).

#include "verify/rules/check_digit.h"
#include "verify/rules/rules.h"
#include "verify/rules/text.h"

namespace dossier::verify {

namespace {

/// A10 B11 ... with I34 O35 W32 Z33 out of order.
int number_of(char letter)
{
    constexpr std::string_view order = "ABCDEFGHJKLMNPQRSTUVXYWZIO";
    return 10 + static_cast<int>(order.find(letter));
}

bool check_holds(std::string_view number)
{
    const int letter = number_of(number[0]);
    const int second = is_upper(number[1]) ? number_of(number[1]) % 10 : value_of(number[1]);
    int sum = letter / 10 + letter % 10 * 9 + second * 8;
    for (std::size_t i = 2; i < 9; ++i)
        sum += value_of(number[i]) * (9 - static_cast<int>(i));
    return (10 - sum % 10) % 10 == value_of(number[9]);
}

struct Kind {
    std::string_view document;
    std::string_view sex;
};

Kind kind_of(char second)
{
    switch (second) {
    case '1': return {"national_identity", "男"};
    case '2': return {"national_identity", "女"};
    case '8': return {"resident", "男"};
    case '9': return {"resident", "女"};
    case 'A':
    case 'C': return {"resident_before_2021", "男"};
    case 'B':
    case 'D': return {"resident_before_2021", "女"};
    default: return {};
    }
}

} // namespace

Ruling rule_tw_id(std::string_view value, std::chrono::year_month_day)
{
    std::string number = compact(value);
    if (number.size() != 10) return rejected<"length">(std::move(number), "10");
    if (!is_upper(number[0])) return rejected<"form">(std::move(number));
    const Kind kind = kind_of(number[1]);
    if (kind.document.empty()) return rejected<"form">(std::move(number));
    if (!all_digits(std::string_view{number}.substr(2)))
        return rejected<"charset">(std::move(number));

    Ruling ruling = about(number);
    ruling.expect_check_digit(check_holds(number));
    ruling.facts["document"] = kind.document;
    ruling.facts["sex"] = kind.sex;
    return ruling;
}

} // namespace dossier::verify
