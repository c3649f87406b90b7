#pragma once
// How much of a strip a line runs through: whether there is a side, an edge, a rule.

#include <opencv2/core/mat.hpp>

namespace dossier::ocr {

/// The share of a strip's rows, or else of its columns, that have ink, 0 to 1; of what lies on the
/// picture. 0 where nothing of it does.
[[nodiscard]] double covered(const cv::Mat& ink, const cv::Rect& strip, bool by_rows);

} // namespace dossier::ocr
