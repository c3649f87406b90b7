#pragma once
// Rows of cells that share no sides: boxes with paper between them, and low strokes on a line that
// part characters (combs in the narrow sense). What has shared sides: combs.cpp.

#include "ocr/layout/combs.h"

namespace dossier::ocr {

/// `ink`: 255 where there is ink. `text_height`: of ordinary text, in pixels.
[[nodiscard]] std::vector<Comb> find_boxes_apart(const cv::Mat& ink, int text_height);
[[nodiscard]] std::vector<Comb> find_toothed_lines(const cv::Mat& ink, int text_height);

} // namespace dossier::ocr
