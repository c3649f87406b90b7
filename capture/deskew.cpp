#include "capture/deskew.h"

#include "capture/image/border.h"
#include "capture/image/ink.h"
#include "capture/image/line_profile.h"
#include "capture/image/noise.h"
#include "capture/image/peak.h"
#include "capture/image/print.h"
#include "capture/image/smaller.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

namespace dossier::capture {

namespace {

constexpr int least_edge = 16;

/// Across and down together: print and rules along either axis all turn by the same angle.
struct Edges {
    Edges(const cv::Mat& grey, const cv::Mat& mask, double about_deg)
        : across(strip_sums(grey, mask, Axis::across, about_deg, least_edge)),
          down(strip_sums(grey, mask, Axis::down, about_deg, least_edge))
    {}

    StripSums across;
    StripSums down;
};

class Trial {
public:
    Trial(const Edges& edges, double about_deg, int strips_in_group)
        : across_(edges.across, about_deg, strips_in_group),
          down_(edges.down, about_deg, strips_in_group)
    {}

    [[nodiscard]] double operator()(double angle_deg) const
    {
        return across_.sharpness(angle_deg) + down_.sharpness(angle_deg);
    }

private:
    LineProfile across_;
    LineProfile down_;
};

template <typename Height>
std::vector<double> heights_of(const Height& height, double from, double to, double step)
{
    std::vector<double> heights;
    const int count = static_cast<int>(std::floor((to - from) / step + 1e-9)) + 1;
    heights.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i)
        heights.push_back(height(from + i * step));
    return heights;
}

template <typename Height>
Peak highest(const Height& height, double from, double to, double step)
{
    return peak_of(heights_of(height, from, to, step), from, step);
}

/// Over the whole range, a sector of angles at a time; heights in parts of what noise comes to.
Peak rough_peak(const Edges& edges, cv::Size size, double range)
{
    constexpr double step = 0.25;
    constexpr int per_sector = 18;
    const int half = static_cast<int>(std::lround(range / step));
    std::vector<double> heights;
    for (int first = -half; first <= half; first += per_sector) {
        const int end = std::min(first + per_sector, half + 1);
        const Trial trial(edges, step * (first + end - 1) / 2.0, 4);
        for (int i = first; i < end; ++i)
            heights.push_back(trial(step * i) / noise_of(size, step * i));
    }
    return peak_of(std::move(heights), -half * step, step);
}

/// Whether something beyond `range` lines up better than what was found within it: then the page
/// lies at an angle that is not looked for, and its peak within the range means nothing.
bool runs_beyond(const cv::Mat& coarse, const cv::Mat& mask, double range, const Peak& rough)
{
    constexpr int tiny_side = 450;
    constexpr double step = 0.5;
    // Three sectors, across and down, are every way there is; strips may lie askew by half of one.
    constexpr double sector = 30.0;
    constexpr double margin = 0.5;
    const cv::Mat tiny = reduced(coarse, tiny_side);
    cv::Mat tiny_mask;
    if (!mask.empty()) cv::resize(mask, tiny_mask, tiny.size(), 0, 0, cv::INTER_NEAREST);
    Peak within;
    Peak beyond;
    for (const double about : {-sector, 0.0, sector}) {
        const Edges edges(tiny, tiny_mask, about);
        const double first = about - sector / 2;
        const auto heights = heights_of(Trial(edges, about, 1), first, about + sector / 2, step);
        for (std::size_t i = 0; i < heights.size(); ++i) {
            const double angle = first + static_cast<double>(i) * step;
            Peak& side = std::abs(angle) > range + margin ? beyond : within;
            if (heights[i] > side.height) side = {angle, heights[i], 0.0};
        }
    }
    if (beyond.height < within.height) return false;
    const auto looked_at_closely = [&](double angle) {
        const Trial trial(Edges(coarse, mask, angle), angle, 2);
        return highest(trial, angle - step, angle + step, step / 4).height;
    };
    return looked_at_closely(beyond.angle) > looked_at_closely(rough.angle);
}

/// Noise makes peaks a few per cent above the rest; one short line of text makes half as much
/// again.
double confidence_of(const Peak& peak, cv::Size size)
{
    if (peak.typical <= 0) return 0.0;
    const double above = peak.height / peak.typical - 1.0;
    constexpr double on_a_page = 0.1; // the spread; a strip of paper has less to go by
    const double least = 0.4 + 6.0 * std::max(0.0, noise_spread(size) - on_a_page);
    return std::clamp(1.0 - std::exp(-(above - least) / 0.8), 0.0, 1.0);
}

/// Every ink edge of the page, with half its pixels a side. Goes uphill from `about`: what a lid's
/// mask leaves of its edge runs level and can draw the rough peak of a page that nearly does.
double by_profile(const Edges& edges, double about)
{
    constexpr double step = 0.02;
    constexpr double reach = 0.12;
    constexpr double window = 0.3;
    constexpr int most_windows = 6;
    double near = about;
    for (int i = 0; i < most_windows; ++i) {
        about = near;
        near = highest(Trial(edges, about, 2), about - window, about + window, 0.06).angle;
        if (std::abs(near - about) < window - step) break;
    }
    const Trial trial(edges, about, 2);
    return top_of(heights_of(trial, near - reach, near + reach, step), near - reach, step);
}

/// Strokes and characters of the few there are, one by one, and the profile as one more witness.
double by_print(const Print& print, const Trial& trial, double about)
{
    const auto likelihood = [&](double angle) {
        return log_likelihood(print, angle) + 4.0 * std::log(trial(angle));
    };
    constexpr double reach = 2.4; // the rough angle of a single written line can be that far off
    constexpr double close = 0.4;
    constexpr double step = 0.02;
    const double near = highest(likelihood, about - reach, about + reach, 0.1).angle;
    const auto heights = heights_of(likelihood, near - close, near + close, step);
    const double top = *std::ranges::max_element(heights);
    // A page is straight until that is twenty times less likely (e to the power of three).
    constexpr double proof = 3.0;
    if (std::abs(near) < reach && top - likelihood(0.0) < proof) return 0.0;
    // The mean of all angles by how likely they are: two that are nearly as good share the error.
    double weights = 0.0;
    double sum = 0.0;
    for (std::size_t i = 0; i < heights.size(); ++i) {
        const double weight = std::exp(heights[i] - top);
        weights += weight;
        sum += weight * (near - close + step * static_cast<double>(i));
    }
    return sum / weights;
}

} // namespace

