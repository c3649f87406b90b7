#pragma once
// Lines of made-up text set by Pango: what a clean scan of a printed field looks like.

#include <opencv2/core/mat.hpp>

#include <string>

namespace dossier::ocr::net {

struct LineStyle {
    std::string font = "Noto Sans CJK SC";
    int pixels = 32; ///< character size
    int margin = 6;
};

/// 8 bit grey, black on white, cropped to the ink plus the margin.
cv::Mat render_line(const std::string& text, const LineStyle& style = {});

} // namespace dossier::ocr::net
