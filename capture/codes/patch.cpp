#include "capture/codes/patch.h"

#include <opencv2/core.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <span>
#include <string_view>

namespace dossier::capture {

namespace {

/// Widths along a scan line: bar, space, bar, space, bar, space, bar.
constexpr int parts = 7;
/// Every second row of the small picture is looked at.
constexpr int row_step = 2;
/// 0.80 inches in all; scanners shrink and stretch, and a density may be wrong.
constexpr double total_inches = 0.80;
constexpr double least_total = 0.70;
constexpr double most_total = 1.35;
/// Shares of the whole, as printed.
constexpr double narrow = 0.10;
constexpr double wide = 0.25;
/// How long the bars are at least, in widths of the code: less may be a logo.
constexpr double least_length = 1.2;

/// Which bars are wide, first to last: 1, 2, 3, 4, 6 and T.
struct Pattern {
    std::string_view name;
    std::array<bool, 4> is_wide;
};

constexpr std::array<Pattern, 6> patterns{{
    {"patch_1", {true, true, false, false}},
    {"patch_2", {true, false, false, true}},
    {"patch_3", {true, false, true, false}},
    {"patch_4", {false, true, true, false}},
    {"patch_6", {false, false, true, true}},
    {"patch_t", {false, true, false, true}},
}};

using Bars = std::array<bool, 4>;

/// The wide bars when seven runs have a patch's proportions. Ink spreads: bars may all be wider by
/// as much as spaces are narrower, so bars are compared with bars and spaces with spaces.
std::optional<Bars> bars_of(std::span<const int> runs, double total)
{
    std::array<double, 3> spaces{};
    for (std::size_t i = 0; i < spaces.size(); ++i)
        spaces[i] = runs[2 * i + 1] / total;
    const auto [least, most] = std::ranges::minmax(spaces);
    const double space = (spaces[0] + spaces[1] + spaces[2]) / 3;
    if (most - least > 0.05 || std::abs(space - narrow) > 0.045) return std::nullopt;
    // What a bar is wider than printed, from what a space is narrower.
    const double spread = narrow - space;
    Bars is_wide{};
    for (std::size_t i = 0; i < is_wide.size(); ++i) {
        const double width = runs[2 * i] / total - spread;
        is_wide[i] = width > (narrow + wide) / 2;
        if (std::abs(width - (is_wide[i] ? wide : narrow)) > 0.045) return std::nullopt;
    }
    return std::ranges::count(is_wide, true) == 2 ? std::optional{is_wide} : std::nullopt;
}

/// A patch seen on rows that follow each other.
struct Track {
    Bars bars{};
    int first_row = 0;
    int last_row = 0;
    int rows = 0;
    int start = 0; ///< on the last row
    int end = 0;
    int least = 0; ///< over all rows
    int most = 0;
};

class Tracks {
public:
    void add(const Bars& bars, int row, int start, int end)
    {
        constexpr int most_gap = 6 * row_step;
        for (auto track = tracks_.rbegin(); track != tracks_.rend(); ++track) {
            const int gap = row - track->last_row;
            // 10 degrees of skew shift a row by 0.18 of a pixel, a jagged edge by two more.
            const double reach = 0.25 * gap + 2.5;
            if (track->bars != bars || gap <= 0 || gap > most_gap ||
                std::abs(start - track->start) > reach || std::abs(end - track->end) > reach)
                continue;
            ++track->rows;
            track->last_row = row;
            track->start = start;
            track->end = end;
            track->least = std::min(track->least, start);
            track->most = std::max(track->most, end);
            return;
        }
        constexpr std::size_t most_tracks = 4'096;
        if (tracks_.size() < most_tracks)
            tracks_.push_back({bars, row, row, 1, start, end, start, end});
    }

