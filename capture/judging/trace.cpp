#include "capture/judging/trace.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace dossier::capture {

namespace {

constexpr int every = 4; ///< rows added up: a streak is in all of them

/// The sums of a band's rows, column by column.
std::vector<int> column_sums(const cv::Mat& grey, int from, int to)
{
    std::vector<int> sums(static_cast<std::size_t>(grey.cols), 0);
    for (int y = from; y < to; y += every) {
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

struct Votes {
    int dark = 0;
    int light = 0;
    bool at_both_ends = true;
};

} // namespace

ScanTrace find_trace(const Survey& page)
{
    constexpr int bands = 32;
    constexpr double end_mm = 2.5; // less than the margin of any form
    constexpr int darker = 7;      // grey levels, of a band's mean
    constexpr double widest_mm = 1.0;
    constexpr double nearly_all = 0.85; // print beside a streak hides it here and there
    ScanTrace trace;
    trace.paper_brightness = page.paper;
    const cv::Mat& grey = page.full;
    const int aside = std::max(2, static_cast<int>(widest_mm * page.dots_per_mm));
    if (grey.rows < bands * every || grey.cols <= 5 * aside) return trace;
    std::vector<Votes> votes(static_cast<std::size_t>(grey.cols));
    const int end = std::max(every, static_cast<int>(end_mm * page.dots_per_mm));
    const int between = grey.rows - 2 * end;
    for (int band = 0; band < bands; ++band) {
        const int from = band == 0 ? 0 : end + (band - 1) * between / (bands - 2);
        const int to = band == bands - 1 ? grey.rows : end + band * between / (bands - 2);
        const std::vector<int> sums = column_sums(grey, from, to);
        const int count = (to - from + every - 1) / every;
        const bool is_end = band == 0 || band == bands - 1;
        for (int x = 2 * aside; x + 2 * aside < grey.cols; ++x) {
            const int found = darkness_at(sums, x, aside, count, darker);
            if (found < 0) continue;
            Votes& vote = votes[static_cast<std::size_t>(x)];
            (found > 0 ? vote.dark : vote.light) += 1;
            if (is_end && found == 0) vote.at_both_ends = false;
        }
    }
    int last = -aside;
    for (int x = 2 * aside; x + 2 * aside < grey.cols; ++x) {
        const Votes& vote = votes[static_cast<std::size_t>(x)];
        const int seen = vote.dark + vote.light;
        if (!vote.at_both_ends || seen * 4 < bands * 3 || vote.dark < nearly_all * seen) continue;
        if (x - last > aside) trace.streaks.push_back((x * 1000 + grey.cols / 2) / grey.cols);
        last = x;
    }
    return trace;
}

} // namespace dossier::capture
