#include "ocr/layout/mrz_strips.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace dossier::ocr {
namespace {

using capture::Box;

int right_of(const Box& box)
{
    return box.x + box.width;
}

bool is_same_row(const Box& a, const Box& b)
{
    const int overlap = std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y);
    return overlap * 2 >= std::min(a.height, b.height);
}

/// What stands on one row with no more than a few characters between.
std::vector<Box> find_rows(const std::vector<Segment>& segments)
{
    std::vector<Box> boxes;
    for (const Segment& segment : segments)
        boxes.push_back(segment.box);
    std::ranges::sort(boxes, {}, &Box::x);
    std::vector<Box> rows;
    for (const Box& box : boxes) {
        const auto row = std::ranges::find_if(rows, [&](const Box& each) {
            return is_same_row(each, box) && box.x - right_of(each) < 4 * each.height;
        });
        if (row == rows.end())
            rows.push_back(box);
        else
            *row = united(*row, box);
    }
    std::ranges::sort(rows, {}, &Box::y);
    return rows;
}

/// 30 characters of 2.54 mm are 29 times as wide as they are high, 44 are 43 times; noise and skew
/// make the row higher.
bool is_long(const Box& row)
{
    const double ratio = static_cast<double>(row.width) / row.height;
    return ratio > 13 && ratio < 60;
}

/// Begins and ends below the other, a line further down.
bool is_next(const Box& upper, const Box& lower)
{
    const int pitch = upper.width / 30; // of a character, nearly; of 44 a little much
    const int step = lower.y + lower.height / 2 - upper.y - upper.height / 2;
    return std::abs(lower.x - upper.x) < 2 * pitch &&
           std::abs(right_of(lower) - right_of(upper)) < 2 * pitch && step > pitch &&
           step < 5 * pitch;
}

std::vector<std::vector<Box>> find_groups(const std::vector<Box>& rows)
{
    std::vector<std::vector<Box>> groups;
    for (const Box& row : rows) {
        if (!is_long(row)) continue;
        const auto group = std::ranges::find_if(groups, [&](const auto& each) {
            return is_next(each.back(), row);
        });
        if (group == groups.end())
            groups.push_back({row});
        else
            group->push_back(row);
    }
    std::erase_if(groups, [](const auto& each) { return each.size() != 2 && each.size() != 3; });
    return groups;
}

/// Darkness of a strip, 0..1 each pixel, paper at 0.
cv::Mat darkness(const cv::Mat& strip)
{
    cv::Mat dark;
    strip.convertTo(dark, CV_32F, -1.0 / 255, 1.0);
    cv::Mat ink;
    const double level = cv::threshold(strip, ink, 0, 255, cv::THRESH_BINARY_INV | cv::THRESH_OTSU);
    dark.setTo(0, ink == 0);
    dark /= std::max(0.05, 1 - level / 255 / 2);
    return dark;
}

std::vector<double> column_sums(const cv::Mat& dark)
{
    cv::Mat sums;
    cv::reduce(dark, sums, 0, cv::REDUCE_SUM, CV_64F);
    return {sums.begin<double>(), sums.end<double>()};
}

/// First and last column with ink that is more than a speck.
cv::Range ink_columns(const std::vector<double>& sums)
{
    constexpr double speck = 1.5;
    int first = 0;
    int last = static_cast<int>(sums.size());
    while (first < last && sums[static_cast<std::size_t>(first)] < speck)
        ++first;
    while (last > first && sums[static_cast<std::size_t>(last) - 1] < speck)
        --last;
    return {first, last};
}

/// A grid of `count` places: the first begins at `origin`.
struct Grid {
    int count = 0;
    double origin = 0.0;
    double pitch = 0.0;
    double cost = 1.0; ///< ink on the borders between places, as a share of the ink elsewhere
};

double border_cost(const std::vector<double>& sums, const Grid& grid, double mean)
{
    double on_borders = 0;
    for (int i = 1; i < grid.count; ++i) {
        const auto at = static_cast<std::ptrdiff_t>(std::lround(grid.origin + i * grid.pitch));
        if (at < 0 || at >= std::ssize(sums)) return 1.0;
        on_borders += sums[static_cast<std::size_t>(at)];
    }
    return on_borders / (grid.count - 1) / std::max(mean, 1e-9);
}

