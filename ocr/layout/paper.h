#pragma once
// Whether a picture can be the work of a scanner, whatever its file says: a scanner, or a program
// that cleans pictures like one, leaves paper white from edge to edge; a camera never does.

#include <opencv2/core/mat.hpp>

namespace dossier::ocr {

/// `grey`: of a page as opened, before its light is evened.
[[nodiscard]] bool is_evenly_white(const cv::Mat& grey);

} // namespace dossier::ocr
