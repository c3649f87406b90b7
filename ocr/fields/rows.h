#pragma once
// The print of a page in rows, as a person reads them: lines side by side belong together.

#include "ocr/fields/values.h"

#include <string>
#include <vector>

namespace dossier::ocr {

/// Lines side by side, from left to right.
struct Row {
    capture::Box box;
    std::vector<std::size_t> lines;
    std::u32string text; ///< folded
    std::u32string shown;
};

/// From the top down.
[[nodiscard]] std::vector<Row> rows_of(const PageText& page);

/// A line's text with its blanks, and the symbol that each character of it comes from.
struct Spaced {
    std::u32string text;
    std::vector<std::size_t> symbol;
};

[[nodiscard]] Spaced spaced(const TextLine& line);

/// The symbols of characters [first, last) of a line.
[[nodiscard]] Span
span_of(const Spaced& print, std::size_t line, std::size_t first, std::size_t last);

} // namespace dossier::ocr
