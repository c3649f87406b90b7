#pragma once
// What a line profile makes of mere noise, which tells how much a peak is worth.

#include <opencv2/core/types.hpp>

namespace dossier::capture {

/// What fourth powers of noise come to at an angle, up to a factor: the sum over all lines, across
/// and down, of the square of a line's length inside a picture of this size.
[[nodiscard]] double noise_of(cv::Size size, double angle_deg);

/// How far they stray from that, as a part of it: a tenth on a page, much more on a strip of paper.
[[nodiscard]] double noise_spread(cv::Size size);

} // namespace dossier::capture
