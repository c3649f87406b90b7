#pragma once
// Right-angle turns. Whether lines of text run across or down a page can be seen without reading;
// which way is up cannot be told reliably for Chinese print without knowing characters, so ocr
// decides that from the lines found here and calls `turn_further` (straighten.h).

#include "capture/facts.h"

#include <opencv2/core/mat.hpp>

#include <vector>

namespace dossier::capture {

/// `rotation_deg` is 0 (lines run across, or nothing to see) or 90 (lines run down the page).
/// `lines`: what looks like lines of print in that direction, the most telling first, in pixels of
/// the picture.
struct QuarterTurn {
    int rotation_deg = 0;
    double confidence = 0.0;
    std::vector<Box> lines;
};

/// `grey`: 8 bit, one channel. `outside`: as large, 255 where the picture shows no paper (the lid,
/// corners that levelling has added), or empty; nothing is looked for there and right beside it.
[[nodiscard]] QuarterTurn find_quarter_turn(const cv::Mat& grey, const cv::Mat& outside = {});

/// The picture turned clockwise by 0, 90, 180 or 270 degrees, exactly.
[[nodiscard]] cv::Mat turned(const cv::Mat& picture, int clockwise_deg);

} // namespace dossier::capture
