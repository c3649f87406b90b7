#pragma once
// The angle at which text lines run. Our own method: every ink edge votes, with its signed vertical
// gradient, into one row profile per trial angle; at the right angle the profile is sharpest.
// Accurate to a few thousandths of a degree on forms (see README.md), in some 10 ms a page.

#include "capture/facts.h"

#include <opencv2/core/mat.hpp>

namespace dossier::capture {

struct SkewOptions {
    double range_deg = 15.0; ///< looks between -range and +range
};

/// `grey`: 8 bit, one channel, any size. Confidence near 0 for blank pages and noise: below 0.2 the
/// angle means nothing and `straighten` does not use it.
[[nodiscard]] Skew find_skew(const cv::Mat& grey, const SkewOptions& options = {});

} // namespace dossier::capture
