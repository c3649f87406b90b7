#include "capture/regions.h"

#include "capture/image/quads.h"
#include "capture/image/smaller.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace dossier::capture {

namespace {

/// A picture with its longest side at most `most`, and how much smaller it is.
struct Smaller {
    cv::Mat pixels;
    double scale = 1.0;
};

Smaller smaller(const cv::Mat& picture, int most)
{
    const int side = std::max(picture.cols, picture.rows);
    if (side <= most) return {picture, 1.0};
    Smaller result{{}, static_cast<double>(most) / side};
    result.pixels = shrunk(
        picture, {cvRound(picture.cols * result.scale), cvRound(picture.rows * result.scale)}
    );
    return result;
}

Corners scaled(Corners corners, double by)
{
    for (Point& each : corners)
        each = {each.x * by, each.y * by};
    return corners;
}

/// From pixel centres, as edges are found, to pixel corners, as all our maps speak.
Corners on_scan(Corners corners, double scale)
{
    for (Point& each : corners)
        each = {(each.x + 0.5) / scale, (each.y + 0.5) / scale};
    return corners;
}

Corners from_top_left(Corners corners)
{
    auto* const first =
        std::ranges::min_element(corners, {}, [](const Point& p) { return p.x + p.y; });
    std::rotate(corners.begin(), first, corners.end());
    return corners;
}

constexpr double card_aspect = 85.6 / 54.0; // ISO/IEC 7810 ID-1

cv::Scalar colour_around(const cv::Mat& picture, Point at)
{
    const cv::Rect place = cv::Rect(static_cast<int>(at.x) - 1, static_cast<int>(at.y) - 1, 3, 3) &
                           cv::Rect(0, 0, picture.cols, picture.rows);
    return place.empty() ? cv::Scalar() : cv::mean(picture(place));
}

/// A card's corners are rounded (3.18 mm): right at the corner of its outline the ground shows.
bool has_round_corners(const Corners& corners, const cv::Mat& picture)
{
    constexpr double radius = 3.18 / 85.6;
    constexpr double smallest = 14; // pixels of radius: below, a pixel more or less decides
    int round = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        const Point& here = corners[i];
        const Point& opposite = corners[(i + 2) % 4];
        const double width =
            std::max(distance(here, corners[(i + 1) % 4]), distance(here, corners[(i + 3) % 4]));
        if (radius * width < smallest) return false;
        const double unit = radius * width / std::max(1.0, distance(here, opposite));
        const auto corner = colour_around(picture, between(here, opposite, 0.25 * unit));
        const auto ground = colour_around(picture, between(here, opposite, -0.7 * unit));
        const auto card = colour_around(picture, between(here, opposite, 1.2 * unit));
        if (cv::norm(corner - ground) < cv::norm(corner - card)) ++round;
    }
    return round >= 3;
}

double degrees_of(Point from, Point to)
{
    return std::atan2(to.y - from.y, to.x - from.x) * 180.0 / std::numbers::pi;
}

/// How far the outline is turned from the scan's axes, 0..45 degrees.
double turn_of(const Corners& corners)
{
    const double angle = std::fmod(degrees_of(corners[0], corners[1]) + 360.0, 90.0);
    return std::min(angle, 90.0 - angle);
}

/// Whether opposite sides run together: a camera looked at it aslant.
bool is_slanted(const Corners& corners)
{
    constexpr double most_degrees = 1.0;
    for (std::size_t i = 0; i < 2; ++i) {
        const double one = degrees_of(corners[i], corners[i + 1]);
        const double other = degrees_of(corners[(i + 3) % 4], corners[i + 2]);
        if (std::abs(std::remainder(one - other, 360.0)) > most_degrees) return true;
    }
    return false;
}

/// Sheets and cards have one of few shapes; what is not brighter than its ground must be a card: a
/// shaded table on white paper is darker, too. On a flat scan, what is brighter on some sides and
/// darker on others is a frame or a table, beside a lid or where light falls unevenly.
bool is_plausible(const Quad& quad, double aspect, const Corners& close, const cv::Mat& picture)
{
    constexpr double squarest = 1.2; // A4 and licences are 1.41
    constexpr double longest = 1.78;
    if (quad.is_lighter && (!quad.is_mixed || is_slanted(close)))
        return aspect >= squarest && aspect <= longest;
    constexpr double unbroken = 0.8;
    return std::abs(aspect / card_aspect - 1) < 0.04 && quad.weakest >= unbroken &&
           has_round_corners(close, picture);
}

