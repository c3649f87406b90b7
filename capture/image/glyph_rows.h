#pragma once
// Characters side by side: where there is little print, their boxes show how its lines run.

#include "capture/image/frame.h"

#include <opencv2/core/mat.hpp>

#include <vector>

namespace dossier::capture {

/// A box in the frame.
struct Extent {
    double left, right, top, bottom;

    [[nodiscard]] double height() const { return bottom - top; }

    [[nodiscard]] double width() const { return right - left; }
};

/// One line of text, in the frame: its height, and the box of each character.
struct GlyphRow {
    bool is_down = false; ///< it runs down the frame; its boxes are turned to lie along it
    double height = 0.0;
    std::vector<cv::Rect2d> boxes;
};

/// Appends the extents of what hangs together and is darker than `darkest_paper`, in a smoothed
/// piece of a page that begins at `corner`, outside `mask` (as large, or empty).
void collect_pieces(
    const cv::Mat& smooth,
    const cv::Mat& mask,
    cv::Point corner,
    double darkest_paper,
    const Frame& frame,
    std::vector<Extent>& pieces
);

/// Lines of three characters or more, whether they run along the frame or down it.
[[nodiscard]] std::vector<GlyphRow> glyph_rows(const std::vector<Extent>& pieces);

} // namespace dossier::capture
