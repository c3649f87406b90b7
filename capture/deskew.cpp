#include "capture/deskew.h"

#include "capture/image/border.h"
#include "capture/image/line_profile.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

namespace dossier::capture {

namespace {

/// Across and down together: print and rules along either axis all turn by the same angle.
class Trial {
public:
    Trial(
        const cv::Mat& grey, const cv::Mat& mask, double about_deg, int strip_width, int least_edge
    )
        : across_(grey, mask, about_deg, strip_width, least_edge),
          down_(transposed(grey), transposed(mask), -about_deg, strip_width, least_edge)
    {}

    [[nodiscard]] double operator()(double angle_deg) const
    {
        return across_.sharpness(angle_deg) + down_.sharpness(-angle_deg);
    }

private:
    static cv::Mat transposed(const cv::Mat& picture)
    {
        cv::Mat result;
        if (!picture.empty()) cv::transpose(picture, result);
        return result;
    }

    LineProfile across_;
    LineProfile down_;
};

struct Peak {
    double angle = 0.0;
    double height = 0.0;
    double typical = 0.0; ///< median over all angles that were tried
};

Peak highest(const Trial& trial, double from, double to, double step)
{
    std::vector<double> heights;
    const int count = static_cast<int>(std::floor((to - from) / step + 1e-9)) + 1;
    for (int i = 0; i < count; ++i)
        heights.push_back(trial(from + i * step));
    const auto top = std::ranges::max_element(heights);
    const auto at = static_cast<std::size_t>(top - heights.begin());
    Peak peak{from + static_cast<double>(at) * step, *top, 0.0};
    if (at > 0 && at + 1 < heights.size()) {
        // The top of the parabola through the best angle and its neighbours.
        const double left = heights[at - 1];
        const double right = heights[at + 1];
        const double bend = left - 2 * *top + right;
        if (bend < 0) peak.angle += step * 0.5 * (left - right) / bend;
    }
    const auto middle = heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2);
    std::ranges::nth_element(heights, middle);
    peak.typical = *middle;
    return peak;
}

/// Noise makes peaks a few per cent above the rest; one short line of text makes half as much
/// again.
double confidence_of(const Peak& peak)
{
    if (peak.typical <= 0) return 0.0;
    const double above = peak.height / peak.typical - 1.0;
    return std::clamp(1.0 - std::exp(-(above - 0.4) / 0.8), 0.0, 1.0);
}

} // namespace

Skew find_skew(const cv::Mat& grey, const SkewOptions& options)
{
    constexpr int coarse_side = 900;
    constexpr int fine_side = 1800;
    constexpr int smallest_side = 32;
    constexpr int least_edge = 16;
    if (std::min(grey.cols, grey.rows) < smallest_side) return {};
    const cv::Mat fine_picture = reduced(grey, fine_side);
    const cv::Mat coarse_picture = reduced(fine_picture, coarse_side);
    const cv::Mat coarse_mask = border_mask(coarse_picture);

    constexpr double coarse_step = 0.25;
    constexpr int coarse_strip = 8;
    constexpr int fine_strip = 8;
    const Trial coarse(coarse_picture, coarse_mask, 0.0, coarse_strip, least_edge);
    const Peak rough = highest(coarse, -options.range_deg, options.range_deg, coarse_step);
    const double confidence = confidence_of(rough);
    if (confidence == 0.0) return {};

    cv::Mat fine_mask;
    if (!coarse_mask.empty())
        cv::resize(coarse_mask, fine_mask, fine_picture.size(), 0, 0, cv::INTER_NEAREST);
    const Trial fine(fine_picture, fine_mask, rough.angle, fine_strip, least_edge);
    const Peak near = highest(fine, rough.angle - 0.3, rough.angle + 0.3, 0.06);
    const Peak exact = highest(fine, near.angle - 0.04, near.angle + 0.04, 0.02);
    return {exact.angle, confidence};
}

} // namespace dossier::capture
