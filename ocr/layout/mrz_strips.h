#pragma once
// Lines of a machine-readable zone on an upright page, found by what ICAO 9303 fixes and no other
// print has: one pitch for all characters, lines of 44, 36 or 30 of them that begin and end below
// each other. Nothing is recognised here but the filler, which has a shape of its own.

#include "capture/facts.h"
#include "ocr/layout/segment.h"

#include <opencv2/core/mat.hpp>

#include <vector>

namespace dossier::ocr {

/// The place of one character. `filler`: how much it looks like `<`, 0..1; an empty cell has 0.
struct MrzPlace {
    capture::Box box;
    double filler = 0.0;
};

struct MrzStrip {
    capture::Box box;
    std::vector<MrzPlace> places;
};

/// The lines of the page's zone, top to bottom: two of 44 or 36 places, three of 30; none when
/// there is no zone. `grey`: 8 bit, dark text on white.
[[nodiscard]] std::vector<MrzStrip>
find_mrz_strips(const cv::Mat& grey, const std::vector<Segment>& segments);

} // namespace dossier::ocr
