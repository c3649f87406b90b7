#include "capture/judging/trace.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace dossier::capture {

namespace {

constexpr int row_step = 4; ///< rows added up: a streak is in all of them
constexpr int bands = 32;   ///< the page is cut into, top to bottom

/// The sums of a band's rows, column by column.
std::vector<int> column_sums(const cv::Mat& grey, int from, int to)
{
    std::vector<int> sums(static_cast<std::size_t>(grey.cols), 0);
    for (int y = from; y < to; y += row_step) {
        const unsigned char* line = grey.ptr(y);
        for (int x = 0; x < grey.cols; ++x)
            sums[static_cast<std::size_t>(x)] += line[x];
    }
    return sums;
}

/// Whether a column of the band is darker than what lies `aside` to both sides of it by `darker` a
/// pixel. -1 where the lid covers it, so that nothing can be said.
int darkness_at(const std::vector<int>& sums, int x, int aside, int count, int darker)
{
    constexpr int lid = 70;
    const auto at = [&](int column) { return sums[static_cast<std::size_t>(column)]; };
    // Of two places on each side the lighter: print may stand in one of them.
    const int beside = std::min(
        std::max(at(x - aside), at(x - 2 * aside)), std::max(at(x + aside), at(x + 2 * aside))
    );
    if (beside < lid * count) return -1;
    return at(x) + darker * count <= beside ? 1 : 0;
}

/// What the bands say of one column.
struct Votes {
    int dark = 0;
    int light = 0;
    bool at_both_ends = true;

    /// A streak runs through nearly all of them; print beside it hides it here and there.
    [[nodiscard]] bool is_streak() const
    {
        constexpr double nearly_all = 0.85;
        const int seen = dark + light;
        return at_both_ends && seen * 4 >= bands * 3 && dark >= nearly_all * seen;
    }
};

/// The rows of a band; the first and the last are as high as the page's ends that print leaves
/// bare.
cv::Range rows_of(int band, int page_rows, int end)
{
    const int between = page_rows - 2 * end;
    const auto after = [&](int n) { return end + n * between / (bands - 2); };
    return {band == 0 ? 0 : after(band - 1), band == bands - 1 ? page_rows : after(band)};
}

void take_band(const cv::Mat& grey, int band, int aside, int end, std::vector<Votes>& votes)
{
    constexpr int darker = 7; // grey levels, of a band's mean
    const cv::Range rows = rows_of(band, grey.rows, end);
    const std::vector<int> sums = column_sums(grey, rows.start, rows.end);
    const int count = (rows.size() + row_step - 1) / row_step;
    const bool is_end = band == 0 || band == bands - 1;
    for (int x = 2 * aside; x + 2 * aside < grey.cols; ++x) {
        const int found = darkness_at(sums, x, aside, count, darker);
        if (found < 0) continue;
        Votes& vote = votes[static_cast<std::size_t>(x)];
        (found > 0 ? vote.dark : vote.light) += 1;
        if (is_end && found == 0) vote.at_both_ends = false;
    }
}

} // namespace

ScanTrace find_trace(const Survey& page)
{
    constexpr double end_mm = 2.5; // less than the margin of any form
    constexpr double widest_mm = 1.0;
    ScanTrace trace;
    trace.paper_brightness = page.paper;
    const cv::Mat& grey = page.full;
    const int aside = std::max(2, static_cast<int>(widest_mm * page.dots_per_mm));
    if (grey.rows < bands * row_step || grey.cols <= 5 * aside) return trace;
    const int end = std::max(row_step, static_cast<int>(end_mm * page.dots_per_mm));
    std::vector<Votes> votes(static_cast<std::size_t>(grey.cols));
    for (int band = 0; band < bands; ++band)
        take_band(grey, band, aside, end, votes);
    int last = -aside;
    for (int x = 2 * aside; x + 2 * aside < grey.cols; ++x) {
        if (!votes[static_cast<std::size_t>(x)].is_streak()) continue;
        if (x - last > aside) trace.streaks.push_back((x * 1000 + grey.cols / 2) / grey.cols);
        last = x;
    }
    return trace;
}

} // namespace dossier::capture
