#pragma once
// How a line picture becomes the input of the networks that look at lines.

#include <opencv2/core/mat.hpp>

#include <span>

namespace dossier::ocr::net {

constexpr int line_height = 48; ///< pixels; all of PP-OCR's line networks were trained with it

/// The line scaled to that height, its width in proportion.
[[nodiscard]] cv::Mat to_line_height(const cv::Mat& line);

/// Pixels from 0..255 to -1..1 in three channels, the rest of `width` 0 as in training. `piece`:
/// grey or BGR, `line_height` high, no wider than `width`.
void fill_line(std::span<float> input, const cv::Mat& piece, int width);

} // namespace dossier::ocr::net
