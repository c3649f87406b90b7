#pragma once
// Four-sided outlines put together from straight edges, and how well the picture bears them out.

#include "capture/image/edge_lines.h"

#include <array>
#include <optional>
#include <vector>

namespace dossier::capture {

/// Clockwise as seen on the screen.
using Corners = std::array<Point, 4>;

/// `edges`: share of the four sides that are edges of the picture, their mean, 0..1. `weakest`: of
/// the weakest side. `contrast`: how much the colour differs on the two sides of the outline, along
/// the side where it does least, in grey levels; `step`: the same right beside the outline.
/// `is_lighter`: than the ground around it. `is_mixed`: but a little darker along a side, or the
/// other way round.
struct Quad {
    Corners corners{};
    double edges = 0.0;
    double weakest = 0.0;
    double contrast = 0.0;
    double step = 0.0;
    bool is_lighter = true;
    bool is_mixed = false;
    double score = 0.0;
    /// The outline right around this one, where this one may be a frame printed along the edge of
    /// the sheet: the sheet's own, if it looks like one.
    std::optional<Corners> around;
};

/// The best outlines of sheets and cards, those that overlap a better one left out, best first.
/// `picture`: 8 bit, at most some 700 pixels a side.
[[nodiscard]] std::vector<Quad> find_quads(const cv::Mat& picture);

/// The outline moved onto the edges of a larger picture of the same scene: `corners` in its pixels,
/// right within `slack` pixels.
[[nodiscard]] Corners refined(const Corners& corners, const cv::Mat& picture, double slack);

/// Whether two outlines part, and what lies right inside of the outer one can be the sheet's own
/// margin: it is brighter than the ground by a part of what the sheet is, and about as wide at both
/// ends of a side. The ground or a shadow beside a card is not, nor is what a line cuts off that
/// runs away from a corner.
[[nodiscard]] bool holds_margin(const Corners& inner, const Corners& outer, const cv::Mat& picture);

/// Whether two outlines share more than a twentieth of the smaller one.
[[nodiscard]] bool overlap(const Corners& a, const Corners& b);

[[nodiscard]] double area_of(const Corners& corners);

/// Width to height of the flat rectangle that a camera sees as this outline, 1 or more, whatever
/// its tilt (Zhang and He 2006, within what lenses there are); `centre` is the middle of the
/// picture.
[[nodiscard]] double aspect_of(const Corners& corners, Point centre);

} // namespace dossier::capture
