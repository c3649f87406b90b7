#pragma once
// Characters and lines as field finding sees them. Comparing is done on folded text: full-width
// forms made plain, letters small, spaces and punctuation left out.

#include "ocr/engine.h"

#include <string>
#include <string_view>
#include <vector>

namespace dossier::ocr {

/// A recognised segment: its symbols have their boxes on the upright page.
struct TextLine {
    capture::Box box;
    std::vector<Symbol> symbols;
    int page = 0;
    double slope = 0.0;                  ///< pixels down for each to the right
    std::vector<capture::Box> stamped{}; ///< pieces that a stamp lies over
};

/// A run of symbols of one line: [first, last).
struct Span {
    std::size_t line = 0;
    std::size_t first = 0;
    std::size_t last = 0;
};

/// Characters that count when texts are compared, and for each the symbol it came from.
struct Folded {
    std::u32string characters;
    std::vector<std::size_t> symbol;
};

/// Full-width letters, digits and punctuation as plain ones, small letters as capitals' small
/// forms.
[[nodiscard]] char32_t fold(char32_t character);
[[nodiscard]] bool is_han(char32_t character);
[[nodiscard]] bool is_digit(char32_t character);
[[nodiscard]] bool is_letter(char32_t character);
/// Letters, digits and Han characters; everything else is a space or punctuation.
[[nodiscard]] bool counts(char32_t character);

/// A symbol's first character, folded; a space where it has none.
[[nodiscard]] char32_t first_of(const Symbol& symbol);
/// Whether any character of a symbol counts.
[[nodiscard]] bool counts(const Symbol& symbol);
[[nodiscard]] bool is_colon(const Symbol& symbol);
[[nodiscard]] bool is_semicolon(char32_t character);
/// Whether more paper lies between two neighbours on a line than within a word.
[[nodiscard]] bool is_wide_gap(const Symbol& left, const Symbol& right);

[[nodiscard]] Folded fold(const TextLine& line);
[[nodiscard]] std::u32string fold(std::string_view text);

/// In how many characters two texts differ; where their lengths do, in all of the longer one.
[[nodiscard]] std::size_t changes(std::u32string_view a, std::u32string_view b);

/// The text of a run, with spaces only between Latin words.
[[nodiscard]] std::string
text_of(const std::vector<Symbol>& symbols, std::size_t first, std::size_t last);
[[nodiscard]] capture::Box
box_of(const std::vector<Symbol>& symbols, std::size_t first, std::size_t last);

} // namespace dossier::ocr
