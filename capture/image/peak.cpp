#include "capture/image/peak.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace dossier::capture {

Peak peak_of(std::vector<double> heights, double from, double step)
{
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

double top_of(const std::vector<double>& heights, double from, double step)
{
    constexpr double good_part = 0.7;
    const auto top = std::ranges::max_element(heights);
    const auto is_good = [&](double height) { return height > good_part * *top; };
    const auto end = std::find_if_not(top, heights.end(), is_good);
    const auto first =
        std::find_if_not(std::make_reverse_iterator(top), heights.rend(), is_good).base();
    const auto count = static_cast<double>(end - first);
    const double middle = static_cast<double>(first - heights.begin()) + (count - 1) / 2;
    // Least squares about the middle of evenly spaced samples: odd and even powers part.
    double s2 = 0.0;
    double s4 = 0.0;
    double h0 = 0.0;
    double h1 = 0.0;
    double h2 = 0.0;
    for (auto at = first; at != end; ++at) {
        const double x = static_cast<double>(at - heights.begin()) - middle;
        s2 += x * x;
        s4 += x * x * x * x;
        h0 += *at;
        h1 += *at * x;
        h2 += *at * x * x;
    }
    const double bend = count * h2 - s2 * h0;
    const double highest = static_cast<double>(top - heights.begin());
    if (count < 3 || bend >= 0) return from + step * highest;
    const double off = -h1 / s2 * (count * s4 - s2 * s2) / (2 * bend);
    // On a slope that leads out of the window the parabola's top is anywhere.
    const double best = std::abs(off) < count / 2 ? middle + off : highest;
    return from + step * best;
}

} // namespace dossier::capture
