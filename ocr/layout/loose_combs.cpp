#include "ocr/layout/loose_combs.h"

#include "capture/bits.h"
#include "capture/runs.h"
#include "ocr/layout/boxes.h"
#include "ocr/layout/strips.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace dossier::ocr {
namespace {

using capture::Box;

/// All lengths in text heights.
constexpr double least_box = 0.8;
constexpr double most_box = 4.0;
constexpr double least_tooth = 0.25;
constexpr double most_tooth = 1.6;
constexpr double least_pitch = 0.7;
constexpr double most_pitch = 3.2;

/// Cells of a row; fewer beside a row that is one: the month beside the year.
constexpr std::size_t fewest_cells = 4;
constexpr std::size_t fewest_beside = 2;

/// The four sides of a box as strips of this thickness: left, right, upper, lower.
std::array<cv::Rect, 4> sides_of(const Box& box, int thickness)
{
    return {
        cv::Rect(box.x, box.y, thickness, box.height),
        cv::Rect(right_of(box) - thickness, box.y, thickness, box.height),
        cv::Rect(box.x, box.y, box.width, thickness),
        cv::Rect(box.x, bottom_of(box) - thickness, box.width, thickness)};
}

bool is_alike(int a, int b, int slack)
{
    return std::abs(a - b) <= slack;
}

/// Runs of boxes of one size on one level at even distances; `boxes` from left to right.
std::vector<std::vector<Box>> even_rows(const std::vector<Box>& boxes, int slack)
{
    std::vector<std::vector<Box>> rows;
    std::vector<bool> used(boxes.size(), false);
    for (std::size_t first = 0; first < boxes.size(); ++first) {
        if (used[first]) continue;
        std::vector<std::size_t> members{first};
        int pitch = 0;
        for (std::size_t i = first + 1; i < boxes.size(); ++i) {
            const Box& last = boxes[members.back()];
            const Box& next = boxes[i];
            if (next.x - last.x > last.width * 2) break;
            const bool is_of_row = !used[i] && next.x >= right_of(last) - slack &&
                                   is_alike(next.y, last.y, slack) &&
                                   is_alike(next.width, last.width, slack) &&
                                   is_alike(next.height, last.height, slack);
            if (!is_of_row || (pitch > 0 && !is_alike(next.x - last.x, pitch, slack))) continue;
            if (pitch == 0) pitch = next.x - last.x;
            members.push_back(i);
        }
        if (members.size() < fewest_beside) continue;
        std::vector<Box>& row = rows.emplace_back();
        for (const std::size_t each : members) {
            used[each] = true;
            row.push_back(boxes[each]);
        }
    }
    return rows;
}

bool is_box(const cv::Mat& ink, const Box& box, int thickness, double enough)
{
    const auto sides = sides_of(box, thickness);
    return covered(ink, sides[0], true) >= enough && covered(ink, sides[1], true) >= enough &&
           covered(ink, sides[2], false) >= enough && covered(ink, sides[3], false) >= enough;
}

/// Adds boxes beyond the ends of a row that touch each other, or what is about them.
void add_touching(const cv::Mat& ink, int thickness, std::vector<Box>& row)
{
    constexpr double enough = 0.7;
    const int pitch = (row.back().x - row.front().x) / static_cast<int>(row.size() - 1);
    for (;;) {
        Box before = row.front();
        before.x -= pitch;
        if (!is_box(ink, before, thickness, enough)) break;
        row.insert(row.begin(), before);
    }
    for (;;) {
        Box behind = row.back();
        behind.x += pitch;
        if (!is_box(ink, behind, thickness, enough)) break;
        row.push_back(behind);
    }
}

/// Long rows, and short ones beside a long one of such cells.
std::vector<std::vector<Box>> sure_rows(std::vector<std::vector<Box>> rows, int slack)
{
    const auto is_beside_long = [&](const std::vector<Box>& row) {
        return std::ranges::any_of(rows, [&](const std::vector<Box>& other) {
            return other.size() >= fewest_cells && is_same_row(other.front(), row.front()) &&
                   is_alike(other.front().width, row.front().width, slack) &&
                   is_alike(other.front().height, row.front().height, slack);
        });
    };
    std::vector<std::vector<Box>> sure;
    std::ranges::copy_if(rows, std::back_inserter(sure), [&](const std::vector<Box>& row) {
        return row.size() >= fewest_cells || is_beside_long(row);
    });
    return sure;
}

/// The teeth on a line: how high ink stands on it without a gap, column by column, gathered.
std::vector<Box> teeth_on(const cv::Mat& ink, const Box& line, int text_height)
{
    const int highest = static_cast<int>(most_tooth * text_height);
    const int lowest = static_cast<int>(least_tooth * text_height);
    const int widest = std::max(4, text_height / 4);
    std::vector<Box> teeth;
    int begin = -1;
    int height = 0;
    for (int x = line.x; x <= right_of(line); ++x) {
        int up = 0;
        // The line itself is some pixels thick, and worn ones are thinner than their box.
        const int foot = line.y + line.height - 1;
        if (x < right_of(line))
            while (up < highest + line.height && foot - up >= 0 &&
                   (up < line.height || ink.at<std::uint8_t>(foot - up, x) != 0))
                ++up;
        const int tooth = up - line.height;
        if (tooth >= lowest) {
            if (begin < 0) begin = x, height = 0;
            height = std::max(height, tooth);
        } else if (begin >= 0) {
            if (x - begin <= widest && height <= highest)
                teeth.push_back({begin, line.y - height, x - begin, height});
            begin = -1;
        }
    }
    return teeth;
}

/// Whether teeth stand evenly on the whole line, from one end to the other.
bool is_toothed(const Box& line, const std::vector<Box>& teeth, int text_height)
{
    if (teeth.size() < fewest_beside + 1) return false;
    const int slack = std::max(3, text_height / 5);
    const double pitch = (middle_of(teeth.back()) - middle_of(teeth.front())) /
                         static_cast<double>(teeth.size() - 1);
    if (pitch < least_pitch * text_height || pitch > most_pitch * text_height) return false;
    if (teeth.front().x - line.x > slack || right_of(line) - right_of(teeth.back()) > slack)
        return false;
    for (std::size_t i = 1; i < teeth.size(); ++i) {
        if (std::abs(middle_of(teeth[i]) - middle_of(teeth[i - 1]) - pitch) > slack) return false;
        if (!is_alike(teeth[i].height, teeth[0].height, slack)) return false;
    }
    return true;
}

} // namespace

