#include "ocr/layout/tick_boxes.h"

#include "capture/bits.h"
#include "capture/runs.h"
#include "ocr/layout/strips.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <optional>

namespace dossier::ocr {
namespace {

using capture::Box;

/// Share of the inside that is ink: an empty box has less, a ticked one more.
constexpr double ticked_share = 0.06;

/// What a tick has at least of the heaviest in its row, which may be a box blacked out.
constexpr double faint_share = 0.2;
constexpr double heavy_tick = 0.5;

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

/// The share of a place that is ink in straight strokes from one side of it to the other.
double share_of_strokes_through(const cv::Mat& ink, const cv::Rect& place)
{
    const cv::Rect inside = place & cv::Rect(0, 0, ink.cols, ink.rows);
    if (inside.empty()) return 0.0;
    const cv::Mat part = ink(inside).clone();
    const int across = std::max(1, inside.width * 9 / 10);
    const int down = std::max(1, inside.height * 9 / 10);
    const cv::Mat strokes = capture::runs_across(part, across) | capture::runs_down(part, down);
    return share_of_ink(strokes, {0, 0, strokes.cols, strokes.rows});
}

bool has_four_sides(const cv::Mat& lines, const cv::Rect& square)
{
    const int depth = std::max(2, square.width / 6);
    const std::array<double, 4> sides{
        covered(lines, {square.x, square.y, square.width, depth}, false),
        covered(lines, {square.x, square.br().y - depth, square.width, depth}, false),
        covered(lines, {square.x, square.y, depth, square.height}, true),
        covered(lines, {square.br().x - depth, square.y, depth, square.height}, true)};
    return std::ranges::all_of(sides, [](double side) { return side > 0.8; });
}

/// O and Q have four sides, too, but their ink goes on above and below them.
bool is_round(const cv::Mat& ink, const cv::Rect& square)
{
    const int quarter = square.width / 4;
    return std::ranges::all_of(std::array{square.y - 2, square.br().y + 1}, [&](int y) {
        return share_of_ink(ink, {square.x + quarter, y, square.width - 2 * quarter, 1}) > 0.5;
    });
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

/// Ink that may be a box, and its long strokes: across and down.
struct Strokes {
    cv::Mat ink;
    cv::Mat lines;
};

/// Whether two bars or more lie across a place, one above the other, as in 国; they may rise a
/// little. In places too low to tell bars from a thick tick there are none.
bool has_bars(const cv::Mat& ink, const cv::Rect& place)
{
    constexpr int lowest_place = 16;
    constexpr double share_of_bar = 0.75; // of the columns
    const cv::Rect inside = place & cv::Rect(0, 0, ink.cols, ink.rows);
    if (inside.height < lowest_place) return false;
    const int band = std::max(3, inside.height / 6);
    int bars = 0;
    for (int y = inside.y; y + band <= inside.br().y;) {
        const bool is_bar = covered(ink, {inside.x, y, inside.width, band}, false) > share_of_bar;
        bars += is_bar ? 1 : 0;
        y += is_bar ? band + 1 : 1;
    }
    // Of a box blacked out every band is one.
    return bars >= 2 && share_of_ink(ink, inside) < 0.8;
}

/// A tick is heavy below and leaves the upper left of its box white; 国 and 回 are as heavy above.
bool is_heavy_below(const cv::Mat& ink, const cv::Rect& inner)
{
    const int above = inner.height / 2;
    const double upper_left = share_of_ink(ink, {inner.x, inner.y, inner.width / 2, above});
    const double below =
        share_of_ink(ink, {inner.x, inner.y + above, inner.width, inner.height - above});
    return upper_left * 10 < below * 6;
}

/// Whether a place has an empty box of its own size in its row.
enum class Row { unknown, has_empty_box };

/// The square there, if it is a box: empty, ticked or filled.
std::optional<Square> square_at(const Strokes& strokes, const cv::Rect& place, Row row)
{
    if (!has_four_sides(strokes.lines, place) || is_round(strokes.ink, place) ||
        !stands_apart(strokes.ink, place))
        return {};
    // The sides of a small box are three pixels wide as those of a large one.
    const int inset = std::max(3, place.width / 5);
    const cv::Rect inner(
        place.x + inset, place.y + inset, place.width - 2 * inset, place.height - 2 * inset
    );
    const double inside = share_of_ink(strokes.ink, inner);
    // 国 and 回 have straight strokes through their inside; a tick has none, unless its box is
    // small and it is thick, and a filled box nothing else.
    const double straight = share_of_strokes_through(strokes.ink, inner);
    const bool has_straight = (straight > 0.25 && straight < 0.8) || has_bars(strokes.ink, inner);
    const bool may_be_thick = row == Row::has_empty_box && is_heavy_below(strokes.ink, inner);
    if (has_straight && !may_be_thick) return {};
    return Square{{place.x, place.y, place.width, place.height}, inside};
}

bool is_square(const Box& box)
{
    return std::abs(box.width - box.height) * 5 <= std::max(box.width, box.height);
}

/// Boxes of one row, printed in one size; a 国 among them is a little smaller.
bool is_alike(const Box& a, const Box& b)
{
    const int slack = std::max(2, std::max(a.width, b.width) / 8);
    const bool same_size = std::abs(a.width - b.width) <= slack;
    const bool is_near = std::abs(a.x - b.x) < 14 * a.width;
    return same_size && is_near && std::abs(a.y - b.y) * 3 < a.height;
}

bool is_empty(const Square& square)
{
    return square.inside < ticked_share;
}

/// A box whose tick hangs on its sides and sticks out of it, to the right and above: of the size of
/// another in its row, in the lower left of what hangs together.
std::optional<Square>
square_within(const Strokes& strokes, const Box& piece, const std::vector<Square>& squares)
{
    for (const Square& each : squares) {
        const Box& size = each.box;
        if (size == piece) continue;
        const Box place{piece.x, piece.y + piece.height - size.height, size.width, size.height};
        if (!is_alike(size, place) || piece.width < size.width || piece.height < size.height)
            continue;
        const auto row = is_empty(each) ? Row::has_empty_box : Row::unknown;
        if (auto square = square_at(strokes, {place.x, place.y, place.width, place.height}, row))
            return square;
    }
    return {};
}

/// Whether a row has more boxes of its size.
bool has_company(const Square& square, const std::vector<Square>& squares)
{
    return std::ranges::any_of(squares, [&](const Square& other) {
        return &other != &square && is_alike(square.box, other.box);
    });
}

std::vector<Square> find_squares(const cv::Mat& ink, int text_height)
{
    const int run = std::max(6, text_height * 6 / 10);
    const capture::Bits bits(ink);
    auto across = bits;
    auto lines = bits;
    lines.keep_runs_down(run).add(across.keep_runs_across(run));
    const Strokes strokes{ink, lines.ink()};
    std::vector<Square> squares;
    std::vector<Box> others;
    for (const auto& [box, area] : lines.components()) {
        if (box.width * 10 <= text_height * 5 || box.width * 10 >= text_height * 16) continue;
        const cv::Rect place(box.x, box.y, box.width, box.height);
        const auto square = is_square(box) ? square_at(strokes, place, Row::unknown) : std::nullopt;
        if (square)
            squares.push_back(*square);
        else
            others.push_back(box);
    }
    std::vector<Square> hung;
    for (const Box& piece : others) {
        if (auto square = square_within(strokes, piece, squares)) hung.push_back(*square);
    }
    // A tick that sticks out above as far as to the right leaves a square, larger than its row's.
    for (Square& square : squares) {
        if (is_empty(square) || has_company(square, squares)) continue;
        if (const auto within = square_within(strokes, square.box, squares)) square = *within;
    }
    squares.insert(squares.end(), hung.begin(), hung.end());
    return squares;
}

} // namespace

std::vector<TickBox> find_tick_boxes(const cv::Mat& ink, int text_height)
{
    const auto squares = find_squares(ink, text_height);
    std::vector<TickBox> boxes;
    for (const Square& square : squares) {
        const auto alike = [&](const Square& other) { return is_alike(square.box, other.box); };
        const auto in_row = std::ranges::count_if(squares, alike);
        double least = square.inside;
        double most = square.inside;
        for (const Square& other : squares) {
            if (!alike(other)) continue;
            least = std::min(least, other.inside);
            most = std::max(most, other.inside);
        }
        if (in_row < 2 || least >= ticked_share) continue;
        // Beside a tick a few specks, or the blur of its own sides, are none.
        const double least_of_tick =
            std::max(ticked_share, std::min(most, heavy_tick) * faint_share);
        const bool is_ticked = square.inside >= least_of_tick;
        boxes.push_back({square.box, is_ticked});
    }
    return boxes;
}

} // namespace dossier::ocr