/// The best grid of so many places: characters fill half to all of their place at both ends.
Grid fit_grid(const std::vector<double>& sums, int count)
{
    const cv::Range ink = ink_columns(sums);
    Grid best{.count = count};
    if (ink.size() < 4 * count) return best;
    double total = 0;
    for (const double sum : sums)
        total += sum;
    const double mean = total / ink.size();
    constexpr int steps = 24;
    for (int i = 0; i <= steps; ++i) {
        const double pitch = ink.size() / (count - 0.6 * i / steps);
        const double room = count * pitch - ink.size();
        for (int k = 0; k <= steps; ++k) {
            Grid grid{count, ink.start - room * k / steps, pitch, 1.0};
            grid.cost = border_cost(sums, grid, mean);
            if (grid.cost < best.cost) best = grid;
        }
    }
    return best;
}

/// The filler in its bounding box.
cv::Mat chevron()
{
    cv::Mat big(160, 120, CV_8U, cv::Scalar(0));
    const int thickness = 26;
    cv::line(big, {120, 8}, {12, 80}, 255, thickness, cv::LINE_AA);
    cv::line(big, {12, 80}, {120, 152}, 255, thickness, cv::LINE_AA);
    cv::Mat small;
    cv::resize(big, small, {12, 16}, 0, 0, cv::INTER_AREA);
    small.convertTo(small, CV_32F, 1.0 / 255);
    return small;
}

/// The bounding box of what is darker than half of the darkest.
cv::Rect ink_box(const cv::Mat& cell)
{
    double most = 0;
    cv::minMaxLoc(cell, nullptr, &most);
    return cv::boundingRect(cell > most / 2);
}

double correlation(const cv::Mat& a, const cv::Mat& b)
{
    cv::Mat result;
    cv::matchTemplate(a, b, result, cv::TM_CCOEFF_NORMED);
    return result.at<float>(0);
}

double filler_likeness(const cv::Mat& cell)
{
    static const cv::Mat pattern = chevron();
    if (cell.rows < 6 || cell.cols < 4 || cv::countNonZero(cell) < 6) return 0;
    const cv::Rect box = ink_box(cell);
    if (box.width * 3 < cell.cols || box.height < box.width / 2) return 0;
    cv::Mat small;
    cv::resize(cell(box), small, pattern.size(), 0, 0, cv::INTER_AREA);
    return std::clamp(correlation(small, pattern), 0.0, 1.0);
}

MrzStrip strip_of(const cv::Mat& dark, const Box& row, const Grid& grid)
{
    MrzStrip strip{.box = row, .places = {}};
    for (int i = 0; i < grid.count; ++i) {
        const int left = static_cast<int>(std::lround(grid.origin + i * grid.pitch));
        const int right = static_cast<int>(std::lround(grid.origin + (i + 1) * grid.pitch));
        const cv::Rect here =
            cv::Rect(left, 0, right - left, dark.rows) & cv::Rect(0, 0, dark.cols, dark.rows);
        strip.places.push_back(
            {{row.x + here.x, row.y, here.width, row.height}, filler_likeness(dark(here))}
        );
    }
    return strip;
}

/// The lines of a group as strips of so many places each, and how badly that fits.
struct Fit {
    std::vector<MrzStrip> strips;
    double cost = 1.0;
};

Fit fit_group(const cv::Mat& grey, const std::vector<Box>& rows, int count)
{
    Fit fit{.strips = {}, .cost = 0};
    for (const Box& row : rows) {
        const cv::Rect place(row.x, row.y, row.width, row.height);
        const cv::Mat dark = darkness(grey(place & cv::Rect(0, 0, grey.cols, grey.rows)));
        const Grid grid = fit_grid(column_sums(dark), count);
        fit.cost = std::max(fit.cost, grid.cost);
        fit.strips.push_back(strip_of(dark, row, grid));
    }
    return fit;
}

bool has_fillers(const std::vector<MrzStrip>& strips)
{
    std::ptrdiff_t fillers = 0;
    for (const MrzStrip& strip : strips)
        fillers += std::ranges::count_if(strip.places, [](const MrzPlace& place) {
            return place.filler > 0.6;
        });
    return fillers >= 4;
}

} // namespace

std::vector<MrzStrip> find_mrz_strips(const cv::Mat& grey, const std::vector<Segment>& segments)
{
    constexpr double worst_fit = 0.25;
    Fit best{.strips = {}, .cost = worst_fit};
    for (const auto& group : find_groups(find_rows(segments))) {
        for (const int count : {44, 36, 30}) {
            const bool is_format = (count == 30) == (group.size() == 3);
            if (!is_format) continue;
            Fit fit = fit_group(grey, group, count);
            if (fit.cost < best.cost && has_fillers(fit.strips)) best = std::move(fit);
        }
    }
    return best.strips;
}

} // namespace dossier::ocr
