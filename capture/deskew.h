#pragma once
// The angle at which text lines run. Our own method: every ink edge votes, with its signed
// gradient, into one row profile per trial angle; at the right angle the profile is sharpest. Where
// there is little print, strokes and characters are weighed one by one. Accurate to a thousandth of
// a degree on forms (see README.md), in half of Leptonica's time.

#include "capture/facts.h"

#include <opencv2/core/mat.hpp>

namespace dossier::capture {

struct SkewOptions {
    double range_deg = 15.0; ///< looks between -range and +range
};

/// `grey`: 8 bit, one channel, any size. Confidence near 0 for blank pages and noise: below 0.2 the
/// angle means nothing and `straighten` does not use it. So it is, too, where lines run at an angle
/// beyond the range.
[[nodiscard]] Skew find_skew(const cv::Mat& grey, const SkewOptions& options = {});

} // namespace dossier::capture
