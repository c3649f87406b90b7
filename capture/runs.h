#pragma once
// Black and white pictures as runs of ink: what opening and closing with bars, and connected
// components, need of them. A page is mostly paper, and a run is passed eight pixels at a time, so
// all of these cost a few milliseconds where going over pixels costs tens.
//
// `ink` is 8 bit throughout: 255 where there is ink, 0 elsewhere.

#include "capture/facts.h"

#include <opencv2/core/mat.hpp>

#include <vector>

namespace dossier::capture {

/// Only the runs of at least `least` pixels along rows: opening with a bar of that length.
[[nodiscard]] cv::Mat runs_across(const cv::Mat& ink, int least);

/// The same along columns.
[[nodiscard]] cv::Mat runs_down(const cv::Mat& ink, int least);

/// Gaps of less than `least` pixels between ink on a row filled: closing with a bar.
[[nodiscard]] cv::Mat gaps_closed_across(const cv::Mat& ink, int least);

/// A piece of ink that hangs together, over corners too.
struct Component {
    Box box;
    int area = 0; ///< pixels of ink
};

/// In the order in which a scan from the top meets them.
[[nodiscard]] std::vector<Component> find_components(const cv::Mat& ink);

} // namespace dossier::capture
