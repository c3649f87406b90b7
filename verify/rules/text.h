#pragma once
// Text as rules need it: full-width forms folded to ASCII, separators dropped, bytes seen as code
// points. Folding is the part of NFKC that printed identifiers need; it never guesses (an O stays
// an O).

#include <string>
#include <string_view>

namespace dossier::verify {

/// One character of fold_width; those of no width stay.
[[nodiscard]] char32_t fold_width(char32_t character);

/// Full-width ASCII, wide spaces, the dashes and the Roman numeral ten become ASCII; zero-width
/// characters vanish. Everything else stays.
[[nodiscard]] std::string fold_width(std::string_view text);

/// fold_width, upper case, and without spaces and the characters of `drop`.
[[nodiscard]] std::string compact(std::string_view text, std::string_view drop = "");

/// compact, and without brackets and the points inside names: what two prints of one value share.
[[nodiscard]] std::string bare(std::string_view text);

/// Without spaces at both ends.
[[nodiscard]] std::string_view trim(std::string_view text);

[[nodiscard]] constexpr bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

[[nodiscard]] constexpr bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

[[nodiscard]] constexpr bool is_letter(char c)
{
    return is_upper(c) || (c >= 'a' && c <= 'z');
}

[[nodiscard]] constexpr bool is_ascii(char c)
{
    return static_cast<unsigned char>(c) < 0x80;
}

[[nodiscard]] bool all_digits(std::string_view text);

/// Digits and capitals only.
[[nodiscard]] bool all_alnum(std::string_view text);

/// The number that up to nine digits write.
[[nodiscard]] int to_number(std::string_view digits);

} // namespace dossier::verify
