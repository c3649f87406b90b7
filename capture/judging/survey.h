#pragma once
// One walk over a page's pixels, shared by everything that judges it: the page in three sizes, its
// scale, the lid around it, and for every square of some ten millimetres how dark, how steep and
// how busy it is. Nothing here decides anything.

#include <opencv2/core/mat.hpp>

#include <cstddef>
#include <vector>

namespace dossier::capture {

/// A square of the page. Levels are 0..255; `steep_x`, `steep_y` the largest steps between
/// neighbours but for a few; `crossings` how often a row with ink goes from paper to ink or back.
struct Tile {
    int paper = 0;
    int ink = 0;
    int steep_x = 0;
    int steep_y = 0;
    double noise = 0.0;
    double crossings = 0.0;
    double inked_share = 0.0;

    [[nodiscard]] int contrast() const { return paper - ink; }

    /// Dark strokes on paper, many of them: print or writing, neither a rule nor a picture.
    [[nodiscard]] bool is_text() const;
};

struct Survey {
    cv::Mat full;   ///< grey, as scanned
    cv::Mat mid;    ///< reduced to at most 1,800 pixels a side, so that strokes are still strokes
    cv::Mat coarse; ///< at most 900: paper, lid, patches
    cv::Mat lid;    ///< of `coarse`: 255 on the dark frame around the sheet; empty without one
    double dots_per_mm = 0.0; ///< of `full`
    bool scale_known = false; ///< from the file; else a page is taken for 297 mm high
    int tile_side = 0;        ///< pixels of `full`
    int columns = 0;
    int rows = 0;
    std::vector<Tile> tiles; ///< row after row
    int paper = 0;           ///< brightness of the sheet where it is bare
    bool bitonal = false;    ///< black and white, nothing between

    [[nodiscard]] const Tile& tile(int row, int column) const
    {
        const int index = row * columns + column;
        return tiles[static_cast<std::size_t>(index)];
    }

    [[nodiscard]] double mid_per_mm() const { return dots_per_mm * mid.cols / full.cols; }

    [[nodiscard]] double coarse_per_mm() const { return dots_per_mm * coarse.cols / full.cols; }
};

/// `picture`: 8 bit, grey or BGR, as scanned; `dpi` as the file says, 0 when it does not. A page
/// that would be larger than A3 by it is taken to have none.
[[nodiscard]] Survey survey(const cv::Mat& picture, int dpi);

} // namespace dossier::capture
