#pragma once
// From what was read on each page to the documents of the file: groups of pages (split.h), joined
// by content (join.h) or because they lie together.

#include "ocr/reading.h"
#include "ocr/separation.h"

#include <span>
#include <string>
#include <vector>

namespace dossier::ocr {

/// `read`: one document a page that has text, in page order. In the automatic mode documents are
/// the pages that belong together by what they say, and the blank back of a sheet. Else a group is
/// one document of all its pages, blank ones included, as long as one of them is not blank.
[[nodiscard]] std::vector<Document> assemble(
    std::vector<Document> read,
    std::span<const capture::PageFacts> pages,
    const Separation& separation
);

/// The type that a cover or separator announces for the last of `pages`; empty: none does.
[[nodiscard]] std::string
announced_type(std::span<const capture::PageFacts> pages, const Separation& separation);

/// The type that the last of `pages` has by lying behind others in one document; empty where
/// documents are found by content, or none of the others told its type.
[[nodiscard]] std::string type_so_far(
    std::span<const Document> read,
    std::span<const capture::PageFacts> pages,
    const Separation& separation
);

} // namespace dossier::ocr
