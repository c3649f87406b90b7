#include "capture/runs.h"

#include "capture/bits.h"
#include "capture/image/bit_rows.h"
#include "capture/image/forest.h"

#include <algorithm>
#include <vector>

namespace dossier::capture {
namespace {

/// Calls `take(row, y)` for each row as bits.
template <class Take>
void for_each_row(const cv::Mat& ink, Take&& take)
{
    std::vector<std::uint64_t> row(static_cast<std::size_t>(words_of(ink.cols)));
    for (int y = 0; y < ink.rows; ++y) {
        pack(ink.ptr(y), ink.cols, row.data());
        take(row.data(), y);
    }
}

} // namespace

cv::Mat runs_across(const cv::Mat& ink, int least)
{
    return Bits(ink).keep_runs_across(least).ink();
}

cv::Mat runs_down(const cv::Mat& ink, int least)
{
    return Bits(ink).keep_runs_down(least).ink();
}

cv::Mat gaps_closed_across(const cv::Mat& ink, int least)
{
    cv::Mat closed = ink.clone();
    for_each_row(ink, [&](const std::uint64_t* row, int y) {
        unsigned char* to = closed.ptr(y);
        int end = -1; // of the run before
        for_each_run(row, ink.cols, [&](int first, int last) {
            if (end >= 0 && first - end < least) std::fill(to + end, to + first, 255);
            end = last;
        });
    });
    return closed;
}

std::vector<Component> find_components(const cv::Mat& ink)
{
    Forest forest;
    for_each_row(ink, [&](const std::uint64_t* row, int y) { forest.add_row(row, ink.cols, y); });
    return forest.roots();
}

} // namespace dossier::capture
