#pragma once
// Where lines of text stand on an upright page, found from the ink alone, before anything is
// recognised. A segment is a run of text on one line that no rule and no very wide gap divides; its
// parts are what lies between gaps wider than a character, so that letter-spaced labels and their
// values can be recognised in one go with the gaps taken out.

#include "capture/facts.h"
#include "capture/runs.h"
#include "ocr/layout/rules.h"

#include <opencv2/core/mat.hpp>

#include <vector>

namespace dossier::ocr {

/// Both are places on the line turned level about the middle of `box`; on a photograph it may run
/// down by `slope` pixels for each pixel to the right.
struct Segment {
    capture::Box box;
    std::vector<capture::Box> parts;
    double slope = 0.0;
    std::vector<capture::Box> stamped{}; ///< pieces that a stamp lies over

    friend bool operator==(const Segment&, const Segment&) = default;
};

/// `ink`: 255 where there is ink, rules already taken out. In reading order: top to bottom, left to
/// right on a line.
[[nodiscard]] std::vector<Segment>
find_segments(const cv::Mat& ink, const Rules& rules, int text_height);

/// Those that overlap on a row become one: letter-spaced labels are often found as a whole and in
/// pieces, and what a ground of fine lines ties together in several.
void merge_overlapping(std::vector<Segment>& segments);

/// The height of ordinary text from connected ink, in pixels; 0 on a page without text.
[[nodiscard]] int find_text_height(const std::vector<capture::Component>& pieces);

} // namespace dossier::ocr