double confidence_of(const Quad& quad)
{
    constexpr double half = 1.25;
    constexpr double slope = 0.08;
    return 1.0 / (1.0 + std::exp((half - quad.score) / slope));
}

} // namespace

std::vector<Region> find_regions(const cv::Mat& picture)
{
    constexpr int smallest = 200; // pixels: smaller pictures hold nothing to take apart
    constexpr int coarse_side = 640;
    constexpr int fine_side = 1600;
    constexpr double least_confidence = 0.5;
    if (std::min(picture.cols, picture.rows) < smallest) return {};
    const Smaller fine = smaller(picture, fine_side);
    const Smaller coarse = smaller(fine.pixels, coarse_side);
    const Point centre{picture.cols / 2.0, picture.rows / 2.0};
    std::vector<Region> regions;
    for (const Quad& quad : find_quads(coarse.pixels)) {
        const double confidence = confidence_of(quad);
        if (confidence < least_confidence) continue;
        const double up = 1.0 / coarse.scale;
        const auto close = [&](const Corners& corners) {
            return refined(scaled(corners, up), fine.pixels, 3 * up);
        };
        const auto region_at = [&](const Corners& corners) -> std::optional<Region> {
            Region region;
            region.corners = from_top_left(on_scan(corners, fine.scale));
            region.aspect = aspect_of(region.corners, centre);
            region.contrast = quad.contrast;
            region.confidence = confidence;
            if (!is_plausible(quad, region.aspect, corners, fine.pixels)) return std::nullopt;
            return region;
        };
        const Corners corners = close(quad.corners);
        auto region = region_at(corners);
        if (!region) continue;
        if (quad.around) {
            // Only now it is known where exactly the two lie.
            const Corners around = close(*quad.around);
            const bool is_apart = holds_margin(
                scaled(corners, coarse.scale), scaled(around, coarse.scale), coarse.pixels
            );
            if (const auto outer = region_at(around); outer && is_apart) region = outer;
        }
        const bool is_new = std::ranges::none_of(regions, [&](const Region& other) {
            return overlap(other.corners, region->corners);
        });
        if (is_new) regions.push_back(*region);
    }
    std::ranges::sort(regions, {}, [](const Region& region) {
        return region.corners[0].y + region.corners[2].y;
    });
    return regions;
}

std::optional<Region> find_rectifiable(const std::vector<Region>& regions, int width, int height)
{
    constexpr double least_share = 0.12;  // of the picture: smaller things are parts of a page
    constexpr double most_share = 0.9;    // above, the ground is a rim that hurts nobody
    constexpr double visible = 25.0;      // grey levels: wood, cloth, black lids
    constexpr double farthest_deg = 14.0; // that deskewing sees to
    const double whole = static_cast<double>(width) * height;
    const auto largest = std::ranges::max_element(regions, {}, [](const Region& region) {
        return area_of(region.corners);
    });
    if (largest == regions.end()) return std::nullopt;
    const double share = area_of(largest->corners) / whole;
    if (share < least_share) return std::nullopt;
    const bool on_ground = largest->contrast >= visible && share < most_share;
    if (is_slanted(largest->corners) || on_ground || turn_of(largest->corners) > farthest_deg)
        return *largest;
    return std::nullopt;
}

std::vector<Region> find_cards(const std::vector<Region>& regions)
{
    std::vector<Region> cards;
    std::ranges::copy_if(regions, std::back_inserter(cards), [](const Region& region) {
        return std::abs(region.aspect / card_aspect - 1) < 0.05;
    });
    if (cards.size() < 2) return {};
    const auto [least, most] = std::ranges::minmax(cards, {}, [](const Region& region) {
        return area_of(region.corners);
    });
    constexpr double alike = 1.25; // in area: cards are of one size
    if (area_of(most.corners) > alike * area_of(least.corners)) return {};
    return cards;
}

} // namespace dossier::capture
