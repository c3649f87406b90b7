#include "capture/orient.h"

#include "capture/image/border.h"
#include "capture/image/smaller.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace dossier::capture {

namespace {

cv::Mat bar(int width, int height)
{
    return cv::getStructuringElement(cv::MORPH_RECT, {width, height});
}

/// Ink without the long straight runs of rules and frames. Beside what is no paper the usual
/// brightness around a place is not that of the paper, and the paper itself would pass for ink.
cv::Mat print_of(const cv::Mat& grey, const cv::Mat& outside)
{
    constexpr int window = 23;
    constexpr double contrast = 12; // grey levels under the paper around it
    constexpr int rule_length = 45;
    cv::Mat ink;
    cv::adaptiveThreshold(
        grey, ink, 255, cv::ADAPTIVE_THRESH_MEAN_C, cv::THRESH_BINARY_INV, window, contrast
    );
    cv::Mat across;
    cv::Mat down;
    cv::morphologyEx(ink, across, cv::MORPH_OPEN, bar(rule_length, 1));
    cv::morphologyEx(ink, down, cv::MORPH_OPEN, bar(1, rule_length));
    cv::Mat rules = across | down;
    cv::dilate(rules, rules, bar(3, 3));
    ink.setTo(0, rules);
    if (outside.empty()) return ink;
    cv::Mat beside;
    cv::blur(outside, beside, {window, window}, {-1, -1}, cv::BORDER_REPLICATE);
    ink.setTo(0, beside);
    return ink;
}

/// Print joined into lines in one direction: how long they are together, and the lines.
struct Lines {
    double energy = 0.0;
    std::vector<Box> boxes;
};

/// Strokes make ink come and go along a line, several times a character; what is left of a rule or
/// of the scanner's border is one long stroke. `changes`: where ink begins or ends.
bool is_written(const cv::Mat& changes, const cv::Rect& line, bool across)
{
    const double length = across ? line.width : line.height;
    const double thickness = across ? line.height : line.width;
    const double per_row = cv::countNonZero(changes(line)) / thickness;
    return per_row >= 0.8 * length / thickness;
}

/// Closes gaps narrower than `gap` in one direction; what becomes long and thin is a line of print.
Lines lines_along(const cv::Mat& ink, bool across, int gap)
{
    cv::Mat joined;
    cv::morphologyEx(ink, joined, cv::MORPH_CLOSE, across ? bar(gap, 1) : bar(1, gap));
    cv::Mat changes;
    cv::morphologyEx(ink, changes, cv::MORPH_GRADIENT, across ? bar(2, 1) : bar(1, 2));
    cv::Mat labels;
    cv::Mat stats;
    cv::Mat centres;
    const int count = cv::connectedComponentsWithStats(joined, labels, stats, centres, 8, CV_32S);
    Lines lines;
    for (int label = 1; label < count; ++label) {
        const cv::Rect line(
            stats.at<int>(label, cv::CC_STAT_LEFT),
            stats.at<int>(label, cv::CC_STAT_TOP),
            stats.at<int>(label, cv::CC_STAT_WIDTH),
            stats.at<int>(label, cv::CC_STAT_HEIGHT)
        );
        const int length = across ? line.width : line.height;
        const int thickness = across ? line.height : line.width;
        const bool is_long = thickness >= 4 && thickness <= 60 && length >= 3 * thickness;
        if (!is_long || !is_written(changes, line, across)) continue;
        lines.energy += length;
        lines.boxes.push_back({line.x, line.y, line.width, line.height});
    }
    return lines;
}

/// The longest first, but a large letter is worth no more than a small one: length counts in
/// heights, and no more than a dozen of them.
void sort_by_worth(std::vector<Box>& lines)
{
    std::ranges::stable_sort(lines, std::ranges::greater{}, [](const Box& line) {
        const auto [thin, length] = std::minmax(line.width, line.height);
        return std::min(12.0, static_cast<double>(length) / thin);
    });
    constexpr std::size_t most = 24;
    if (lines.size() > most) lines.resize(most);
}

QuarterTurn compare(const cv::Mat& ink, int gap)
{
    constexpr double least_energy = 112; // pixels: two short lines
    Lines across = lines_along(ink, true, gap);
    Lines down = lines_along(ink, false, gap);
    const double both = across.energy + down.energy;
    if (both <= 0) return {};
    const bool is_across = across.energy >= down.energy;
    return {
        is_across ? 0 : 90,
        std::abs(across.energy - down.energy) / std::max(both, least_energy),
        is_across ? std::move(across.boxes) : std::move(down.boxes)};
}

} // namespace

QuarterTurn find_quarter_turn(const cv::Mat& grey, const cv::Mat& outside)
{
    // Gaps between characters, in pixels at some 75 dpi. Where lines stand close, the wide one
    // would join them too; where characters stand apart, the close one joins none.
    constexpr int close_set = 4;
    constexpr int wide_set = 7;
    constexpr double sure_enough = 0.5;
    constexpr int side = 1150; // 900 of the page, and what levelling adds
    const cv::Mat small = reduced(grey, side);
    cv::Mat no_paper = outside.empty() ? border_mask(small) : outside;
    if (!no_paper.empty() && no_paper.size() != small.size())
        cv::resize(no_paper, no_paper, small.size(), 0, 0, cv::INTER_NEAREST);
    const cv::Mat ink = print_of(small, no_paper);
    QuarterTurn turn = compare(ink, close_set);
    if (turn.confidence < sure_enough) {
        QuarterTurn wider = compare(ink, wide_set);
        if (wider.confidence > turn.confidence) turn = std::move(wider);
    }
    sort_by_worth(turn.lines);
    const int factor = std::max(1, static_cast<int>(std::lround(1.0 * grey.cols / small.cols)));
    for (Box& line : turn.lines)
        line = {line.x * factor, line.y * factor, line.width * factor, line.height * factor};
    return turn;
}

cv::Mat turned(const cv::Mat& picture, int clockwise_deg)
{
    cv::Mat result;
    switch (clockwise_deg) {
    case 90: cv::rotate(picture, result, cv::ROTATE_90_CLOCKWISE); return result;
    case 180: cv::rotate(picture, result, cv::ROTATE_180); return result;
    case 270: cv::rotate(picture, result, cv::ROTATE_90_COUNTERCLOCKWISE); return result;
    default: return picture.clone();
    }
}

} // namespace dossier::capture
