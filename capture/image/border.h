#pragma once
// The dark frame that a scanner's lid or a torn-open cover leaves around the sheet.

#include <opencv2/core/mat.hpp>

namespace dossier::capture {

/// 255 where a broad dark area reaches in from the edge of the picture, as large as `grey`; empty
/// when there is none. Print and rules that run off the page are too thin to count.
[[nodiscard]] cv::Mat border_mask(const cv::Mat& grey);

/// Adds to `mask` (as large, or empty) the wedges between the rim of the picture and a sheet that
/// lies almost level, which are too thin to be broad, with their edge: cut short by the rim, it
/// would run level. Along a side without a wedge nothing is hidden.
void hide_wedges(const cv::Mat& grey, cv::Mat& mask);

} // namespace dossier::capture
