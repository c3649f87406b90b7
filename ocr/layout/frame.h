#pragma once
// The ornaments of a frame around a certificate, which are no print.

#include "capture/facts.h"

#include <opencv2/core/mat.hpp>

#include <vector>

namespace dossier::ocr {

/// The strips of ornaments down both sides of a page, from its top to its bottom with free paper
/// beside them, and those across its top and bottom; none where only one side has such a strip.
/// `ink`: 255 where there is ink, without rules. `text_height` in pixels.
[[nodiscard]] std::vector<capture::Box> find_frame(const cv::Mat& ink, int text_height);

} // namespace dossier::ocr
