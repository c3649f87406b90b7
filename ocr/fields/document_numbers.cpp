// Numbers and names on travel documents, the month on a bank card.

#include "ocr/fields/grammar.h"
#include "ocr/fields/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace dossier::ocr {
namespace {

bool is_plain_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

/// From `first` on, what looks like a digit is one.
std::string with_digits(std::string text, std::size_t first)
{
    for (std::size_t i = first; i < text.size(); ++i) {
        const char digit = text[i] == 'L' ? '1' : as_digit(static_cast<unsigned char>(text[i]));
        if (digit != '\0') text[i] = digit;
    }
    return text;
}

bool are_digits(std::string_view text)
{
    return std::ranges::all_of(text, is_plain_digit);
}

} // namespace

Normal latin_name(std::u32string_view text)
{
    std::string kept;
    for (const char32_t c : text) {
        const char32_t plain = c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c;
        if (is_letter(plain) || plain == U',' || plain == U'-' || plain == U'\'')
            kept.push_back(static_cast<char>(plain));
        // A comma on a worn page is a point.
        if (plain == U'，' || plain == U'.') kept.push_back(',');
        const bool parts = plain == U' ' || plain == U',' || plain == U'.';
        if (parts && !kept.empty() && kept.back() != ' ') kept.push_back(' ');
    }
    while (!kept.empty() && !is_letter(static_cast<unsigned char>(kept.back())))
        kept.pop_back();
    const auto letters = std::ranges::count_if(kept, is_capital);
    return {kept, letters >= 3 && std::ranges::none_of(kept, [](char c) { return c >= 'a'; })};
}

Normal passport_number(std::u32string_view text)
{
    // Chinese ones: E, a letter or digit, 7 digits; G and 8 digits; others with P, S, D, K, H, M.
    constexpr std::string_view chinese = "EGPSDKHM";
    std::string number = capitals_and_digits(text);
    const bool looks_chinese = number.size() == 9 && chinese.find(number[0]) != chinese.npos;
    if (looks_chinese) number = with_digits(std::move(number), 2);
    const bool is_chinese = looks_chinese && are_digits(std::string_view(number).substr(2)) &&
                            number[1] != 'I' && number[1] != 'O';
    const auto digits = std::ranges::count_if(number, is_plain_digit);
    const bool is_foreign =
        !looks_chinese && number.size() >= 6 && number.size() <= 9 && digits >= 5;
    return {number, is_chinese || is_foreign};
}

Normal permit_number(std::u32string_view text)
{
    std::string number = capitals_and_digits(text);
    const bool has_letter = number.starts_with('H') || number.starts_with('M');
    // Holders who are no Chinese nationals have HA or MA.
    const bool is_foreign = has_letter && number.size() == 9 && number[1] == 'A';
    const std::size_t first = is_foreign ? 2 : has_letter ? 1 : 0;
    number = with_digits(std::move(number), first);
    const std::size_t digits = number.size() - first;
    const bool has_length = is_foreign ? digits == 7 : digits == 8 || digits == 10;
    return {number, has_length && are_digits(std::string_view(number).substr(first))};
}

Normal month(std::u32string_view text)
{
    std::string digits;
    std::size_t before = 0; // the slash
    for (const char32_t c : text) {
        if (c == U'/' || c == U'／') before = digits.size();
        if (const char digit = as_digit(c); digit != '\0') digits.push_back(digit);
    }
    const bool is_month = digits.size() == 4 && before == 2 && digits >= "0100" && digits < "1300";
    if (!is_month) return {digits, false};
    return {fmt::format("20{}-{}", digits.substr(2), digits.substr(0, 2)), true};
}

} // namespace dossier::ocr
