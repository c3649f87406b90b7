#include "ocr/layout/mrz_strips.h"

#include "ocr/layout/boxes.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

namespace dossier::ocr {
namespace {

using capture::Box;

/// What stands on one row with no more than a few characters between.
std::vector<Box> find_rows(const std::vector<Segment>& segments)
{
    std::vector<Box> boxes;
    boxes.reserve(segments.size());
    for (const Segment& segment : segments)
        boxes.push_back(segment.box);
    std::ranges::sort(boxes, {}, &Box::x);
    std::vector<Box> rows;
    for (const Box& box : boxes) {
        const auto row = std::ranges::find_if(rows, [&](const Box& each) {
            // What is left of an edge may be higher than print, and is further off.
            const int height = std::min(each.height, box.height);
            return is_same_row(each, box) && box.x - right_of(each) < 4 * height;
        });
        if (row == rows.end())
            rows.push_back(box);
        else
            *row = united(*row, box);
    }
    std::ranges::sort(rows, {}, &Box::y);
    return rows;
}

/// 30 characters of 2.54 mm are 29 times as wide as they are high, 44 are 43 times; an edge of the
/// card or the sheet beside them makes the row longer and higher.
bool is_long(const Box& row)
{
    const double ratio = static_cast<double>(row.width) / row.height;
    return ratio > 13 && ratio < 80;
}

/// Below the other and a line of 6.35 mm further down.
bool is_next(const Box& upper, const Box& lower)
{
    const int width = std::min(upper.width, lower.width);
    const int shared = std::min(right_of(upper), right_of(lower)) - std::max(upper.x, lower.x);
    const int step = lower.y + lower.height / 2 - upper.y - upper.height / 2;
    return shared * 10 > width * 8 && step * 44 > width && step * 30 < width * 5;
}

/// Lines that stand below each other, in twos and threes: the card's edge may look like one more.
std::vector<std::vector<Box>> find_groups(const std::vector<Box>& rows)
{
    std::vector<std::vector<Box>> chains;
    for (const Box& row : rows) {
        if (!is_long(row)) continue;
        const auto chain = std::ranges::find_if(chains, [&](const auto& each) {
            return is_next(each.back(), row);
        });
        if (chain == chains.end())
            chains.push_back({row});
        else
            chain->push_back(row);
    }
    std::vector<std::vector<Box>> groups;
    for (const auto& chain : chains) {
        for (const std::ptrdiff_t size : {2, 3}) {
            for (auto first = chain.begin(); chain.end() - first >= size; ++first)
                groups.emplace_back(first, first + size);
        }
    }
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

/// Ink of each column of a line.
using ColumnSums = std::vector<double>;

ColumnSums column_sums(const cv::Mat& dark)
{
    cv::Mat sums;
    cv::reduce(dark, sums, 0, cv::REDUCE_SUM, CV_64F);
    return {sums.begin<double>(), sums.end<double>()};
}

double total(const ColumnSums& sums, double from, double to)
{
    const auto end = std::ssize(sums);
    const auto first = std::clamp(std::lround(from), 0L, end);
    const auto last = std::clamp(std::lround(to), first, end);
    return std::accumulate(sums.begin() + first, sums.begin() + last, 0.0);
}

/// Borders between places, one every `pitch` columns from `origin` on.
struct Grid {
    double origin = 0.0;
    double pitch = 0.0;
    double cost = 1.0; ///< ink on the borders, as a share of the ink elsewhere

    [[nodiscard]] double border(int i) const { return origin + i * pitch; }
};

/// Over the width of a gap between characters, so that the middle of a gap is better than its edge.
ColumnSums smoothed(const ColumnSums& sums, int width)
{
    cv::Mat smooth;
    cv::blur(cv::Mat(sums).t(), smooth, {std::max(1, width), 1}, {-1, -1}, cv::BORDER_REPLICATE);
    return {smooth.begin<double>(), smooth.end<double>()};
}

double border_cost(const ColumnSums& sums, const Grid& grid, double mean)
{
    double on_borders = 0;
    int count = 0;
    for (; grid.border(count) < static_cast<double>(sums.size()) - 1; ++count)
        on_borders += sums[static_cast<std::size_t>(std::lround(grid.border(count)))];
    return on_borders / std::max(1, count) / std::max(mean, 1e-9);
}

/// The pitch that cuts least ink. A character is nearly as high as its place is wide.
Grid find_grid(const ColumnSums& sums, int line_height)
{
    Grid best;
    const double mean =
        total(sums, 0, static_cast<double>(sums.size())) / static_cast<double>(sums.size());
    const ColumnSums smooth = smoothed(sums, line_height / 4);
    constexpr double narrowest = 0.70;
    constexpr double widest = 1.45;
    constexpr double finer = 1.002; // 44 places end a tenth of one apart
    constexpr int phases = 24;
    const double pitches = std::ceil(std::log(widest / narrowest) / std::log(finer));
    for (int step = 0; step < static_cast<int>(pitches); ++step) {
        const double pitch = narrowest * line_height * std::pow(finer, step);
        for (int i = 0; i < phases; ++i) {
            Grid grid{pitch * i / phases, pitch, 1.0};
            grid.cost = border_cost(smooth, grid, mean);
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

/// Ink in the two corners that lie outside of the point of `<`: the stem of a K is there.
double corner_ink(const cv::Mat& glyph)
{
    const cv::Rect upper(0, 0, glyph.cols / 3, glyph.rows / 4);
    const cv::Rect lower(0, glyph.rows - upper.height, upper.width, upper.height);
    return (cv::mean(glyph(upper))[0] + cv::mean(glyph(lower))[0]) / 2;
}

double filler_likeness(const cv::Mat& cell)
{
    static const cv::Mat pattern = chevron();
    if (cell.rows < 6 || cell.cols < 4 || cv::countNonZero(cell) < 6) return 0;
    const cv::Rect box = ink_box(cell);
    if (box.width * 3 < cell.cols || box.height < box.width / 2) return 0;
    cv::Mat small;
    cv::resize(cell(box), small, pattern.size(), 0, 0, cv::INTER_AREA);
    const double corners = std::min(1.0, corner_ink(small));
    return std::clamp(correlation(small, pattern) * (1 - corners), 0.0, 1.0);
}

/// What all lines of a group have in common: borders and specks only make single ones longer.
cv::Range common_columns(const std::vector<Box>& rows, int page_width)
{
    cv::Range common(0, page_width);
    int least_height = std::numeric_limits<int>::max();
    for (const Box& row : rows) {
        common.start = std::max(common.start, row.x);
        common.end = std::min(common.end, right_of(row));
        least_height = std::min(least_height, row.height);
    }
    return {
        std::max(0, common.start - least_height), std::min(page_width, common.end + least_height)};
}

int least_height(const std::vector<Box>& rows)
{
    return std::ranges::min_element(rows, {}, &Box::height)->height;
}

/// Lines below each other, and the grid that all of them share.
class Zone {
public:
    Zone(const cv::Mat& grey, const std::vector<Box>& rows)
    {
        const cv::Range columns = common_columns(rows, grey.cols);
        ColumnSums all(static_cast<std::size_t>(columns.size()), 0.0);
        for (const Box& row : rows) {
            places_.emplace_back(columns.start, row.y, columns.size(), row.height);
            dark_.push_back(darkness(grey(places_.back())));
            sums_.push_back(column_sums(dark_.back()));
            std::ranges::transform(all, sums_.back(), all.begin(), std::plus{});
        }
        grid_ = find_grid(all, least_height(rows));
        find_text();
    }

    [[nodiscard]] double cost() const { return grid_.cost; }

    /// How many places in a row hold ink in every line.
    [[nodiscard]] int count() const { return count_; }

    [[nodiscard]] std::vector<MrzStrip> cut() const
    {
        std::vector<MrzStrip> strips;
        for (std::size_t i = 0; i < dark_.size(); ++i)
            strips.push_back(strip_of(dark_[i], places_[i]));
        return strips;
    }

private:
    /// A zone has no blank places; beside it is paper, and only then the edge of the card.
    [[nodiscard]] bool is_inked(int place) const
    {
        return std::ranges::all_of(sums_, [&](const ColumnSums& sums) {
            constexpr double least = 0.25; // of the ink of an average place
            const double mean = total(sums, 0, static_cast<double>(sums.size())) * grid_.pitch /
                                static_cast<double>(sums.size());
            return total(sums, grid_.border(place), grid_.border(place + 1)) > least * mean;
        });
    }

    void find_text()
    {
        const auto width = static_cast<double>(places_.front().width);
        int run = 0;
        for (int i = -1; grid_.border(i) < width; ++i) {
            run = is_inked(i) ? run + 1 : 0;
            if (run > count_) count_ = run, first_ = i + 1 - run;
        }
    }

    [[nodiscard]] MrzStrip strip_of(const cv::Mat& dark, const cv::Rect& place) const
    {
        MrzStrip strip;
        const auto border = [&](int i) {
            return std::clamp(static_cast<int>(std::lround(grid_.border(i))), 0, place.width);
        };
        for (int i = first_; i < first_ + count_; ++i) {
            const cv::Range across(border(i), border(i + 1));
            strip.places.push_back(
                {{place.x + across.start, place.y, across.size(), place.height},
                 filler_likeness(dark.colRange(across))}
            );
        }
        strip.box = united(strip.places.front().box, strip.places.back().box);
        return strip;
    }

    std::vector<cv::Rect> places_;
    std::vector<cv::Mat> dark_;
    std::vector<ColumnSums> sums_;
    Grid grid_;
    int first_ = 0;
    int count_ = 0;
};

bool is_format(std::size_t lines, int count)
{
    return lines == 3 ? count == 30 : count == 44 || count == 36;
}

bool has_fillers(const std::vector<MrzStrip>& strips)
{
    std::ptrdiff_t fillers = 0;
    for (const MrzStrip& strip : strips)
        fillers += std::ranges::count_if(strip.places, [](const MrzPlace& place) {
            return place.filler > 0.5;
        });
    return fillers >= 4;
}

} // namespace

std::vector<MrzStrip> find_mrz_strips(const cv::Mat& grey, const std::vector<Segment>& segments)
{
    constexpr double worst_fit = 0.25;
    std::vector<MrzStrip> best;
    double least = worst_fit;
    for (const auto& group : find_groups(find_rows(segments))) {
        const Zone zone(grey, group);
        if (zone.cost() >= least || !is_format(group.size(), zone.count())) continue;
        auto strips = zone.cut();
        if (!has_fillers(strips)) continue;
        best = std::move(strips);
        least = zone.cost();
    }
    return best;
}

} // namespace dossier::ocr
