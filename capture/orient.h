#pragma once
// Right-angle turns. Whether lines of text run across or down a page can be seen without reading;
// which way is up cannot be told reliably for Chinese print without reading, so ocr decides that by
// recognising a few lines both ways and calls `turn_over` (straighten.h).

#include <opencv2/core/mat.hpp>

namespace dossier::capture {

/// `rotation_deg` is 0 (lines run across, or nothing to see) or 90 (lines run down the page).
struct QuarterTurn {
    int rotation_deg = 0;
    double confidence = 0.0;
};

/// `grey`: 8 bit, one channel.
[[nodiscard]] QuarterTurn find_quarter_turn(const cv::Mat& grey);

/// The picture turned clockwise by 0, 90, 180 or 270 degrees, exactly.
[[nodiscard]] cv::Mat turned(const cv::Mat& picture, int clockwise_deg);

} // namespace dossier::capture
