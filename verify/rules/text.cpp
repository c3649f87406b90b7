#include "verify/rules/text.h"

#include "capture/utf8.h"

#include <algorithm>
#include <cstddef>

namespace dossier::verify {

namespace {

bool is_zero_width(char32_t c)
{
    return (c >= 0x200B && c <= 0x200D) || c == 0x2060 || c == 0xFEFF;
}

bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

} // namespace

char32_t fold_width(char32_t c)
{
    if (c >= 0xFF01 && c <= 0xFF5E) return c - 0xFF01 + U'!';
    if (c == 0x3000 || c == 0x00A0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F) return U' ';
    if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212) return U'-';
    if (c == 0x2169 || c == 0x2179) return U'X';
    return c;
}

std::string fold_width(std::string_view text)
{
    if (std::ranges::all_of(text, is_ascii)) return std::string{text};
    std::string result;
    result.reserve(text.size());
    for (const char32_t c : capture::code_points(text))
        if (!is_zero_width(c)) capture::append_utf8(result, fold_width(c));
    return result;
}

std::string compact(std::string_view text, std::string_view drop)
{
    std::string result = fold_width(text);
    std::erase_if(result, [&](char c) { return is_space(c) || drop.find(c) != drop.npos; });
    for (char& c : result) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return result;
}

std::string bare(std::string_view text)
{
    std::string result = compact(text, ".()");
    for (const std::string_view mark : {"·", "•", "‧", "・", "･", "〔", "〕"}) {
        for (std::size_t at = result.find(mark); at != result.npos; at = result.find(mark, at))
            result.erase(at, mark.size());
    }
    return result;
}

std::string_view trim(std::string_view text)
{
    while (!text.empty() && is_space(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_space(text.back()))
        text.remove_suffix(1);
    return text;
}

bool all_digits(std::string_view text)
{
    return std::ranges::all_of(text, is_digit);
}

bool all_alnum(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return is_digit(c) || is_upper(c); });
}

int to_number(std::string_view digits)
{
    int number = 0;
    for (const char c : digits.substr(0, 9))
        number = number * 10 + (c - '0');
    return number;
}

} // namespace dossier::verify
