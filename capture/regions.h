#pragma once
// Sheets and cards on a ground: a photographed licence on a table, cards on a scanner's glass, a
// page before the black of an open lid. Told from straight edges that close to four sides and
// across which the colour changes; frames and tables that are only printed change nothing.

#include "capture/box_map.h"

#include <opencv2/core/mat.hpp>

#include <array>
#include <optional>
#include <vector>

namespace dossier::capture {

/// `corners`: clockwise on the scan, from the one nearest to the scan's top left, in its pixels.
/// `aspect`: of the flat rectangle behind them, 1 or more, the camera's tilt taken out. `contrast`:
/// between it and its ground, in grey levels. `confidence` 0..1.
struct Region {
    std::array<Point, 4> corners{};
    double aspect = 1.0;
    double contrast = 0.0;
    double confidence = 0.0;
};

/// From top to bottom, then left to right; none where the scan is the sheet. `picture`: 8 bit, grey
/// or BGR.
[[nodiscard]] std::vector<Region> find_regions(const cv::Mat& picture);

/// The one sheet or card that a photograph or an open scan shows, when taking it out of its ground
/// helps: it is the largest thing on it, and seen at a slant, turned, or on a ground that shows. A
/// flat scan of the sheet itself has none.
[[nodiscard]] std::optional<Region>
find_rectifiable(const std::vector<Region>& regions, int width, int height);

/// Two or more identity or bank cards on one sheet, each to be read for itself; else none.
[[nodiscard]] std::vector<Region> find_cards(const std::vector<Region>& regions);

} // namespace dossier::capture