    /// Those long enough, and unbroken but for some specks.
    [[nodiscard]] std::vector<Track> found() const
    {
        std::vector<Track> found;
        for (const Track& track : tracks_) {
            const int length = track.last_row - track.first_row + row_step;
            const bool is_whole = track.rows * row_step * 10 >= length * 8;
            if (is_whole && length >= least_length * (track.end - track.start))
                found.push_back(track);
        }
        return found;
    }

private:
    std::vector<Track> tracks_;
};

/// Runs of one row, white first (perhaps of no width), as the columns where they end.
void find_ends(std::span<const unsigned char> row, std::vector<int>& ends)
{
    ends.clear();
    unsigned char colour = 0;
    for (std::size_t x = 0; x < row.size(); ++x) {
        if (row[x] == colour) continue;
        ends.push_back(static_cast<int>(x));
        colour = row[x];
    }
    ends.push_back(static_cast<int>(row.size()));
}

/// Where a patch may lie across one row: from the end of the run before it to the start of the one
/// behind.
struct Stretch {
    int before = 0;
    int start = 0;
    int end = 0;
    int after = 0;

    [[nodiscard]] int total() const { return end - start; }

    /// Bare paper on both sides, as the patch needs it.
    [[nodiscard]] bool is_quiet() const
    {
        const double quiet = 0.12 * total();
        return start - before >= quiet && after - end >= quiet;
    }
};

/// The `parts` runs of a row from the `first`-th on; `ends` as `find_ends` gives them.
Stretch stretch_at(std::span<const int> ends, std::size_t first, int width)
{
    const std::size_t last = first + parts;
    return {
        .before = first == 0 ? 0 : ends[first - 1],
        .start = ends[first],
        .end = ends[last],
        .after = last + 1 < ends.size() ? ends[last + 1] : width};
}

/// The patches whose bars stand upright in `ink`.
std::vector<Track> find_upright(const cv::Mat& ink, double pixels_per_inch)
{
    const double least = total_inches * least_total * pixels_per_inch;
    const double most = total_inches * most_total * pixels_per_inch;
    Tracks tracks;
    std::vector<int> ends;
    std::array<int, parts> runs{};
    for (int y = 0; y < ink.rows; y += row_step) {
        find_ends({ink.ptr<unsigned char>(y), static_cast<std::size_t>(ink.cols)}, ends);
        // ends[i] starts an inked run where i is even.
        for (std::size_t i = 0; i + parts < ends.size(); i += 2) {
            const Stretch stretch = stretch_at(ends, i, ink.cols);
            const int total = stretch.total();
            if (total < least || total > most || !stretch.is_quiet()) continue;
            for (std::size_t part = 0; part < parts; ++part)
                runs[part] = ends[i + part + 1] - ends[i + part];
            if (const auto bars = bars_of(runs, total))
                tracks.add(*bars, y, stretch.start, stretch.end);
        }
    }
    return tracks.found();
}

/// The name of a patch read from the nearer edge inwards; `middle` 0..1 along the scan line.
std::string_view name_of(Bars bars, double middle)
{
    if (middle > 0.5) std::ranges::reverse(bars);
    const auto found = std::ranges::find(patterns, bars, &Pattern::is_wide);
    return found == patterns.end() ? std::string_view{} : found->name;
}

void append(
    std::vector<Code>& codes,
    const std::vector<Track>& tracks,
    const SmallPage& small,
    bool is_turned
)
{
    const int across = is_turned ? small.ink.rows : small.ink.cols;
    for (const Track& track : tracks) {
        const double middle = (track.least + track.most) / 2.0 / across;
        Box box{
            .x = track.least * small.factor,
            .y = track.first_row * small.factor,
            .width = (track.most - track.least) * small.factor,
            .height = (track.last_row - track.first_row + 1) * small.factor};
        if (is_turned) {
            std::swap(box.x, box.y);
            std::swap(box.width, box.height);
        }
        codes.push_back(
            {.symbology = std::string{name_of(track.bars, middle)}, .text = {}, .box = box}
        );
    }
}

} // namespace

std::vector<Code> find_patches(const SmallPage& small)
{
    std::vector<Code> codes;
    if (small.ink.empty()) return codes;
    append(codes, find_upright(small.ink, small.pixels_per_inch), small, false);
    cv::Mat turned;
    cv::transpose(small.ink, turned);
    append(codes, find_upright(turned, small.pixels_per_inch), small, true);
    return codes;
}

} // namespace dossier::capture
