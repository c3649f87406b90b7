#include "ocr/layout/tick_boxes.h"

#include "capture/runs.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>

namespace dossier::ocr {
namespace {

using capture::Box;

/// Share of the inside that is ink: an empty box has less, a ticked one more.
constexpr double ticked_share = 0.06;

struct Square {
    Box box;
    double inside = 0.0;
};

double share_of_ink(const cv::Mat& mask, const cv::Rect& place)
{
    const cv::Rect inside = place & cv::Rect(0, 0, mask.cols, mask.rows);
    return inside.empty() ? 0.0
                          : static_cast<double>(cv::countNonZero(mask(inside))) / inside.area();
}

/// The share of a side that a line covers, looked at through a strip of a few pixels.
double covered(const cv::Mat& lines, cv::Rect strip, int along)
{
    strip &= cv::Rect(0, 0, lines.cols, lines.rows);
    if (strip.empty()) return 0.0;
    cv::Mat flat;
    cv::reduce(lines(strip), flat, along, cv::REDUCE_MAX);
    return static_cast<double>(cv::countNonZero(flat)) / static_cast<double>(flat.total());
}

bool has_four_sides(const cv::Mat& lines, const cv::Rect& square)
{
    const int depth = std::max(2, square.width / 6);
    const std::array<double, 4> sides{
        covered(lines, {square.x, square.y, square.width, depth}, 0),
        covered(lines, {square.x, square.br().y - depth, square.width, depth}, 0),
        covered(lines, {square.x, square.y, depth, square.height}, 1),
        covered(lines, {square.br().x - depth, square.y, depth, square.height}, 1)};
    return std::ranges::all_of(sides, [](double side) { return side > 0.8; });
}

/// A box has white on both sides, 国 has its neighbours: shares of the box's width. The tick may
/// stick out to the right, so the white may begin a little further on.
bool stands_apart(const cv::Mat& ink, const cv::Rect& square)
{
    const auto is_white = [&](int x, int width) {
        return share_of_ink(ink, {x, square.y + square.height / 4, width, square.height / 2}) <
               0.02;
    };
    const int left = square.width / 4;
    const int right = square.width / 5;
    if (!is_white(square.x - 2 - left, left)) return false;
    for (int by = 2; by <= square.width / 3; ++by) {
        if (is_white(square.br().x + by, right)) return true;
    }
    return false;
}

std::vector<Square> find_squares(const cv::Mat& ink, int text_height)
{
    const int run = std::max(6, text_height * 6 / 10);
    const cv::Mat lines = capture::runs_across(ink, run) | capture::runs_down(ink, run);
    std::vector<Square> squares;
    for (const capture::Component& each : capture::find_components(lines)) {
        const cv::Rect place(each.box.x, each.box.y, each.box.width, each.box.height);
        const bool fits = place.width * 10 > text_height * 5 && place.width * 10 < text_height * 16;
        const bool is_square =
            std::abs(place.width - place.height) * 5 <= std::max(place.width, place.height);
        if (!fits || !is_square || !has_four_sides(lines, place) || !stands_apart(ink, place))
            continue;
        const int inset = place.width / 5;
        const cv::Rect inner(
            place.x + inset, place.y + inset, place.width - 2 * inset, place.height - 2 * inset
        );
        // 国 and 回 have straight strokes inside; a tick has none, a filled box nothing else.
        const double strokes = share_of_ink(lines, inner);
        if (strokes > 0.3 && strokes < 0.8) continue;
        squares.push_back({each.box, share_of_ink(ink, inner)});
    }
    return squares;
}

bool is_alike(const Box& a, const Box& b)
{
    const bool same_size = std::abs(a.width - b.width) * 6 <= std::max(a.width, b.width);
    const bool is_near = std::abs(a.x - b.x) < 14 * a.width;
    return same_size && is_near && std::abs(a.y - b.y) * 3 < a.height;
}

} // namespace

std::vector<TickBox> find_tick_boxes(const cv::Mat& ink, int text_height)
{
    const auto squares = find_squares(ink, text_height);
    std::vector<TickBox> boxes;
    for (const Square& square : squares) {
        const auto alike = [&](const Square& other) { return is_alike(square.box, other.box); };
        const auto in_row = std::ranges::count_if(squares, alike);
        const bool one_is_empty = std::ranges::any_of(squares, [&](const Square& other) {
            return alike(other) && other.inside < ticked_share;
        });
        if (in_row >= 2 && one_is_empty)
            boxes.push_back({square.box, square.inside >= ticked_share});
    }
    return boxes;
}

} // namespace dossier::ocr
