#pragma once
// Straight edges of a picture, each with where along it the picture really has that edge: what
// sheets and cards are put together from.

#include "capture/box_map.h"

#include <opencv2/core/mat.hpp>

#include <vector>

namespace dossier::capture {

/// Gradient of a picture, of the channel in which it is steepest: what a card differs in from the
/// ground may be its colour alone.
struct Gradient {
    cv::Mat x; ///< CV_32F
    cv::Mat y;
};

[[nodiscard]] Gradient steepest_gradient(const cv::Mat& picture);

/// The same at one pixel; none at the picture's rim and outside of it. `picture`: 8 bit.
[[nodiscard]] Point steepest_gradient_at(const cv::Mat& picture, int x, int y);

/// The line through `foot` along `direction` (length 1); `normal` is the direction turned clockwise
/// as seen on the screen. `rising[t - first]`: how many pixels up to place t of the line have an
/// edge that grows brighter along the normal; `falling` the same for darker.
struct EdgeLine {
    Point foot;
    Point direction;
    Point normal;
    int first = 0;
    std::vector<int> rising;
    std::vector<int> falling;
    std::vector<int> inside; ///< pixels of the line that lie in the picture

    /// Share of the line between two places that is an edge of one kind: the stronger of the two.
    [[nodiscard]] double support(double from, double to) const;
    [[nodiscard]] double place_of(Point point) const;
};

/// The strongest straight edges by a Hough transform in which an edge votes only for lines along
/// itself. At most `most`.
[[nodiscard]] std::vector<EdgeLine> find_edge_lines(const Gradient& gradient, int most);

/// Where two lines cross; far outside of every picture when they run side by side.
[[nodiscard]] Point crossing(const EdgeLine& a, const EdgeLine& b);

} // namespace dossier::capture
