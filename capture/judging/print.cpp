#include "capture/judging/print.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace dossier::capture {

namespace {

/// Standard deviation of the blur in pixels: an ideal edge blurred by s has a steepest step of
/// 0.4 / s of its height. Both directions count, for a jerk smears one only; but where strokes are
/// few, they may all run the same way.
double softness(const Tile& tile)
{
    // Noise adds to the steepest steps, most of all where they are hardly steeper than itself.
    const auto without_noise = [&](int step) { return std::max(1.0, step - 2.0 * tile.noise); };
    const double x = without_noise(tile.steep_x);
    const double y = without_noise(tile.steep_y);
    return 0.4 * tile.contrast() / (tile.is_text() ? std::sqrt(x * y) : std::max(x, y));
}

/// The middle one; reorders.
template <typename T>
T median(std::vector<T>& values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

/// The bands of `mid` with the most ink, together a third of the page: enough characters for a
/// median at a third of the work.
std::vector<cv::Rect> inked_bands(const Survey& page)
{
    constexpr int bands = 12;
    constexpr std::size_t looked_at = 4;

    struct Band {
        int number = 0;
        double ink = 0.0;
    };

    std::vector<Band> found;
    for (int band = 0; band < bands; ++band) {
        double ink = 0.0;
        for (int row = band * page.rows / bands; row < (band + 1) * page.rows / bands; ++row)
            for (int column = 0; column < page.columns; ++column)
                if (page.tile(row, column).is_text()) ink += 1.0;
        found.push_back({band, ink});
    }
    std::ranges::stable_sort(found, std::ranges::greater{}, &Band::ink);
    found.resize(looked_at);
    std::vector<cv::Rect> places;
    for (const Band& band : found) {
        const int top = band.number * page.mid.rows / bands;
        const int bottom = (band.number + 1) * page.mid.rows / bands;
        if (bottom > top) places.emplace_back(0, top, page.mid.cols, bottom - top);
    }
    return places;
}

/// Heights of connected ink that could be characters, in pixels of `grey`.
/// Strokes above one another join across small gaps, so that parts of a character count as one.
void add_character_heights(
    const cv::Mat& grey, int darker, double per_mm, std::vector<int>& heights
)
{
    constexpr int window = 31;
    const int gap = std::max(2, static_cast<int>(0.6 * per_mm));
    const int least = std::max(5, static_cast<int>(0.9 * per_mm)); // dust is smaller
    const int most = std::max(grey.cols, grey.rows) / 20;
    cv::Mat mean;
    cv::boxFilter(grey, mean, CV_8U, {window, window}, {-1, -1}, true, cv::BORDER_REPLICATE);
    cv::Mat ink = (mean - grey) > darker;
    cv::morphologyEx(
        ink, ink, cv::MORPH_CLOSE, cv::getStructuringElement(cv::MORPH_RECT, {1, gap})
    );
    cv::Mat labels;
    cv::Mat stats;
    cv::Mat centres;
    const int count = cv::connectedComponentsWithStats(ink, labels, stats, centres, 8, CV_32S);
    for (int label = 1; label < count; ++label) {
        const int* stat = stats.ptr<int>(label);
        const int width = stat[cv::CC_STAT_WIDTH];
        const int height = stat[cv::CC_STAT_HEIGHT];
        const bool is_cut =
            stat[cv::CC_STAT_TOP] == 0 || stat[cv::CC_STAT_TOP] + height == grey.rows;
        const bool is_solid = stat[cv::CC_STAT_AREA] * 12 >= width * height;
        if (!is_cut && is_solid && height >= least && height <= most && width <= 3 * height)
            heights.push_back(height);
    }
}

/// `contrast` of its text in grey levels: patterns below it are paler.
int text_height_of(const Survey& page, int contrast)
{
    constexpr std::size_t fewest = 5;
    const int darker = std::max(18, contrast * 35 / 100);
    std::vector<int> heights;
    for (const cv::Rect& band : inked_bands(page))
        add_character_heights(page.mid(band), darker, page.mid_per_mm(), heights);
    if (heights.size() < fewest) return 0;
    const double scale = static_cast<double>(page.full.rows) / page.mid.rows;
    return static_cast<int>(std::lround(median(heights) * scale));
}

bool has_ink(const Tile& tile)
{
    return tile.contrast() >= 24 + 4 * tile.noise;
}

/// Print smeared until no stroke is left of it.
bool is_all_smeared(const Survey& page, double limit)
{
    constexpr int several = 4;
    int smeared = 0;
    int inked = 0;
    for (const Tile& tile : page.tiles) {
        if (!has_ink(tile)) continue;
        ++inked;
        smeared += softness(tile) > 2 * limit ? 1 : 0;
    }
    return smeared >= several && smeared * 2 > inked;
}

/// Dark strokes, if perhaps too few for print once they are smeared.
bool is_stroked(const Tile& tile)
{
    return has_ink(tile) && tile.crossings >= 1.8 && tile.inked_share <= 0.4;
}

/// 255 for tiles with strokes that are softer than `limit` pixels. Pale ones must be softer still:
/// ornaments, watermarks and photographs are pale, and soft by design.
cv::Mat soft_tiles(const Survey& page, int usual_contrast, double limit)
{
    cv::Mat soft(page.rows, page.columns, CV_8UC1, cv::Scalar(0));
    for (int i = 0; i < page.rows * page.columns; ++i) {
        const Tile& tile = page.tiles[static_cast<std::size_t>(i)];
        const bool is_pale = tile.contrast() * 100 < usual_contrast * 35;
        if (is_stroked(tile) && softness(tile) > (is_pale ? 1.3 : 1.0) * limit)
            soft.at<unsigned char>(i / page.columns, i % page.columns) = 255;
    }
    return soft;
}

/// Whether soft tiles lie together somewhere, at least `least` of them, more of them than sharp
/// ones, and not in a single row as along an ornamental frame.
bool has_soft_patch(const Survey& page, const cv::Mat& soft, int least)
{
    cv::Mat near;
    cv::dilate(soft, near, cv::getStructuringElement(cv::MORPH_RECT, {3, 3}));
    cv::Mat labels;
    const int count = cv::connectedComponents(near, labels, 8, CV_32S);
    for (int label = 1; label < count; ++label) {
        std::vector<cv::Point> places;
        cv::findNonZero((labels == label) & soft, places);
        const cv::Rect box = cv::boundingRect(places);
        if (static_cast<int>(places.size()) < least || box.width < 2 || box.height < 2) continue;
        int strokes = 0;
        for (int row = box.y; row < box.y + box.height; ++row)
            for (int column = box.x; column < box.x + box.width; ++column)
                strokes += is_stroked(page.tile(row, column)) ? 1 : 0;
        if (static_cast<int>(places.size()) * 2 > strokes) return true;
    }
    return false;
}

} // namespace

Quality measure_print(const Survey& page)
{
    Quality quality;
    std::vector<int> contrasts;
    std::vector<double> blurs;
    const bool is_smeared = std::ranges::none_of(page.tiles, &Tile::is_text);
    for (const Tile& tile : page.tiles) {
        if (!tile.is_text() && !(is_smeared && has_ink(tile))) continue;
        contrasts.push_back(tile.contrast());
        blurs.push_back(softness(tile));
    }
    if (!contrasts.empty()) {
        constexpr double sharp_px = 0.4;
        quality.contrast = std::clamp(median(contrasts) / 255.0, 0.0, 1.0);
        quality.blur = std::clamp(1.0 - sharp_px / median(blurs), 0.0, 1.0);
    }
    quality.text_height = text_height_of(page, static_cast<int>(quality.contrast * 255));
    return quality;
}

bool has_low_resolution(const Survey& page, const Quality& quality)
{
    constexpr double least_dpi = 196.0; // fax files say 196 or 204
    constexpr int smallest_print = 11;  // pixels; below, strokes of Chinese characters run together
    if (page.scale_known && page.dots_per_mm * 25.4 < least_dpi) return true;
    return quality.text_height > 0 && quality.text_height < smallest_print;
}

bool is_blurred(const Survey& page)
{
    constexpr double least_px = 2.0;
    constexpr double least_mm = 0.2;
    constexpr int least_tiles = 4;
    constexpr int least_share = 25; // one in so many tiles of text
    if (page.bitonal) return false; // black and white has no soft edges to measure
    std::vector<int> contrasts;
    for (const Tile& tile : page.tiles)
        if (tile.is_text()) contrasts.push_back(tile.contrast());
    double limit = std::max(least_px, least_mm * page.dots_per_mm);
    if (contrasts.empty()) return is_all_smeared(page, limit);
    const auto texts = static_cast<int>(contrasts.size());
    const auto dark = contrasts.begin() + texts * 3 / 4;
    std::ranges::nth_element(contrasts, dark);
    constexpr int faint = 82; // then noise is a good part of every step
    if (*dark < faint) limit *= 1.8;
    const cv::Mat soft = soft_tiles(page, *dark, limit);
    return cv::countNonZero(soft) * 2 > texts ||
           has_soft_patch(page, soft, std::max(least_tiles, texts / least_share));
}

bool has_low_contrast(const Survey& page, const Quality& quality)
{
    constexpr double least = 0.32;
    return !page.bitonal && quality.contrast > 0.0 && quality.contrast < least;
}

bool is_too_dark(const Survey& page)
{
    constexpr int darkest_paper = 125;
    constexpr double most_black = 0.35;
    if (!page.bitonal) return page.paper > 0 && page.paper < darkest_paper;
    const cv::Mat dark = page.coarse < 128;
    const int sheet = page.lid.empty() ? static_cast<int>(dark.total())
                                       : static_cast<int>(cv::countNonZero(page.lid == 0));
    const cv::Mat black = page.lid.empty() ? dark : dark & (page.lid == 0);
    return cv::countNonZero(black) > most_black * sheet;
}

} // namespace dossier::capture
