#pragma once
// Printed labels among recognised text: compared folded, with a few wrong characters forgiven,
// longest label first, never as part of a longer word.

#include "ocr/document_type.h"
#include "ocr/fields/text.h"

#include <cstddef>
#include <string>
#include <vector>

namespace dossier::ocr {

/// A label on the page. `fields` indexes the type's fields that share it (valid_from and valid_to);
/// empty for a text that only looks like a label (it ends in a colon).
struct LabelHit {
    Span span;
    std::u32string label;
    std::vector<std::size_t> fields;
    double score = 0.0;   ///< 0..1, how surely this is that label
    bool is_head = false; ///< of the cell below its own (`mark_heads`)
};

/// How well `pattern` stands at some place of `text`: least edit distance and the place.
struct Approximate {
    int distance = 0;
    std::size_t first = 0;
    std::size_t last = 0;
};

[[nodiscard]] Approximate find_approximately(std::u32string_view text, std::u32string_view pattern);
/// Errors that a label of that length may have.
[[nodiscard]] int forgiven_errors(std::u32string_view label);

/// All labels of a type on the lines of a page, in line order, without overlaps.
[[nodiscard]] std::vector<LabelHit>
find_labels(const std::vector<TextLine>& lines, const DocumentType& type);

} // namespace dossier::ocr
