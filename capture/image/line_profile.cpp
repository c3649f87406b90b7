#include "capture/image/line_profile.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <numbers>

namespace dossier::capture {

namespace {

using Byte = unsigned char;

constexpr int strip_width = 8;

/// By how much a line at this angle is displaced per pixel along the cut.
double slope_of(Axis axis, double degrees)
{
    const double slope = std::tan(degrees * std::numbers::pi / 180.0);
    return axis == Axis::across ? slope : -slope;
}

/// Where a line through the middle of a strip is in each of its eight pixels.
std::array<int, strip_width> offsets_of(double slope)
{
    std::array<int, strip_width> offsets{};
    for (int i = 0; i < strip_width; ++i)
        offsets[static_cast<std::size_t>(i)] =
            static_cast<int>(std::lround((i - (strip_width - 1) / 2.0) * slope));
    return offsets;
}

/// From the middle of the picture to the middle of a strip or group.
double centre_of(int strip, int strips, int width)
{
    return (strip + 0.5 - strips / 2.0) * width;
}

/// A different part of a row for each group. Interpolation dampens noise, but not at whole rows:
/// groups that all had their values on whole rows would favour the angle zero.
double phase_of(std::size_t group)
{
    constexpr double golden = 0.6180339887498949;
    const double turns = static_cast<double>(group) * golden;
    return turns - std::floor(turns);
}

// The loops below run over all pixels or all trial angles; processors that have AVX2 get it.
// Bytes stay bytes: max(a, b) - b is the difference held at zero.

/// How much brighter `b` is than `a` by more than `least`, and the other way round.
[[gnu::target_clones("avx2", "default")]] void
edges_of(const Byte* a, const Byte* b, int count, Byte least, Byte* up, Byte* down)
{
    for (int i = 0; i < count; ++i) {
        const auto rise = static_cast<Byte>(std::max(b[i], a[i]) - a[i]);
        const auto fall = static_cast<Byte>(std::max(a[i], b[i]) - b[i]);
        up[i] = static_cast<Byte>(std::max(rise, least) - least);
        down[i] = static_cast<Byte>(std::max(fall, least) - least);
    }
}

[[gnu::target_clones("avx2", "default")]] void
drop_masked(const Byte* mask, int count, Byte* up, Byte* down)
{
    for (int i = 0; i < count; ++i) {
        up[i] = static_cast<Byte>(up[i] & ~mask[i]);
        down[i] = static_cast<Byte>(down[i] & ~mask[i]);
    }
}

[[gnu::target_clones("avx2", "default")]] void
select(const Byte* from, const Byte* where, int count, Byte* to)
{
    for (int i = 0; i < count; ++i)
        to[i] = static_cast<Byte>(to[i] | (from[i] & where[i]));
}

/// The sum of the eight bytes of a word.
inline std::uint64_t sum_of_bytes(std::uint64_t word)
{
    constexpr std::uint64_t evens = 0x00FF00FF00FF00FFU;
    word = (word & evens) + ((word >> 8U) & evens);
    word += word >> 16U;
    return (word + (word >> 32U)) & 0xFFFFU;
}

[[gnu::target_clones("avx2", "default")]] void
sum_words(const Byte* up, const Byte* down, int words, std::int32_t* sums)
{
    for (int i = 0; i < words; ++i) {
        std::uint64_t rises = 0;
        std::uint64_t falls = 0;
        std::memcpy(&rises, up + std::ptrdiff_t{8} * i, 8);
        std::memcpy(&falls, down + std::ptrdiff_t{8} * i, 8);
        sums[i] = static_cast<std::int32_t>(sum_of_bytes(rises)) -
                  static_cast<std::int32_t>(sum_of_bytes(falls));
    }
}

[[gnu::target_clones("avx2", "default")]] void
add_edges(const Byte* up, const Byte* down, int count, std::int16_t* to)
{
    for (int i = 0; i < count; ++i)
        to[i] = static_cast<std::int16_t>(to[i] + up[i] - down[i]);
}

[[gnu::target_clones("avx2", "default")]] void
add_strip(const std::int16_t* from, float* to, int count, float weight)
{
    const float other = 1.0F - weight;
    for (int i = 0; i < count; ++i)
        to[i] += other * static_cast<float>(from[i]) + weight * static_cast<float>(from[i + 1]);
}

[[gnu::target_clones("avx2", "default")]] void
add_shifted(const float* from, float* to, int count, float weight)
{
    const float other = 1.0F - weight;
    for (int i = 0; i < count; ++i)
        to[i] += other * from[i] + weight * from[i + 1];
}

[[gnu::target_clones("avx2", "default")]] double
sum_of_fourth_powers(const float* values, int count)
{
    constexpr int lanes = 16;
    std::array<float, lanes> sums{};
    int i = 0;
    for (; i + lanes <= count; i += lanes)
        for (int lane = 0; lane < lanes; ++lane) {
            const float square = values[i + lane] * values[i + lane];
            sums[static_cast<std::size_t>(lane)] += square * square;
        }
    double sum = 0.0;
    for (; i < count; ++i)
        sum += std::pow(static_cast<double>(values[i]), 4);
    for (const float part : sums)
        sum += static_cast<double>(part);
    return sum;
}

/// The part of `length` values that stays inside when all are moved by `whole` and a fraction.
struct Overlap {
    int from;
    int to;
    int count;
};

Overlap overlap_of(int length, int whole)
{
    const int to = std::max(0, -whole);
    const int end = std::min(length, length - 1 - whole);
    return {to + whole, to, std::max(0, end - to)};
}

/// Rows of a picture in which every pixel is taken from where a line at the trial angle is, so that
/// eight pixels side by side can be summed as they lie.
class ShearedRows {
public:
    ShearedRows(const cv::Mat& grey, double slope) : grey_(grey)
    {
        const auto offsets = offsets_of(slope);
        reach_ = std::max(std::abs(offsets.front()), std::abs(offsets.back()));
        const auto width = static_cast<std::size_t>(grey.cols);
        for (int offset = -reach_; offset <= reach_; ++offset) {
            std::vector<Byte> where(width, 0);
            for (std::size_t x = 0; x < width; ++x)
                if (offsets[x % strip_width] == offset) where[x] = 0xFF;
            where_.push_back(std::move(where));
        }
    }

