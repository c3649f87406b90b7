#pragma once
// Where a page has print on it, and how much.

#include <opencv2/core/mat.hpp>

#include <vector>

namespace dossier::capture {

/// Places with ink, found on a picture made smaller by `scale`, in pixels of the large one.
struct InkPatches {
    std::vector<cv::Rect> patches; ///< apart from each other; with a margin of paper
    double area = 0.0;             ///< of all patches, as a part of the picture
};

[[nodiscard]] InkPatches find_ink(const cv::Mat& small, const cv::Mat& mask, cv::Size large);

} // namespace dossier::capture
