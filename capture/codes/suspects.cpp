#include "capture/codes/suspects.h"

#include "capture/codes/evidence.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <optional>

namespace dossier::capture {

namespace {

constexpr std::size_t most_suspects = 12;
/// The side of a tile, and what codes are at least, in inches.
constexpr double tile_inches = 0.08;
constexpr double least_side = 0.22;
constexpr double least_inches = 0.35;
/// Both sides of a QR code.
constexpr double least_square = 0.3;
constexpr double quiet_inches = 0.2;
constexpr double light_end_inches = 0.6;

/// How much of each tile is ink, 0..1: its mean between the paper around it and the page's ink.
cv::Mat darkness_of(const cv::Mat& grey, int tile)
{
    const cv::Size tiles{grey.cols / tile, grey.rows / tile};
    const cv::Mat whole = grey(cv::Rect{0, 0, tiles.width * tile, tiles.height * tile});
    cv::Mat mean;
    cv::resize(whole, mean, tiles, 0, 0, cv::INTER_AREA);
    cv::Mat paper;
    cv::dilate(whole, paper, cv::getStructuringElement(cv::MORPH_RECT, {tile, tile}));
    cv::resize(paper, paper, tiles, 0, 0, cv::INTER_NEAREST);
    cv::dilate(paper, paper, cv::getStructuringElement(cv::MORPH_RECT, {9, 9}));
    double darkest = 0.0;
    double brightest = 0.0;
    cv::minMaxLoc(mean, &darkest, &brightest);
    constexpr double least_contrast = 24.0;
    cv::Mat darkness;
    cv::subtract(paper, mean, darkness, cv::noArray(), CV_32F);
    cv::Mat range;
    cv::subtract(paper, darkest, range, cv::noArray(), CV_32F);
    cv::divide(darkness, cv::max(range, least_contrast), darkness);
    cv::blur(darkness, darkness, {3, 3});
    return darkness;
}

/// `place` with so many inches more at its left and right, and above and below, within the page.
cv::Rect
widened(const cv::Rect& place, double across, double down, double per_inch, const cv::Mat& page)
{
    const auto x = static_cast<int>(per_inch * across);
    const auto y = static_cast<int>(per_inch * down);
    const cv::Rect wide{place.x - x, place.y - y, place.width + 2 * x, place.height + 2 * y};
    return wide & cv::Rect{0, 0, page.cols, page.rows};
}

/// A dark place with what speaks for a code in it, or one that is large enough to be tried once.
std::optional<Suspect> suspect_of(const cv::Mat& page, const cv::Rect& place, double per_inch)
{
    if (has_bars(page(widened(place, 0.0, 0.0, per_inch, page)))) {
        // Where narrow bars stand far apart, an end of the code is as light as print.
        const bool is_lying = place.width >= place.height;
        const double across = is_lying ? light_end_inches : quiet_inches;
        const double down = is_lying ? quiet_inches : light_end_inches;
        return Suspect{widened(place, across, down, per_inch, page), true};
    }
    if (std::min(place.width, place.height) < least_square * per_inch) return std::nullopt;
    const cv::Rect box = widened(place, quiet_inches, quiet_inches, per_inch, page);
    return Suspect{box, count_corners(page(box)) >= 2};
}

} // namespace

std::vector<Suspect> find_suspects(const cv::Mat& page, const SmallPage& small)
{
    const int tile =
        std::max(2, static_cast<int>(std::lround(small.pixels_per_inch * tile_inches)));
    if (small.grey.cols < 4 * tile || small.grey.rows < 4 * tile) return {};
    constexpr double least_dark = 0.28;
    constexpr double most_dark = 0.85;
    cv::Mat half_dark;
    cv::inRange(darkness_of(small.grey, tile), least_dark, most_dark, half_dark);
    cv::Mat labels;
    cv::Mat stats;
    cv::Mat centres;
    const int count = cv::connectedComponentsWithStats(half_dark, labels, stats, centres, 4);
    const int on_page = tile * small.factor;
    const double per_inch = small.pixels_per_inch * small.factor;
    std::vector<Suspect> suspects;
    for (int i = 1; i < count; ++i) {
        const int* const row = stats.ptr<int>(i);
        const cv::Rect box{
            row[cv::CC_STAT_LEFT] * on_page,
            row[cv::CC_STAT_TOP] * on_page,
            row[cv::CC_STAT_WIDTH] * on_page,
            row[cv::CC_STAT_HEIGHT] * on_page};
        if (std::min(box.width, box.height) < least_side * per_inch ||
            std::max(box.width, box.height) < least_inches * per_inch)
            continue;
        if (const auto suspect = suspect_of(page, box, per_inch)) suspects.push_back(*suspect);
    }
    std::ranges::sort(suspects, [](const Suspect& a, const Suspect& b) {
        return a.box.area() > b.box.area();
    });
    if (suspects.size() > most_suspects) suspects.resize(most_suspects);
    return suspects;
}

} // namespace dossier::capture
