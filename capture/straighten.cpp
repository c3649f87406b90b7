#include "capture/straighten.h"

#include "capture/clean.h"
#include "capture/deskew.h"
#include "capture/image/border.h"
#include "capture/orient.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

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

} // namespace

Straightened straighten(Page page, int rotation_deg, Skew skew)
{
    Straightened result;
    result.page.facts = page.facts;
    result.page.facts.rotation_deg = rotation_deg;
    result.page.facts.skew = skew;
    cv::Mat pixels = std::move(page.pixels);
    if (rotation_deg != 0) {
        result.from_scan = turn_map(opposite(rotation_deg), pixels.cols, pixels.rows);
        pixels = turned(pixels, opposite(rotation_deg));
    }
    if (is_worth_turning(skew)) {
        const Levelling level = levelling(pixels.size(), skew.degrees);
        cv::Mat straight;
        cv::warpAffine(
            pixels,
            straight,
            for_opencv(level.map),
            level.size,
            cv::INTER_LINEAR,
            cv::BORDER_CONSTANT,
            cv::Scalar::all(255)
        );
        pixels = straight;
        result.from_scan = chained(result.from_scan, level.map);
    }
    result.to_scan = inverse(result.from_scan);
    result.page.pixels = pixels;
    return result;
}

Straightened straighten(Page page)
{
    constexpr int side_for_turn = 1200;
    constexpr double least_turn_confidence = 0.1; // photographs with little text come out near 0
    const cv::Mat grey = grey_of(page.pixels);
    const Skew skew = find_skew(grey);
    const Page small(reduced(grey, side_for_turn), {});
    const double reduction = static_cast<double>(grey.cols) / small.pixels.cols;
    const Straightened level = straighten(small.clone(), 0, skew);
    const QuarterTurn turn = find_quarter_turn(level.page.pixels);
    const bool is_sure = turn.confidence >= least_turn_confidence;
    Straightened result = straighten(std::move(page), is_sure ? turn.rotation_deg : 0, skew);
    if (!is_sure && turn.rotation_deg != 0) return result;
    const Affine enlarged{reduction, 0, 0, 0, reduction, 0};
    const Affine there = chained(chained(level.to_scan, enlarged), result.from_scan);
    for (const Box& line : turn.lines)
        result.lines.push_back(mapped(line, there, result.page.pixels.cols, result.page.pixels.rows)
        );
    return result;
}

Straightened turn_over(Straightened page)
{
    const Affine half = turn_map(180, page.page.pixels.cols, page.page.pixels.rows);
    for (Box& line : page.lines)
        line = mapped(line, half, page.page.pixels.cols, page.page.pixels.rows);
    page.page.pixels = turned(page.page.pixels, 180);
    page.page.facts.rotation_deg = (page.page.facts.rotation_deg + 180) % 360;
    page.from_scan = chained(page.from_scan, half);
    page.to_scan = inverse(page.from_scan);
    return page;
}

Box box_on_scan(const Straightened& page, const Box& box)
{
    return mapped(box, page.to_scan, page.page.facts.width, page.page.facts.height);
}

} // namespace dossier::capture
