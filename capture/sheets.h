#pragma once
// Pages of a scan as the sheets of paper they stand on: a duplex scanner makes two pages of a
// sheet, and may have dropped the blank ones. Pure; for splitting files and for counting paper.

#include "capture/facts.h"

#include <span>
#include <vector>

namespace dossier::capture {

/// `count` (1 or 2) pages from `first` on. `blank`: all of them are.
struct Sheet {
    PageRole role = PageRole::content;
    bool blank = false;
    int first = 0;
    int count = 1;
    bool operator==(const Sheet&) const = default;
};

/// `sides` 1: every page is a sheet. 2: two pages make a sheet, but a cover or separator takes only
/// a side along that is blank or says the same (the copied or printed back), on whichever side its
/// code is. So one of them sets the counting right again after a page was dropped.
[[nodiscard]] std::vector<Sheet> sheets_of(std::span<const PageFacts> pages, int sides);

} // namespace dossier::capture