    /// How far above and below a row its pixels are taken from.
    [[nodiscard]] int reach() const { return reach_; }

    void read(int y, Byte* row) const
    {
        std::memset(row, 0, static_cast<std::size_t>(grey_.cols));
        int offset = -reach_;
        for (const auto& where : where_)
            select(grey_.ptr(y + offset++), where.data(), grey_.cols, row);
    }

private:
    const cv::Mat& grey_;
    int reach_ = 0;
    std::vector<std::vector<Byte>> where_; ///< 0xFF where the pixel comes from this offset
};

void sum_across(const cv::Mat& grey, const cv::Mat& mask, double slope, Byte least, StripSums& sums)
{
    const ShearedRows rows(grey, slope);
    const auto padded = static_cast<std::size_t>(sums.count) * strip_width;
    // Three rows in turn: the one above, the one here, the one below.
    std::vector<Byte> ring(3 * padded, 0);
    std::vector<Byte> up(padded, 0);
    std::vector<Byte> down(padded, 0);
    std::vector<std::int32_t> words(padded / strip_width);
    const auto slot = [&](int y) { return ring.data() + static_cast<std::size_t>(y % 3) * padded; };
    const int first = rows.reach();
    const int last = grey.rows - 1 - rows.reach();
    for (int y = first; y <= last; ++y) {
        rows.read(y, slot(y));
        if (y < first + 2) continue;
        const int middle = y - 1;
        edges_of(slot(y - 2), slot(y), grey.cols, least, up.data(), down.data());
        if (!mask.empty()) drop_masked(mask.ptr(middle), grey.cols, up.data(), down.data());
        sum_words(up.data(), down.data(), sums.count, words.data());
        std::int16_t* to = sums.values.data() + middle;
        for (const std::int32_t word : words) {
            *to = static_cast<std::int16_t>(word);
            to += sums.length;
        }
    }
}

void sum_down(const cv::Mat& grey, const cv::Mat& mask, double slope, Byte least, StripSums& sums)
{
    const auto offsets = offsets_of(slope);
    const int inner = grey.cols - 2; // pixels with a neighbour on both sides
    std::vector<Byte> up(static_cast<std::size_t>(inner));
    std::vector<Byte> down(static_cast<std::size_t>(inner));
    for (int y = 0; y < grey.rows; ++y) {
        const Byte* row = grey.ptr(y);
        edges_of(row, row + 2, inner, least, up.data(), down.data());
        if (!mask.empty()) drop_masked(mask.ptr(y) + 1, inner, up.data(), down.data());
        // The edge at x lies on the line whose middle is at x - offset.
        const int offset = offsets[static_cast<std::size_t>(y % strip_width)];
        const int skipped = std::max(0, offset - 1);
        const int count = std::min(inner, sums.length - 1 + offset) - skipped;
        std::int16_t* strip = sums.values.data() + static_cast<std::ptrdiff_t>(y / strip_width) *
                                                       static_cast<std::ptrdiff_t>(sums.length);
        add_edges(up.data() + skipped, down.data() + skipped, count, strip + 1 - offset + skipped);
    }
}

/// A little blur, so that shifts by parts of a row do not favour whole rows.
void soften(float* values, int length)
{
    float before = 0.0F;
    for (int i = 0; i + 1 < length; ++i) {
        const float here = values[i];
        values[i] = 0.25F * before + 0.5F * here + 0.25F * values[i + 1];
        before = here;
    }
}

} // namespace

StripSums
strip_sums(const cv::Mat& grey, const cv::Mat& mask, Axis axis, double about_deg, int least_edge)
{
    const bool is_across = axis == Axis::across;
    StripSums sums{axis, is_across ? grey.rows : grey.cols, 0, {}};
    const int width = is_across ? grey.cols : grey.rows;
    sums.count = (width + strip_width - 1) / strip_width;
    sums.values.assign(
        static_cast<std::size_t>(sums.length) * static_cast<std::size_t>(sums.count), 0
    );
    const double slope = slope_of(axis, about_deg);
    const auto least = static_cast<Byte>(least_edge);
    if (is_across)
        sum_across(grey, mask, slope, least, sums);
    else
        sum_down(grey, mask, slope, least, sums);
    return sums;
}

LineProfile::LineProfile(const StripSums& sums, double about_deg, int strips_in_group)
    : axis_(sums.axis),
      length_(sums.length),
      row_sums_(static_cast<std::size_t>(sums.length))
{
    const double slope = slope_of(axis_, about_deg);
    const auto length = static_cast<std::size_t>(length_);
    const int groups = (sums.count + strips_in_group - 1) / strips_in_group;
    groups_.assign(length * static_cast<std::size_t>(groups), 0.0F);
    for (int g = 0; g < groups; ++g) {
        const int first = g * strips_in_group;
        const int end = std::min(first + strips_in_group, sums.count);
        const double centre = 0.5 * (centre_of(first, sums.count, strip_width) +
                                     centre_of(end - 1, sums.count, strip_width));
        float* group = groups_.data() + static_cast<std::size_t>(g) * length;
        for (int k = first; k < end; ++k) {
            const double shift = (centre_of(k, sums.count, strip_width) - centre) * slope +
                                 phase_of(static_cast<std::size_t>(g));
            const int whole = static_cast<int>(std::floor(shift));
            const Overlap part = overlap_of(length_, whole);
            add_strip(
                sums.values.data() + static_cast<std::size_t>(k) * length + part.from,
                group + part.to,
                part.count,
                static_cast<float>(shift - whole)
            );
        }
        soften(group, length_);
        centres_.push_back(static_cast<float>(centre));
    }
}

double LineProfile::sharpness(double angle_deg) const
{
    const double slope = slope_of(axis_, angle_deg);
    // Lines that meet the middle of the picture above or below it have rows as well.
    const double outermost = std::max(std::abs(centres_.front()), std::abs(centres_.back()));
    const double reach = std::abs(slope) * outermost;
    const int pad = static_cast<int>(std::ceil(reach)) + 2;
    row_sums_.assign(static_cast<std::size_t>(length_) + 2 * static_cast<std::size_t>(pad), 0.0F);
    for (std::size_t g = 0; g < centres_.size(); ++g) {
        const double shift = static_cast<double>(centres_[g]) * slope - phase_of(g);
        const int whole = static_cast<int>(std::floor(shift));
        add_shifted(
            groups_.data() + g * static_cast<std::size_t>(length_),
            row_sums_.data() + (pad - whole),
            length_ - 1,
            static_cast<float>(shift - whole)
        );
    }
    return sum_of_fourth_powers(row_sums_.data(), static_cast<int>(row_sums_.size()));
}

} // namespace dossier::capture
