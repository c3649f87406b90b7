#include "ocr/layout/strips.h"

#include <opencv2/core.hpp>

namespace dossier::ocr {

double covered(const cv::Mat& ink, const cv::Rect& strip, bool by_rows)
{
    const cv::Rect inside = strip & cv::Rect(0, 0, ink.cols, ink.rows);
    if (inside.empty()) return 0.0;
    cv::Mat flat;
    cv::reduce(ink(inside), flat, by_rows ? 1 : 0, cv::REDUCE_MAX);
    return static_cast<double>(cv::countNonZero(flat)) / static_cast<double>(flat.total());
}

} // namespace dossier::ocr
