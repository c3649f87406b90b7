#include "capture/image/line_profile.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace dossier::capture {

namespace {

constexpr double radians(double degrees)
{
    return degrees * std::numbers::pi / 180.0;
}

/// The signed difference of two lines, drawn towards zero by `least`.
void edges_of(
    const unsigned char* above, const unsigned char* below, std::vector<short>& edges, int least
)
{
    const auto width = static_cast<int>(edges.size());
    short* out = edges.data();
    for (int x = 0; x < width; ++x) {
        const int edge = below[x] - above[x];
        const int strong = std::max(edge - least, 0) + std::min(edge + least, 0);
        out[x] = static_cast<short>(strong);
    }
}

void drop_masked(const unsigned char* mask, std::vector<short>& edges)
{
    for (std::size_t x = 0; x < edges.size(); ++x)
        if (mask[x] != 0) edges[x] = 0;
}

/// Columns of one strip that lie on the same row of a line at the given slope.
struct Segment {
    int strip;
    int begin;
    int end;
    int offset;
};

std::vector<Segment> segments_of(int width, int strip_width, double slope)
{
    std::vector<Segment> segments;
    for (int x = 0; x < width; ++x) {
        const int strip = x / strip_width;
        const double centre = strip * strip_width + (strip_width - 1) / 2.0;
        const int offset = static_cast<int>(std::lround((x - centre) * slope));
        if (!segments.empty() && segments.back().strip == strip && segments.back().offset == offset)
            segments.back().end = x + 1;
        else
            segments.push_back({strip, x, x + 1, offset});
    }
    return segments;
}

int sum_of(const short* values, int count)
{
    int sum = 0;
    for (int i = 0; i < count; ++i)
        sum += values[i];
    return sum;
}

/// A little blur along the strip, so that shifts by parts of a row do not favour whole rows.
void soften(float* strip, std::size_t length)
{
    float before = 0.0F;
    for (std::size_t i = 0; i + 1 < length; ++i) {
        const float here = strip[i];
        strip[i] = 0.25F * before + 0.5F * here + 0.25F * strip[i + 1];
        before = here;
    }
}

/// A different part of a row for each strip.
double phase_of(std::size_t strip)
{
    constexpr double golden = 0.6180339887498949;
    const double turns = static_cast<double>(strip) * golden;
    return turns - std::floor(turns);
}

/// Values at `phase` behind each row. Interpolation dampens noise, but not at whole rows: strips
/// that all had their values on whole rows would favour the angle zero.
void move_by_phase(float* strip, std::size_t length, double phase)
{
    const auto weight = static_cast<float>(phase);
    for (std::size_t i = 0; i + 1 < length; ++i)
        strip[i] = (1.0F - weight) * strip[i] + weight * strip[i + 1];
}

void add_shifted(const float* from, float* to, int count, float weight)
{
    const float other = 1.0F - weight;
    for (int i = 0; i < count; ++i)
        to[i] += other * from[i] + weight * from[i + 1];
}

double sum_of_fourth_powers(const std::vector<float>& values)
{
    double sum = 0.0;
    for (const float value : values) {
        const double square = static_cast<double>(value) * static_cast<double>(value);
        sum += square * square;
    }
    return sum;
}

/// Sums of strips laid out one after the other, each with `pad` rows of nothing at both ends.
template <typename Float>
struct StripSums {
    Float* at;
    std::size_t stride;
    int pad;
};

// Both loops below run over all pixels or all trial angles; processors that have AVX2 get it.

[[gnu::target_clones("avx2", "default")]] void add_edges(
    const cv::Mat& grey,
    const cv::Mat& mask,
    const std::vector<Segment>& segments,
    int least_edge,
    const StripSums<float>& sums
)
{
    std::vector<short> edges(static_cast<std::size_t>(grey.cols));
    for (int y = 1; y + 1 < grey.rows; ++y) {
        edges_of(grey.ptr(y - 1), grey.ptr(y + 1), edges, least_edge);
        if (!mask.empty()) drop_masked(mask.ptr(y), edges);
        for (const Segment& part : segments) {
            const int sum = sum_of(edges.data() + part.begin, part.end - part.begin);
            float* strip = sums.at + static_cast<std::size_t>(part.strip) * sums.stride;
            strip[y - part.offset + sums.pad] += static_cast<float>(sum);
        }
    }
}

[[gnu::target_clones("avx2", "default")]] double sharpness_along(
    double slope,
    const StripSums<const float>& sums,
    const std::vector<float>& centres,
    std::vector<float>& row_sums
)
{
    for (std::size_t k = 0; k < centres.size(); ++k) {
        const double shift = centres[k] * slope - phase_of(k);
        const int whole = static_cast<int>(std::floor(shift));
        const int from = std::clamp(sums.pad + whole, 0, 2 * sums.pad);
        add_shifted(
            sums.at + k * sums.stride + from,
            row_sums.data(),
            static_cast<int>(row_sums.size()),
            static_cast<float>(shift - whole)
        );
    }
    return sum_of_fourth_powers(row_sums);
}

} // namespace

LineProfile::LineProfile(
    const cv::Mat& grey, const cv::Mat& mask, double about_deg, int strip_width, int least_edge
)
    : length_(grey.rows)
{
    // Room for the largest shift that any trial angle asks for: half the width at 20 degrees.
    pad_ = static_cast<int>(grey.cols * 0.5 * std::tan(radians(20.0))) + 4;
    stride_ = static_cast<std::size_t>(length_ + 2 * pad_ + 2);
    for (int left = 0; left < grey.cols; left += strip_width)
        centres_.push_back(static_cast<float>(left + (strip_width - grey.cols) / 2.0));
    sums_.assign(centres_.size() * stride_, 0.0F);
    const auto segments = segments_of(grey.cols, strip_width, std::tan(radians(about_deg)));
    add_edges(grey, mask, segments, least_edge, {sums_.data(), stride_, pad_});
    for (std::size_t k = 0; k < centres_.size(); ++k) {
        float* strip = sums_.data() + k * stride_;
        soften(strip, stride_);
        move_by_phase(strip, stride_, phase_of(k));
    }
}

double LineProfile::sharpness(double angle_deg) const
{
    row_sums_.assign(static_cast<std::size_t>(length_), 0.0F);
    const double slope = std::tan(radians(angle_deg));
    return sharpness_along(slope, {sums_.data(), stride_, pad_}, centres_, row_sums_);
}

} // namespace dossier::capture
