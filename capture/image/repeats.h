#pragma once
// The same character twice in a line of text: how far one lies from the other is known to a tenth
// of a pixel, whatever its shape.

#include "capture/image/frame.h"
#include "capture/image/glyph_rows.h"

#include <opencv2/core/mat.hpp>

#include <vector>

namespace dossier::capture {

/// From one of two equal characters to the other, in pixels of the frame.
struct Repeat {
    double along = 0.0;
    double across = 0.0;
};

/// Each character of a row and the farthest one before it that looks the same, as far as a bounded
/// number of looks goes. `grey`: 8 bit.
[[nodiscard]] std::vector<Repeat>
find_repeats(const cv::Mat& grey, const Frame& frame, const std::vector<GlyphRow>& rows);

} // namespace dossier::capture
