#pragma once
// What a little print says about the angle it runs at.

#include "capture/image/glyph_rows.h"
#include "capture/image/repeats.h"
#include "capture/image/strokes.h"

#include <opencv2/core/mat.hpp>

#include <vector>

namespace dossier::capture {

struct Print {
    double about_deg = 0.0;          ///< the angle it was looked for at
    std::vector<StraightEdge> edges; ///< at `degrees` of the picture, not of the frame
    std::vector<GlyphRow> rows;      ///< in the frame at `about_deg`
    std::vector<Repeat> repeats;     ///< in the same frame
};

/// Looks at the patches of `grey` (8 bit) outside `mask` (as large, or empty).
[[nodiscard]] Print find_print(
    const cv::Mat& grey, const cv::Mat& mask, const std::vector<cv::Rect>& patches, double about_deg
);

/// The logarithm of how likely strokes and characters are what they are when text runs at this
/// angle; only differences mean something.
[[nodiscard]] double log_likelihood(const Print& print, double angle_deg);

} // namespace dossier::capture
