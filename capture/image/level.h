#pragma once
// A whole page turned by a little. What OpenCV's warpAffine does with any map, pixel by pixel, is
// done here for runs of pixels whose neighbours lie side by side, as they do nearly everywhere when
// a page is turned level: four times as fast, with the same pixels.

#include <opencv2/core/mat.hpp>
#include <opencv2/core/matx.hpp>

namespace dossier::capture {

/// As cv::warpAffine, between the pixels, white where the picture has nothing. `map`: to the level
/// sheet, as OpenCV wants it; a turn.
[[nodiscard]] cv::Mat
turned_level(const cv::Mat& picture, const cv::Matx23d& map, const cv::Size& sheet);

} // namespace dossier::capture
