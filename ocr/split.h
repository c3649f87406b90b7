#pragma once
// Which pages of a file lie together, by sheets alone: covers, separators, blank sheets, counts.
// Knows nothing of what is written on the pages.

#include "capture/facts.h"
#include "ocr/separation.h"

#include <span>
#include <string>
#include <vector>

namespace dossier::ocr {

/// Pages that lie together, blank ones included, and the type that the sheet above them announces
/// (empty: none). Covers and separators are in no group, nor are the blank sheets that separate.
struct PageGroup {
    std::vector<int> pages;
    std::string type;
    bool operator==(const PageGroup&) const = default;
};

/// In page order, none empty: two separators in a row make no document. A page that carries a
/// separating patch code beside its own print starts a group and stays in it.
[[nodiscard]] std::vector<PageGroup>
split_pages(std::span<const capture::PageFacts> pages, const Separation& separation);

} // namespace dossier::ocr
