#pragma once
// UTF-8 as everybody here reads and writes it: file names, codes, labels, values. Well-formed means
// table 3-7 of the Unicode standard: no overlong forms, no surrogates, nothing above U+10FFFF.

#include <cstddef>
#include <string>
#include <string_view>

namespace dossier::capture {

/// A code point and how many bytes write it; `length` 0 where no well-formed character stands.
struct Utf8Character {
    char32_t point = 0;
    std::size_t length = 0;
};

/// The character that the text begins with.
[[nodiscard]] Utf8Character first_character(std::string_view text);

[[nodiscard]] bool is_utf8(std::string_view text);

/// The text with every byte that is not UTF-8 replaced by U+FFFD.
[[nodiscard]] std::string to_utf8(std::string_view text);

/// The code points of a text; a byte that is not UTF-8 becomes U+FFFD.
[[nodiscard]] std::u32string code_points(std::string_view text);

/// `point` up to U+10FFFF.
void append_utf8(std::string& text, char32_t point);

[[nodiscard]] std::string to_utf8(std::u32string_view text);

/// C0 controls, DEL and C1 controls.
[[nodiscard]] constexpr bool is_control(char32_t point)
{
    return point < 0x20 || (point >= 0x7F && point < 0xA0);
}

} // namespace dossier::capture
