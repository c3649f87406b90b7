#pragma once
// From an upright page to its text: find rules and lines, recognise each line. Passes of the recipe
// in read.cpp.

#include "capture/page.h"
#include "ocr/engine.h"
#include "ocr/fields/extract.h"
#include "ocr/fields/values.h"
#include "ocr/layout/segment.h"
#include "ocr/layout/tick_boxes.h"
#include "ocr/recipe/cleaning.h"

#include <opencv2/core/mat.hpp>

namespace dossier::ocr {

/// A page ready for recognising: `grey` has seals faded, lighting evened and rules taken out.
struct CleanPage {
    cv::Mat grey;
    cv::Mat ruled; ///< the same with the rules left in
    Rules rules;
    std::vector<Segment> segments;
    std::vector<TickBox> boxes;
    int text_height = 0;
    bool is_photograph = false; ///< a network has found its lines
    bool is_copy = false;       ///< scanned in black and white
};

[[nodiscard]] CleanPage clean_page(const cv::Mat& upright, const Cleaning& cleaning = {});

/// The same page with the lines that a network sees on it, instead of those that its ink shows.
[[nodiscard]] CleanPage with_found_lines(CleanPage page, LineFinder& finder, Sight sight);

/// The page's lines: by the second recogniser, which is surer and faster; by both, character by
/// character, where they turn out to be in a hand of which it knows too few; else by the first.
/// `printed`: the labels that forms are known to have. `before`: the same page read by lines found
/// otherwise; those that lie where lines of it did are not read once more.
[[nodiscard]] PageText recognise_page(
    const CleanPage& page,
    const Engines& engines,
    int number,
    const DocumentType& printed = {},
    const PageText* before = nullptr
);

/// The zone of a run of symbols, recognised once more for itself; nothing without an engine.
[[nodiscard]] std::vector<Symbol> look_again(
    const CleanPage& page, const PageText& text, const Span& span, Alphabet alphabet, Engine* engine
);

} // namespace dossier::ocr
