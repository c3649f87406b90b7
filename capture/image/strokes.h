#pragma once
// Straight edges of strokes: where there is little print, each says something about the angle.

#include "capture/image/frame.h"

#include <opencv2/core/mat.hpp>

#include <vector>

namespace dossier::capture {

/// One side of a stroke, fitted through its pixels to a fraction of a pixel.
struct StraightEdge {
    bool upright = false; ///< a stroke that runs down the page
    double length = 0.0;  ///< pixels between its round ends
    double degrees = 0.0; ///< from the frame's axis; positive: clockwise, whichever way it runs
};

/// Appends those of a smoothed piece of a page outside `mask` (as large, or empty) that run within
/// six degrees of one of the frame's axes. `contrast`: of ink and paper, in grey levels.
void collect_edges(
    const cv::Mat& smooth,
    const cv::Mat& mask,
    const Frame& frame,
    int contrast,
    std::vector<StraightEdge>& edges
);

} // namespace dossier::capture
