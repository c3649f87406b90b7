#include "verify/rules/text.h"

#include <algorithm>
#include <cstddef>

namespace dossier::verify {

namespace {

constexpr char32_t replacement = 0xFFFD;

/// Length of the sequence that a lead byte promises; 0 for a byte that leads nothing.
std::size_t sequence_length(unsigned char lead)
{
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead <= 0xDF) return 2;
    if (lead >= 0xE0 && lead <= 0xEF) return 3;
    if (lead >= 0xF0 && lead <= 0xF4) return 4;
    return 0;
}

bool is_sound(char32_t code_point, std::size_t length)
{
    constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
    return code_point >= least[length] && code_point <= 0x10FFFF && !surrogate;
}

/// Reads one code point and moves `at` behind it.
char32_t next(std::string_view text, std::size_t& at)
{
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::size_t length = sequence_length(lead);
    if (length == 1) {
        ++at;
        return lead;
    }
    if (length == 0 || at + length > text.size()) {
        ++at;
        return replacement;
    }
    char32_t code_point = lead & (0x7Fu >> length);
    for (std::size_t i = 1; i < length; ++i) {
        const auto byte = static_cast<unsigned char>(text[at + i]);
        if ((byte & 0xC0u) != 0x80u) {
            ++at;
            return replacement;
        }
        code_point = (code_point << 6) | (byte & 0x3Fu);
    }
    if (!is_sound(code_point, length)) {
        ++at;
        return replacement;
    }
    at += length;
    return code_point;
}

bool is_zero_width(char32_t c)
{
    return (c >= 0x200B && c <= 0x200D) || c == 0x2060 || c == 0xFEFF;
}

char32_t folded(char32_t c)
{
    if (c >= 0xFF01 && c <= 0xFF5E) return c - 0xFF01 + U'!';
    if (c == 0x3000 || c == 0x00A0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F) return U' ';
    if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212) return U'-';
    if (c == 0x2169 || c == 0x2179) return U'X';
    return c;
}

bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

} // namespace

void append_utf8(std::string& text, char32_t c)
{
    const auto byte = [&](char32_t bits) { text.push_back(static_cast<char>(bits)); };
    if (c < 0x80) {
        byte(c);
    } else if (c < 0x800) {
        byte(0xC0 | (c >> 6));
        byte(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        byte(0xE0 | (c >> 12));
        byte(0x80 | ((c >> 6) & 0x3F));
        byte(0x80 | (c & 0x3F));
    } else {
        byte(0xF0 | (c >> 18));
        byte(0x80 | ((c >> 12) & 0x3F));
        byte(0x80 | ((c >> 6) & 0x3F));
        byte(0x80 | (c & 0x3F));
    }
}

std::u32string code_points(std::string_view text)
{
    std::u32string points;
    points.reserve(text.size());
    for (std::size_t at = 0; at < text.size();)
        points.push_back(next(text, at));
    return points;
}

std::string fold_width(std::string_view text)
{
    if (std::ranges::all_of(text, is_ascii)) return std::string{text};
    std::string result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = next(text, at);
        if (!is_zero_width(c)) append_utf8(result, folded(c));
    }
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