std::vector<Comb> find_boxes_apart(const cv::Mat& ink, int text_height)
{
    const int thickness = std::max(3, text_height / 8);
    constexpr double enough = 0.8;
    std::vector<Box> boxes;
    for (const auto& [box, area] : capture::find_components(ink)) {
        const bool is_sized = std::min(box.width, box.height) >= least_box * text_height &&
                              std::max(box.width, box.height) <= most_box * text_height;
        if (!is_sized) continue;
        if (is_box(ink, box, thickness, enough)) boxes.push_back(box);
    }
    std::ranges::sort(boxes, {}, &Box::x);
    const int slack = std::max(3, text_height / 6);
    std::vector<Comb> combs;
    for (auto& row : sure_rows(even_rows(boxes, slack), slack)) {
        add_touching(ink, thickness, row);
        Comb& comb = combs.emplace_back(Comb{around(row), {}});
        for (const Box& box : row) {
            for (const cv::Rect& side : sides_of(box, thickness))
                comb.lines.push_back({side.x, side.y, side.width, side.height});
        }
    }
    return combs;
}

std::vector<Comb> find_toothed_lines(const cv::Mat& ink, int text_height)
{
    const int shortest = static_cast<int>(least_pitch * text_height * fewest_beside);

    struct Found {
        Box line;
        std::vector<Box> teeth;
    };

    std::vector<Found> found;
    for (const auto& piece : capture::Bits(ink).keep_runs_across(shortest).components()) {
        if (piece.box.height > text_height / 3) continue;
        auto teeth = teeth_on(ink, piece.box, text_height);
        if (is_toothed(piece.box, teeth, text_height))
            found.push_back({piece.box, std::move(teeth)});
    }
    std::vector<Comb> combs;
    for (const Found& each : found) {
        const bool is_sure =
            each.teeth.size() > fewest_cells || std::ranges::any_of(found, [&](const Found& other) {
                return other.teeth.size() > fewest_cells &&
                       is_alike(other.line.y, each.line.y, text_height / 3);
            });
        if (!is_sure) continue;
        Comb& comb = combs.emplace_back(Comb{each.line, each.teeth});
        for (const Box& tooth : each.teeth)
            comb.box = united(comb.box, tooth);
        comb.lines.push_back(each.line);
    }
    return combs;
}

} // namespace dossier::ocr
