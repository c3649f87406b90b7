#include "ocr/fields/calendar.h"
#include "ocr/fields/grammar.h"
#include "ocr/fields/text.h"

#include <algorithm>
#include <map>
#include <vector>

namespace dossier::ocr {
namespace {

const std::map<char32_t, int>& numerals()
{
    static const std::map<char32_t, int> table{
        {U'〇', 0}, {U'○', 0},  {U'零', 0}, {U'一', 1},  {U'壹', 1},  {U'二', 2},  {U'贰', 2},
        {U'貳', 2}, {U'三', 3}, {U'叁', 3}, {U'參', 3},  {U'四', 4},  {U'肆', 4},  {U'五', 5},
        {U'伍', 5}, {U'六', 6}, {U'陆', 6}, {U'陸', 6},  {U'七', 7},  {U'柒', 7},  {U'八', 8},
        {U'捌', 8}, {U'九', 9}, {U'玖', 9}, {U'十', 10}, {U'拾', 10}, {U'廿', 20}, {U'卅', 30}};
    return table;
}

/// A number in Han numerals: a row of digits (二〇二六) or with tens (二十二, 廿二).
int han_number(const std::vector<int>& parts)
{
    int value = 0;
    bool has_tens = false;
    for (const int part : parts)
        has_tens = has_tens || part >= 10;
    if (!has_tens) {
        for (const int part : parts)
            value = value * 10 + part;
        return value;
    }
    int unit = 0;
    for (const int part : parts) {
        if (part == 10) {
            value += (unit == 0 ? 1 : unit) * 10, unit = 0;
        } else if (part > 10) {
            value += part;
        } else {
            unit = part;
        }
    }
    return value + unit;
}

/// Among Han numerals a nought or a ring is 〇 and a dash is 一.
std::u32string with_han_numerals(std::u32string text)
{
    const auto is_numeral = [&](std::size_t at) {
        return at < text.size() && numerals().contains(text[at]);
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_beside = (i > 0 && is_numeral(i - 1)) || is_numeral(i + 1);
        const bool is_nought = std::u32string_view(U"0o口").find(text[i]) != std::u32string::npos;
        const bool is_dash = std::u32string_view(U"-—－").find(text[i]) != std::u32string::npos;
        if (is_beside && is_nought) text[i] = U'〇';
        if (is_beside && is_dash) text[i] = U'一';
    }
    return text;
}

struct Number {
    int value = 0;
    int digits = 0;
    std::size_t first = 0;
};

/// All numbers of a text, in order, whether in digits or in Han numerals.
std::vector<Number> numbers_in(std::u32string_view text)
{
    std::vector<Number> found;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t first = i;
        if (is_digit(text[i])) {
            Number number{.first = first};
            for (; i < text.size() && is_digit(text[i]) && number.digits < 9;
                 ++i, ++number.digits) {
                number.value = number.value * 10 + static_cast<int>(text[i] - U'0');
            }
            found.push_back(number);
        } else if (numerals().contains(text[i])) {
            std::vector<int> parts;
            for (; i < text.size() && numerals().contains(text[i]) && parts.size() < 8; ++i)
                parts.push_back(numerals().at(text[i]));
            found.push_back({han_number(parts), static_cast<int>(parts.size()), first});
        } else {
            ++i;
        }
    }
    return found;
}

/// Of the years that papers speak of.
std::optional<std::string> iso(int year, int month, int day)
{
    return year < 1880 || year > 2150 ? std::nullopt : iso_date(year, month, day);
}

/// The month that an English abbreviation somewhere in the text names, 0 for none; the first of the
/// year where there are several.
int month_in(std::u32string_view text)
{
    std::u32string letters(text);
    std::ranges::replace(letters, U'0', U'o'); // 0CT
    int first = 0;
    for (std::size_t i = 0; i < letters.size(); ++i) {
        const int month = month_named(std::u32string_view(letters).substr(i));
        if (month != 0 && (first == 0 || month < first)) first = month;
    }
    return first;
}

/// The day before a month's name. Passports print 03 1月/JAN 2031, and a blank is easily lost: 031
/// is the third of the first month, and a month that is not the named one is no date.
int day_before(const Number& first, int month)
{
    if (first.digits <= 2) return first.value;
    const int month_digits = first.digits - 2;
    const int scale = month_digits == 1 ? 10 : 100;
    return month_digits <= 2 && first.value % scale == month ? first.value / scale : 0;
}

} // namespace

std::optional<std::string> parse_date(std::u32string_view text)
{
    std::u32string plain;
    for (const char32_t c : text)
        plain.push_back(fold(c));
    plain = with_han_numerals(std::move(plain));
    const auto numbers = numbers_in(plain);
    if (numbers.empty()) return std::nullopt;
    const Number& first = numbers[0];
    if (first.digits == 8)
        return iso(first.value / 10000, first.value / 100 % 100, first.value % 100);
    if (const int month = month_in(plain); month != 0 && numbers.size() >= 2) {
        const Number& year = numbers.back();
        return year.digits == 4 ? iso(year.value, month, day_before(first, month)) : std::nullopt;
    }
    if (numbers.size() < 3) return std::nullopt;
    const bool is_republic =
        plain.find(U"民國") != std::u32string::npos || plain.find(U"民国") != std::u32string::npos;
    if (is_republic) return iso(first.value + 1911, numbers[1].value, numbers[2].value);
    if (first.digits == 4) return iso(first.value, numbers[1].value, numbers[2].value);
    if (numbers[2].digits == 4) return iso(numbers[2].value, numbers[1].value, first.value);
    return std::nullopt;
}

} // namespace dossier::ocr
