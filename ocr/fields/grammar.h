#pragma once
// From text as printed to a value in normal form, one grammar at a time. Nothing here judges
// whether a value is right; "well formed" only means that the grammar, with its check digit where
// it has one, could have produced it.

#include "ocr/document_type.h"

#include <optional>
#include <string>
#include <string_view>

namespace dossier::ocr {

/// The normal form of a text under a field's grammar. `well_formed` is false when something stands
/// there that the grammar cannot have produced; `value` then holds what could be made of it.
struct Normal {
    std::string value;
    bool well_formed = false;
    bool guessed = false; ///< of look-alikes the one that stands oftener at such a place
};

[[nodiscard]] Normal normalise(const FieldType& field, std::string_view text);

/// Whether a check digit vouches for well-formed values of this field (GB 11643, GB 32100, Luhn).
[[nodiscard]] bool has_check_digit(const FieldType& field);

/// Whether the field's values are ASCII, so that the recogniser for ASCII should read it again.
[[nodiscard]] bool is_ascii(const FieldType& field);

/// A name's Latin letters, without what else stands beside them.
[[nodiscard]] Normal latin_name(std::u32string_view text);
/// Numbers of travel documents, domain.md 1.14 and 1.15; neither has a check digit.
[[nodiscard]] Normal passport_number(std::u32string_view text);
[[nodiscard]] Normal permit_number(std::u32string_view text);
/// ISO 3166 alpha-3.
[[nodiscard]] Normal country(std::u32string_view text);
/// MM/YY of this century as yyyy-mm.
[[nodiscard]] Normal month(std::u32string_view text);

/// The letters of a text as capitals, and its digits, without everything else.
[[nodiscard]] std::string capitals_and_digits(std::u32string_view text);

/// The digit that a character is or is mistaken for where only digits can stand; 0 for none.
[[nodiscard]] char as_digit(char32_t c);

/// ISO date from any printed form of domain.md 3.4; empty when there is none or it cannot exist.
[[nodiscard]] std::optional<std::string> parse_date(std::u32string_view text);

/// MOD 11-2 of GB 11643 over 18 characters; MOD 31-3 of GB 32100 over 18; Luhn over digits.
[[nodiscard]] bool passes_cn_id(std::string_view number);
[[nodiscard]] bool passes_uscc(std::string_view code);
[[nodiscard]] bool passes_luhn(std::string_view digits);

} // namespace dossier::ocr
