#pragma once
// What both recognisers misread alike, and surely: it shows in what they read, or in where it
// stands. Nothing here changes a value; what is doubtful is for a person.

#include "ocr/document_type.h"
#include "ocr/fields/values.h"

#include <string_view>
#include <vector>

namespace dossier::ocr {

/// Whether other print begins or ends where the value does, so close that the value may be a part
/// of what is written, as a stamp over its end divides it; or a stamp lies over it.
[[nodiscard]] bool is_crowded(const PageText& page, const std::vector<Span>& spans);

/// Whether a line that was found on a photograph reaches so far beyond its last character that
/// another may stand there which nobody has read, under a watermark or out of their lists.
[[nodiscard]] bool ends_unread(const PageText& page, const std::vector<Span>& spans);

/// Whether a number, an amount or a day without a check digit has a one in it where a copy has left
/// of the digits about it pieces: thin strokes are gone, and of a 4 a 1 is left, which all read
/// surely.
[[nodiscard]] bool has_worn_ones(
    const PageText& page,
    const FieldType& type,
    const std::vector<Span>& spans,
    std::string_view value
);

/// Whether a person or company can hardly be called so: a name without a surname, or too short.
[[nodiscard]] bool is_hardly_one(const FieldType& type, std::string_view value);

/// Whether a value that was read from `spans` is doubtful for what it says, or because a part of
/// its lines must be missing.
[[nodiscard]] bool is_doubtful(
    const PageText& page,
    const FieldType& type,
    const std::vector<Span>& spans,
    std::string_view value
);

} // namespace dossier::ocr
