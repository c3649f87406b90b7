#include "capture/straighten.h"

#include "capture/clean.h"
#include "capture/deskew.h"
#include "capture/image/border.h"
#include "capture/image/level.h"
#include "capture/image/smaller.h"
#include "capture/orient.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

namespace dossier::capture {

namespace {

constexpr double straight_enough_deg = 0.05;
constexpr double least_confidence = 0.2;

bool is_worth_turning(const Skew& skew)
{
    return std::abs(skew.degrees) >= straight_enough_deg && skew.confidence >= least_confidence;
}

/// Turns a picture of `size` level, onto a sheet large enough to lose no corner.
struct Levelling {
    Affine map{1, 0, 0, 0, 1, 0};
    cv::Size size;
};

Levelling levelling(cv::Size size, double skew_deg)
{
    const double angle = skew_deg * std::numbers::pi / 180.0;
    const double c = std::cos(angle);
    const double s = std::sin(angle);
    const double width = size.width * c + size.height * std::abs(s);
    const double height = size.height * c + size.width * std::abs(s);
    const cv::Size sheet(static_cast<int>(std::ceil(width)), static_cast<int>(std::ceil(height)));
    const Affine about_corner{c, s, 0, -s, c, 0};
    const Point centre = mapped({size.width / 2.0, size.height / 2.0}, about_corner);
    return {{c, s, sheet.width / 2.0 - centre.x, -s, c, sheet.height / 2.0 - centre.y}, sheet};
}

/// Our maps speak of pixel corners, OpenCV's of pixel centres.
cv::Matx23d for_opencv(const Affine& map)
{
    const Affine centred = chained(chained({1, 0, 0.5, 0, 1, 0.5}, map), {1, 0, -0.5, 0, 1, -0.5});
    return {centred[0], centred[1], centred[2], centred[3], centred[4], centred[5]};
}

int opposite(int turn)
{
    return (360 - turn) % 360;
}

cv::Matx33d for_opencv(const Homography& map)
{
    const Homography centred = chained(
        chained(homography_of({1, 0, 0.5, 0, 1, 0.5}), map), homography_of({1, 0, -0.5, 0, 1, -0.5})
    );
    return cv::Matx33d(centred.data());
}

/// How many rows (or columns) at the beginning hold nothing but the lid, by their share of it.
int lid_rows(const cv::Mat& shares)
{
    constexpr double nothing_else = 0.97 * 255;
    const int count = static_cast<int>(shares.total());
    int rows = 0;
    while (rows < count && shares.at<double>(rows) >= nothing_else)
        ++rows;
    return rows;
}

/// The sheet without the lid around it, and 2.5 mm of the lid with it: DA/T 31 wants an edge to be
/// seen. `lid`: 255 where the lid shows on the scan, of any size.
Straightened without_lid(Straightened page, const cv::Mat& lid)
{
    constexpr double rim_mm = 2.5;
    constexpr int usual_dpi = 300;
    const PageFacts& facts = page.page.facts;
    const double reduction = static_cast<double>(facts.width) / lid.cols;
    // Where the straightened page reaches beyond the scan counts as lid, too.
    const int factor = std::max(1, static_cast<int>(reduction));
    const Homography small = chained(
        chained(homography_of({reduction, 0, 0, 0, reduction, 0}), page.from_scan),
        homography_of({1.0 / factor, 0, 0, 0, 1.0 / factor, 0})
    );
    cv::Mat around;
    cv::warpPerspective(
        lid,
        around,
        for_opencv(small),
        {page.page.pixels.cols / factor, page.page.pixels.rows / factor},
        cv::INTER_NEAREST,
        cv::BORDER_CONSTANT,
        cv::Scalar(255)
    );
    cv::Mat rows;
    cv::Mat columns;
    cv::reduce(around, rows, 1, cv::REDUCE_AVG, CV_64F);
    cv::reduce(around, columns, 0, cv::REDUCE_AVG, CV_64F);
    cv::Mat rows_back;
    cv::Mat columns_back;
    cv::flip(rows, rows_back, 0);
    cv::flip(columns, columns_back, 1);
    const int dpi = facts.dpi > 0 ? facts.dpi : usual_dpi;
    // The lid's mask is coarse and reaches a little over the sheet (image/border.h).
    const double reach = 2.5 * std::max(facts.width, facts.height) / 440;
    const int rim = static_cast<int>(std::lround(rim_mm / 25.4 * dpi + reach));
    const auto cut = [&](const cv::Mat& shares) {
        return std::max(0, lid_rows(shares) * factor - rim);
    };
    const int left = cut(columns);
    const int top = cut(rows);
    const int right = cut(columns_back);
    const int bottom = cut(rows_back);
    const int width = page.page.pixels.cols - left - right;
    const int height = page.page.pixels.rows - top - bottom;
    const bool is_lid_only =
        width < page.page.pixels.cols / 4 || height < page.page.pixels.rows / 4;
    if (is_lid_only || left + top + right + bottom == 0) return page;
    page.page.pixels = page.page.pixels(cv::Rect(left, top, width, height)).clone();
    page.from_scan = chained(
        page.from_scan,
        homography_of({1, 0, -static_cast<double>(left), 0, 1, -static_cast<double>(top)})
    );
    page.to_scan = inverse(page.from_scan);
    return page;
}

/// A region's picture by itself.
struct Flat {
    cv::Mat pixels;
    Homography from_scan;
};

/// Both sides as long as the longer of two opposite ones on the scan, then stretched to the shape
/// that it really has.
cv::Size2d size_of(const Region& region)
{
    const auto& c = region.corners;
    double width = std::max(distance(c[0], c[1]), distance(c[3], c[2]));
    double height = std::max(distance(c[0], c[3]), distance(c[1], c[2]));
    if (width >= height)
        width = std::max(width, height * region.aspect), height = width / region.aspect;
    else
        height = std::max(height, width * region.aspect), width = height / region.aspect;
    return {width, height};
}

Flat flat_picture(const Page& scan, const Region& region)
{
    // Of the longer side: 3 mm of an A4 sheet, enough to see its edge. Where the ground is hard to
    // tell from the sheet, the outline may be a printed frame, and what stands outside of it stays.
    constexpr double clear = 40.0;
    const double rim_share = region.contrast >= clear ? 0.01 : 0.08;
    constexpr double most_side = 10'000;
    cv::Size2d size = size_of(region);
    const double shrunk = std::min(1.0, most_side / std::max(size.width, size.height));
    size = {size.width * shrunk, size.height * shrunk};
    const double rim = std::ceil(rim_share * std::max(size.width, size.height));
    std::array<cv::Point2f, 4> from;
    for (std::size_t i = 0; i < 4; ++i)
        from[i] = cv::Point2f(
            static_cast<float>(region.corners[i].x), static_cast<float>(region.corners[i].y)
        );
    const auto left = static_cast<float>(rim);
    const auto right = static_cast<float>(rim + size.width);
    const auto bottom = static_cast<float>(rim + size.height);
    const std::array<cv::Point2f, 4> to{
        cv::Point2f(left, left),
        cv::Point2f(right, left),
        cv::Point2f(right, bottom),
        cv::Point2f(left, bottom)};
    const cv::Mat map = cv::getPerspectiveTransform(from.data(), to.data());
    Flat flat;
    std::copy_n(map.ptr<double>(), flat.from_scan.size(), flat.from_scan.begin());
    cv::warpPerspective(
        scan.pixels,
        flat.pixels,
        for_opencv(flat.from_scan),
        {static_cast<int>(std::ceil(size.width + 2 * rim)),
         static_cast<int>(std::ceil(size.height + 2 * rim))},
        cv::INTER_LINEAR,
        cv::BORDER_REPLICATE
    );
    return flat;
}

/// Where the levelled page shows none: the lid, and the corners that levelling has added.
cv::Mat no_paper(const cv::Mat& lid, const Page& page, Skew skew)
{
    if (lid.empty() && !is_worth_turning(skew)) return {};
    cv::Mat mask = lid.empty() ? cv::Mat::zeros(page.pixels.size(), CV_8UC1) : lid;
    return straighten(Page(std::move(mask), page.facts), 0, skew).page.pixels;
}

/// The turn and skew of what lies on the scan, seen in the middle of the straightened picture.
void tell_turn(Straightened& page)
{
    const Point middle{page.page.pixels.cols / 2.0, page.page.pixels.rows / 2.0};
    const Point here = mapped(middle, page.to_scan);
    const Point right = mapped({middle.x + 10, middle.y}, page.to_scan);
    const double angle = std::atan2(right.y - here.y, right.x - here.x) * 180 / std::numbers::pi;
    const int quarter = static_cast<int>(std::lround(angle / 90.0));
    page.page.facts.rotation_deg = ((quarter * 90) % 360 + 360) % 360;
    page.page.facts.skew.degrees = angle - quarter * 90.0;
}

/// As large as is needed to see which way lines run.
cv::Mat small_for_turn(const cv::Mat& grey)
{
    constexpr int side = 900; // halved twice, which is quicker than a third at once
    return reduced(reduced(grey, 2 * side), side);
}

} // namespace

Straightened straighten(Page page, int rotation_deg, Skew skew)
{
    Straightened result;
    result.page.facts = page.facts;
    result.page.facts.rotation_deg = rotation_deg;
    result.page.facts.skew = skew;
    cv::Mat pixels = std::move(page.pixels);
    if (rotation_deg != 0) {
        result.from_scan =
            homography_of(turn_map(opposite(rotation_deg), pixels.cols, pixels.rows));
        pixels = turned(pixels, opposite(rotation_deg));
    }
    if (is_worth_turning(skew)) {
        const Levelling level = levelling(pixels.size(), skew.degrees);
        pixels = turned_level(pixels, for_opencv(level.map), level.size);
        result.from_scan = chained(result.from_scan, homography_of(level.map));
    }
    result.to_scan = inverse(result.from_scan);
    result.page.pixels = pixels;
    return result;
}

Straightened straighten(Page page)
{
    constexpr double least_turn_confidence = 0.1; // photographs with little text come out near 0
    constexpr double clear_turn = 0.5;
    const cv::Mat grey = grey_of(page.pixels);
    const Skew skew = find_skew(grey);
    const Page small(small_for_turn(grey), {});
    const double reduction = static_cast<double>(grey.cols) / small.pixels.cols;
    const Straightened level = straighten(small.clone(), 0, skew);
    const cv::Mat lid = border_mask(small.pixels);
    const cv::Mat outside = no_paper(lid, small, skew);
    QuarterTurn turn = find_quarter_turn(level.page.pixels, outside);
    if (turn.confidence < clear_turn && page.pixels.channels() == 3) {
        // The fine lines of a coloured card may seem to be print, but not in red light.
        Page red(small_for_turn(red_channel(page.pixels)), {});
        const cv::Mat pixels = straighten(std::move(red), 0, skew).page.pixels;
        QuarterTurn in_red = find_quarter_turn(pixels, outside);
        if (in_red.confidence > turn.confidence) turn = std::move(in_red);
    }
    const bool is_sure = turn.confidence >= least_turn_confidence;
    Straightened result = straighten(std::move(page), is_sure ? turn.rotation_deg : 0, skew);
    if (!lid.empty()) result = without_lid(std::move(result), lid);
    if (!is_sure && turn.rotation_deg != 0) return result;
    const Homography enlarged = homography_of({reduction, 0, 0, 0, reduction, 0});
    const Homography there = chained(chained(level.to_scan, enlarged), result.from_scan);
    for (const Box& line : turn.lines)
        result.lines.push_back(mapped(line, there, result.page.pixels.cols, result.page.pixels.rows)
        );
    return result;
}

Straightened straighten(const Page& scan, const Region& region)
{
    Flat flat = flat_picture(scan, region);
    PageFacts facts = scan.facts;
    facts.width = flat.pixels.cols;
    facts.height = flat.pixels.rows;
    Straightened result = straighten(Page(flat.pixels, facts));
    facts = scan.facts;
    facts.skew = result.page.facts.skew;
    result.page.facts = facts;
    result.from_scan = chained(flat.from_scan, result.from_scan);
    result.to_scan = inverse(result.from_scan);
    tell_turn(result);
    return result;
}

Straightened without(Straightened page, const std::vector<Region>& regions)
{
    constexpr double rim = 0.03; // of the way to the middle, outwards: no edge of a card is left
    page.page.pixels = page.page.pixels.clone();
    for (const Region& region : regions) {
        Point middle;
        for (const Point& corner : region.corners)
            middle = {middle.x + corner.x / 4, middle.y + corner.y / 4};
        std::vector<cv::Point> outline;
        for (const Point& corner : region.corners) {
            const Point outer{
                corner.x + rim * (corner.x - middle.x), corner.y + rim * (corner.y - middle.y)};
            const Point at = mapped(outer, page.from_scan);
            outline.emplace_back(
                static_cast<int>(std::lround(at.x)), static_cast<int>(std::lround(at.y))
            );
        }
        cv::fillConvexPoly(page.page.pixels, outline, cv::Scalar::all(255));
    }
    return page;
}

Straightened turn_further(Straightened page, int clockwise_deg)
{
    if (clockwise_deg == 0) return page;
    const Homography turn =
        homography_of(turn_map(clockwise_deg, page.page.pixels.cols, page.page.pixels.rows));
    page.page.pixels = turned(page.page.pixels, clockwise_deg);
    for (Box& line : page.lines)
        line = mapped(line, turn, page.page.pixels.cols, page.page.pixels.rows);
    int& rotation = page.page.facts.rotation_deg;
    rotation = (rotation + 360 - clockwise_deg) % 360;
    page.from_scan = chained(page.from_scan, turn);
    page.to_scan = inverse(page.from_scan);
    return page;
}

Straightened level_further(Straightened page, const Fall& fall)
{
    const cv::Size size = page.page.pixels.size();
    const double x = size.width / 2.0;
    const double y = size.height / 2.0;
    // Lines that fall so meet at a point of the middle row's level; it goes to infinity.
    const Homography about_middle{1, 0, 0, -fall.slope, 1, 0, fall.spread, 0, 1};
    Homography level = chained(homography_of({1, 0, -x, 0, 1, -y}), about_middle);
    const double most = size.width / 2.0 * (std::abs(fall.slope) + std::abs(fall.spread) * y);
    const int room = static_cast<int>(std::ceil(most));
    level = chained(level, homography_of({1, 0, x, 0, 1, y + room}));
    const cv::Size sheet(size.width, size.height + 2 * room);
    cv::Mat pixels;
    cv::warpPerspective(
        page.page.pixels,
        pixels,
        for_opencv(level),
        sheet,
        cv::INTER_CUBIC,
        cv::BORDER_CONSTANT,
        cv::Scalar::all(255)
    );
    page.page.pixels = pixels;
    for (Box& line : page.lines)
        line = mapped(line, level, sheet.width, sheet.height);
    page.from_scan = chained(page.from_scan, level);
    page.to_scan = inverse(page.from_scan);
    tell_turn(page);
    return page;
}

Box box_on_scan(const Straightened& page, const Box& box)
{
    return mapped(box, page.to_scan, page.page.facts.width, page.page.facts.height);
}

} // namespace dossier::capture
