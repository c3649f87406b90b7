#include "ocr/layout/rules.h"

#include "capture/bits.h"
#include "capture/runs.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>

namespace dossier::ocr {
namespace {

using capture::Box;

/// Longer than any stroke of ordinary text, in text heights.
constexpr int shortest_across = 4;
constexpr int shortest_down = 2;

bool has_ink(const cv::Mat& mask, int left, int top, int right, int bottom)
{
    left = std::clamp(left, 0, mask.cols);
    right = std::clamp(right, left, mask.cols);
    top = std::clamp(top, 0, mask.rows);
    bottom = std::clamp(bottom, top, mask.rows);
    return right > left && bottom > top &&
           cv::countNonZero(mask(cv::Rect(left, top, right - left, bottom - top))) > 0;
}

/// Whether at most a fifth of `count` values, `step` bytes apart, are 0.
bool is_nearly_full(const unsigned char* at, std::size_t step, int count)
{
    int most_missing = count * 2;
    for (int i = 0; i < count; ++i, at += step) {
        if (*at == 0 && (most_missing -= 10) < 0) return false;
    }
    return true;
}

/// The first place from `from` towards `to` where the mask has a rule across the band
/// [low, high), or -1. Columns are walked for rules that run down, rows for those that run across.
int first_rule(const cv::Mat& mask, bool columns, int from, int to, int low, int high)
{
    const int step = to > from ? 1 : -1;
    for (int at = from; at != to; at += step) {
        const auto* first = columns ? mask.ptr(low, at) : mask.ptr(at, low);
        if (is_nearly_full(first, columns ? mask.step[0] : 1, high - low)) return at;
    }
    return -1;
}

} // namespace

cv::Mat Rules::without_crossings(const cv::Mat& ink) const
{
    capture::Bits across(across_);
    capture::Bits down(down_);
    across.thicken().widen();
    down.thicken().widen();
    // A stroke crosses where there is ink right above and right below the rule.
    capture::Bits above(ink);
    above.take_out(across).take_out(down);
    capture::Bits below = above;
    constexpr int reach = 8;
    above.spread_down(reach);
    below.spread_up(reach);
    return across.take_out(above.keep(below)).add(down).ink();
}

bool Rules::is_between(const Box& left, const Box& right) const
{
    // The middle half of the text: a rule that only touches its feet is an underline's end.
    const int top = std::max(left.y + left.height / 4, right.y + right.height / 4);
    const int bottom = std::min(left.y + left.height * 3 / 4, right.y + right.height * 3 / 4);
    return has_ink(down_, left.x + left.width, top, right.x, std::max(bottom, top + 1));
}

bool Rules::is_under(const Box& above, const Box& below) const
{
    const int left = std::max(above.x, below.x);
    const int right = std::min(above.x + above.width, below.x + below.width);
    return has_ink(across_, left, above.y + above.height, std::max(right, left + 1), below.y);
}

bool Rules::is_under_both(const Box& left, const Box& right) const
{
    const int bottom = std::max(left.y + left.height, right.y + right.height);
    const int from = left.x + left.width / 2;
    const int to = right.x + right.width / 2;
    const int depth = std::max(left.height, right.height) * 3 / 2;
    const cv::Rect band = cv::Rect(from, bottom - depth / 4, to - from, depth) &
                          cv::Rect(0, 0, across_.cols, across_.rows);
    if (band.empty()) return false;
    cv::Mat flat;
    cv::reduce(across_(band), flat, 0, cv::REDUCE_MAX);
    return cv::countNonZero(flat) * 100 >= band.width * 95;
}

std::vector<std::pair<int, int>> Rules::find_underlines(const Box& line) const
{
    const int top = line.y + line.height * 3 / 4;
    const cv::Rect band = cv::Rect(0, top, across_.cols, line.height * 3 / 4) &
                          cv::Rect(0, 0, across_.cols, across_.rows);
    if (band.empty()) return {};
    cv::Mat flat;
    cv::reduce(across_(band), flat, 0, cv::REDUCE_MAX);
    const auto* const row = flat.ptr<unsigned char>();
    std::vector<std::pair<int, int>> runs;
    for (int x = 0; x < flat.cols; ++x) {
        if (row[x] == 0) continue;
        const bool goes_on = !runs.empty() && x - runs.back().second < line.height / 4;
        if (!goes_on) runs.emplace_back(x, x);
        runs.back().second = x + 1;
    }
    const int slack = line.height / 4; // a border that is not quite level goes on above or below
    std::erase_if(runs, [&](const auto& run) {
        return run.first < line.x + line.height / 2 || run.first > line.x + line.width ||
               run.second - run.first < line.height ||
               has_ink(
                   across_,
                   run.first - line.height / 2,
                   band.y - slack,
                   run.first - 1,
                   band.y + band.height + slack
               );
    });
    return runs;
}

std::optional<Box> Rules::find_cell(const Box& place) const
{
    const int width = down_.cols;
    const int height = down_.rows;
    const int x = std::clamp(place.x + place.width / 2, 0, width - 1);
    const int y = std::clamp(place.y + place.height / 2, 0, height - 1);
    const int top = std::clamp(place.y + place.height / 4, 0, height - 1);
    const int bottom = std::clamp(place.y + place.height * 3 / 4, top + 1, height);
    const int left_rule = first_rule(down_, true, x, -1, top, bottom);
    const int right_rule = first_rule(down_, true, x, width, top, bottom);
    const int near_left = std::clamp(place.x, 0, width - 2);
    const int near_right =
        std::clamp(place.x + std::min(place.width, 3 * place.height), near_left + 1, width);
    const int top_rule = first_rule(across_, false, y, -1, near_left, near_right);
    const int bottom_rule = first_rule(across_, false, y, height, near_left, near_right);
    if (left_rule < 0 || right_rule < 0 || bottom_rule < 0) return std::nullopt;
    const int from = std::max(top_rule, 0);
    return Box{left_rule + 1, from + 1, right_rule - left_rule - 1, bottom_rule - from - 1};
}

Rules find_rules(const cv::Mat& ink, int text_height)
{
    return {
        capture::runs_across(ink, std::max(shortest_across * text_height, 40)),
        capture::runs_down(ink, std::max(shortest_down * text_height, 40))};
}

} // namespace dossier::ocr