Skew find_skew(const cv::Mat& grey, const SkewOptions& options)
{
    constexpr int coarse_side = 900;
    constexpr int fine_side = 1800;
    constexpr int full_side = 3600;
    constexpr int smallest_side = 64;
    const cv::Mat full = reduced(grey, full_side);
    const cv::Mat fine = reduced(full, fine_side);
    const cv::Mat coarse = reduced(fine, coarse_side);
    if (std::min(coarse.cols, coarse.rows) < smallest_side) return {};
    cv::Mat mask = border_mask(coarse);
    hide_wedges(coarse, mask);

    const Peak rough = rough_peak(Edges(coarse, mask, 0.0), coarse.size(), options.range_deg);
    const double confidence = confidence_of(rough, coarse.size());
    if (confidence == 0.0 || runs_beyond(coarse, mask, options.range_deg, rough)) return {};

    const auto enlarged = [&](cv::Size size) {
        cv::Mat large;
        if (!mask.empty()) cv::resize(mask, large, size, 0, 0, cv::INTER_NEAREST);
        return large;
    };
    const Edges edges(fine, enlarged(fine.size()), rough.angle);
    double angle = by_profile(edges, rough.angle);
    constexpr double little = 0.08;
    const InkPatches ink = find_ink(coarse, mask, full.size());
    if (ink.area < little) {
        const Print print = find_print(full, enlarged(full.size()), ink.patches, angle);
        angle = by_print(print, Trial(edges, angle, 4), angle);
    }
    constexpr double overshoot = 0.3; // as far as is looked around the rough angle: there is more
    if (std::abs(angle) > options.range_deg + overshoot) return {};
    return {angle, confidence};
}

} // namespace dossier::capture
