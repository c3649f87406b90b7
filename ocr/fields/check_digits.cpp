#include "ocr/fields/grammar.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace dossier::ocr {
namespace {

int number_in(std::string_view digits)
{
    int value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

bool is_calendar_day(std::string_view yyyymmdd)
{
    using std::chrono::year;
    const std::chrono::year_month_day day{
        year{number_in(yyyymmdd.substr(0, 4))},
        std::chrono::month{static_cast<unsigned>(number_in(yyyymmdd.substr(4, 2)))},
        std::chrono::day{static_cast<unsigned>(number_in(yyyymmdd.substr(6, 2)))}};
    return day.ok() && day.year() >= year{1880} && day.year() <= year{2100};
}

} // namespace

bool passes_cn_id(std::string_view number)
{
    constexpr std::array weights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    constexpr std::string_view checks = "10X98765432";
    if (number.size() != 18 ||
        !std::ranges::all_of(number.substr(0, 17), [](char c) { return c >= '0' && c <= '9'; }))
        return false;
    int sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i)
        sum += (number[i] - '0') * weights[i];
    return checks[static_cast<std::size_t>(sum % 11)] == number[17] &&
           is_calendar_day(number.substr(6, 8));
}

bool passes_uscc(std::string_view code)
{
    constexpr std::string_view alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    constexpr std::array weights{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
    if (code.size() != 18) return false;
    int sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const auto at = alphabet.find(code[i]);
        if (at == std::string_view::npos) return false;
        sum += static_cast<int>(at) * weights[i];
    }
    return alphabet[static_cast<std::size_t>((31 - sum % 31) % 31)] == code[17];
}

bool passes_luhn(std::string_view digits)
{
    int sum = 0;
    bool doubled = false;
    for (auto at = digits.rbegin(); at != digits.rend(); ++at, doubled = !doubled) {
        const int digit = *at - '0';
        if (digit < 0 || digit > 9) return false;
        const int value = doubled ? 2 * digit : digit;
        sum += value > 9 ? value - 9 : value;
    }
    return digits.size() >= 12 && sum % 10 == 0;
}

} // namespace dossier::ocr
