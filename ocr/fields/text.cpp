#include "ocr/fields/text.h"

#include "capture/utf8.h"
#include "ocr/layout/boxes.h"

#include <algorithm>

namespace dossier::ocr {

char32_t fold(char32_t character)
{
    if (character >= 0xFF01 && character <= 0xFF5E) character -= 0xFEE0; // full-width forms
    if (character == 0x3000) return U' ';
    if (character >= U'A' && character <= U'Z') return character + 32;
    return character;
}

bool is_han(char32_t c)
{
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) ||
           (c >= 0x20000 && c <= 0x3134F) || c == U'〇';
}

bool is_digit(char32_t c)
{
    return c >= U'0' && c <= U'9';
}

bool is_letter(char32_t c)
{
    return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
}

bool counts(char32_t c)
{
    return is_han(c) || is_digit(c) || is_letter(c);
}

char32_t first_of(const Symbol& symbol)
{
    const auto points = capture::code_points(symbol.text);
    return points.empty() ? U' ' : fold(points.front());
}

bool counts(const Symbol& symbol)
{
    const auto points = capture::code_points(symbol.text);
    return std::ranges::any_of(points, [](char32_t c) { return counts(fold(c)); });
}

bool is_colon(const Symbol& symbol)
{
    return symbol.text == ":" || symbol.text == "：";
}

bool is_semicolon(char32_t character)
{
    return fold(character) == U';';
}

bool is_wide_gap(const Symbol& left, const Symbol& right)
{
    const int height = std::max(left.box.height, right.box.height);
    return right.box.x - right_of(left.box) > height * 6 / 10;
}

Folded fold(const TextLine& line)
{
    Folded folded;
    for (std::size_t i = 0; i < line.symbols.size(); ++i) {
        for (const char32_t point : capture::code_points(line.symbols[i].text)) {
            const char32_t character = fold(point);
            if (!counts(character)) continue;
            folded.characters.push_back(character);
            folded.symbol.push_back(i);
        }
    }
    return folded;
}

std::size_t changes(std::u32string_view a, std::u32string_view b)
{
    if (a.size() != b.size()) return std::max(a.size(), b.size());
    std::size_t count = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i] != b[i]) ++count;
    }
    return count;
}

std::u32string fold(std::string_view text)
{
    std::u32string folded;
    for (const char32_t point : capture::code_points(text)) {
        if (const char32_t character = fold(point); counts(character)) folded.push_back(character);
    }
    return folded;
}

std::string text_of(const std::vector<Symbol>& symbols, std::size_t first, std::size_t last)
{
    std::string text;
    for (std::size_t i = first; i < last && i < symbols.size(); ++i) {
        const auto is_plain = [](const std::string& part) {
            return !part.empty() && static_cast<unsigned char>(part[0]) < 0x80;
        };
        const bool between_latin =
            i > first && is_plain(symbols[i].text) && is_plain(symbols[i - 1].text);
        if (symbols[i].space_before && between_latin) text += ' ';
        text += symbols[i].text;
    }
    return text;
}

capture::Box box_of(const std::vector<Symbol>& symbols, std::size_t first, std::size_t last)
{
    capture::Box box;
    for (std::size_t i = first; i < last && i < symbols.size(); ++i) {
        box = i == first ? symbols[i].box : united(box, symbols[i].box);
    }
    return box;
}

} // namespace dossier::ocr
