#include "capture/judging/survey.h"

#include "capture/clean.h"
#include "capture/image/border.h"
#include "capture/image/smaller.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>

namespace dossier::capture {

namespace {

constexpr double tile_mm = 10.0;
constexpr int every = 8; ///< rows looked at: enough strokes for ranks, an eighth of the work

using Counts = std::array<std::uint16_t, 256>;

struct Tally {
    Counts levels{};
    Counts steps_x{};
    Counts steps_y{};
    int pixels = 0;
};

/// The level that `rank` pixels lie above (from = 255 downwards) or below (from = 0 upwards).
int level_at(const Counts& counts, int rank, bool from_top)
{
    int seen = 0;
    for (int i = 0; i < 256; ++i) {
        const int level = from_top ? 255 - i : i;
        if ((seen += counts[static_cast<std::size_t>(level)]) > rank) return level;
    }
    return from_top ? 0 : 255;
}

/// Steps are taken between pairs of pixels, which halves the noise in them.
void count(Tally& tally, const unsigned char* line, const unsigned char* below, int from, int to)
{
    for (int x = from; x < to; ++x) {
        const int right = line[x + 1] + below[x + 1] - line[x] - below[x];
        const int down = below[x] + below[x + 1] - line[x] - line[x + 1];
        ++tally.levels[line[x]];
        ++tally.steps_x[static_cast<std::size_t>(std::abs(right)) / 2];
        ++tally.steps_y[static_cast<std::size_t>(std::abs(down)) / 2];
    }
    tally.pixels += to - from;
}

/// Whole transitions between paper and ink along one row; what stays between the two does not
/// count.
int crossings_of(const unsigned char* line, int from, int to, int dark, int light)
{
    int crossings = 0;
    bool is_ink = line[from] < dark;
    for (int x = from; x < to; ++x) {
        if (is_ink ? line[x] <= light : line[x] >= dark) continue;
        is_ink = !is_ink;
        ++crossings;
    }
    return crossings;
}

Tile tile_of(const Tally& tally)
{
    constexpr int fewest_edges = 4;
    Tile tile;
    const int few = tally.pixels / 100;
    tile.paper = level_at(tally.levels, tally.pixels / 3, true);
    tile.ink = level_at(tally.levels, 2 * few, false);
    const int limit = tile.paper - tile.contrast() / 2;
    int inked = 0;
    for (int level = 0; level < limit; ++level)
        inked += tally.levels[static_cast<std::size_t>(level)];
    tile.inked_share = static_cast<double>(inked) / std::max(1, tally.pixels);
    // Of a stroke's pixels every fifth to every second lies on a steep edge, if it has any.
    const int edges = std::max(fewest_edges, inked / 20);
    tile.steep_x = level_at(tally.steps_x, edges, true);
    tile.steep_y = level_at(tally.steps_y, edges, true);
    // Half of all steps on bare paper are smaller than 0.67 standard deviations of its noise.
    tile.noise = level_at(tally.steps_x, tally.pixels / 2, false) / 0.67;
    return tile;
}

void count_crossings(Tile& tile, const cv::Mat& grey, const cv::Rect& place)
{
    const int third = tile.contrast() / 3;
    int rows = 0;
    int crossings = 0;
    for (int y = place.y; y + 1 < place.y + place.height; y += every) {
        const int found = crossings_of(
            grey.ptr(y), place.x, place.x + place.width, tile.ink + third, tile.paper - third
        );
        if (found == 0) continue;
        crossings += found;
        ++rows;
    }
    tile.crossings = rows == 0 ? 0.0 : static_cast<double>(crossings) / rows;
}

void survey_tiles(Survey& page)
{
    const int side = std::max(24, static_cast<int>(tile_mm * page.dots_per_mm));
    page.tile_side = side;
    page.columns = std::max(1, page.full.cols / side);
    page.rows = std::max(1, page.full.rows / side);
    page.tiles.reserve(
        static_cast<std::size_t>(page.columns) * static_cast<std::size_t>(page.rows)
    );
    for (int row = 0; row < page.rows; ++row)
        for (int column = 0; column < page.columns; ++column) {
            const cv::Rect place = cv::Rect(column * side, row * side, side, side) &
                                   cv::Rect(0, 0, page.full.cols - 1, page.full.rows - 1);
            Tally tally;
            for (int y = place.y; y < place.y + place.height; y += every)
                count(
                    tally, page.full.ptr(y), page.full.ptr(y + 1), place.x, place.x + place.width
                );
            Tile tile = tile_of(tally);
            if (tile.contrast() >= 16) count_crossings(tile, page.full, place);
            page.tiles.push_back(tile);
        }
}

/// The sheet's brightness: what is lighter than three quarters of it, the lid left out.
int paper_of(const Survey& page)
{
    std::array<int, 256> counts{};
    int total = 0;
    for (int y = 0; y < page.coarse.rows; ++y) {
        const unsigned char* line = page.coarse.ptr(y);
        const unsigned char* lid = page.lid.empty() ? nullptr : page.lid.ptr(y);
        for (int x = 0; x < page.coarse.cols; ++x) {
            if (lid != nullptr && lid[x] != 0) continue;
            ++counts[line[x]];
            ++total;
        }
    }
    int above = 0;
    for (int level = 255; level >= 0; --level)
        if ((above += counts[static_cast<std::size_t>(level)]) * 4 > total) return level;
    return 0;
}

bool is_bitonal(const cv::Mat& grey)
{
    for (int y = 0; y < grey.rows; y += every) {
        const unsigned char* line = grey.ptr(y);
        for (int x = 0; x < grey.cols; ++x)
            if (line[x] != 0 && line[x] != 255) return false;
    }
    return true;
}

cv::Mat halved_below(cv::Mat picture, int most)
{
    while (std::max(picture.cols, picture.rows) > most)
        picture = halved(picture);
    return picture;
}

} // namespace

bool Tile::is_text() const
{
    return contrast() >= 24 + 4 * noise && crossings >= 3.0 && inked_share <= 0.45;
}

Survey survey(const cv::Mat& picture, int dpi)
{
    constexpr int mid_side = 1800;
    constexpr int coarse_side = 900;
    constexpr double longest_mm = 450.0; // A3 and a margin
    constexpr double shortest_mm = 40.0;
    Survey page;
    page.full = grey_of(picture);
    page.mid = halved_below(page.full, mid_side);
    page.coarse = halved_below(page.mid, coarse_side);
    page.lid = border_mask(page.coarse);
    const bool is_night =
        static_cast<std::size_t>(page.lid.empty() ? 0 : cv::countNonZero(page.lid)) * 2 >
        page.coarse.total(); // a dark sheet is no lid
    if (is_night) page.lid.release();
    const double side = std::max(page.full.cols, page.full.rows);
    const double length_mm = dpi > 0 ? side * 25.4 / dpi : 0.0;
    page.scale_known = length_mm >= shortest_mm && length_mm <= longest_mm;
    page.dots_per_mm = page.scale_known ? dpi / 25.4 : side / 297.0;
    page.bitonal = is_bitonal(page.full);
    page.paper = paper_of(page);
    survey_tiles(page);
    return page;
}

} // namespace dossier::capture
