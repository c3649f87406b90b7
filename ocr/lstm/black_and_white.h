#pragma once
// How dark print and how light paper are in the picture of a line, as Tesseract sees it.

#include <opencv2/core/mat.hpp>

namespace dossier::ocr::lstm {

struct Tone {
    float black = 0.0F;
    float contrast = 1.0F; ///< half of the way from black to white
};

/// `line`: 8 bit grey. What its middle row passes through: the lower quarter of its minima, the
/// upper quarter of its maxima.
[[nodiscard]] Tone black_and_white(const cv::Mat& line);

} // namespace dossier::ocr::lstm
