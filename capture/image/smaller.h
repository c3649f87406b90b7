#pragma once
// Pictures made smaller. By two each pixel is the mean of four, which OpenCV does ten times as fast
// as any other step; so what can be done in such steps is.

#include <opencv2/core/mat.hpp>

namespace dossier::capture {

/// Half as wide and high; the last column or row of an odd number is left out.
[[nodiscard]] cv::Mat halved(const cv::Mat& picture);

/// Made smaller by whole factors until no side exceeds `most`. Columns and rows beyond a multiple
/// of the factor are left out.
[[nodiscard]] cv::Mat reduced(const cv::Mat& picture, int most);

/// Made smaller to `size`, or left as it is where it is no larger: halved as long as that leaves
/// enough, then between the pixels.
[[nodiscard]] cv::Mat shrunk(const cv::Mat& picture, cv::Size size);

} // namespace dossier::capture
