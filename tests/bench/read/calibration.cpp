#include "tests/bench/read/calibration.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

namespace dossier::bench {

std::vector<Bar> reliability(std::span<const Graded> values)
{
    constexpr std::array edges{0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998};
    std::vector<Bar> bars;
    for (const double edge : edges)
        bars.push_back({.from = edge});
    for (const Graded& each : values) {
        const auto above = std::ranges::upper_bound(edges, each.confidence);
        Bar& bar =
            bars[static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, above - edges.begin() - 1))];
        ++bar.values;
        bar.confidence += each.confidence;
        bar.right += each.is_right ? 1 : 0;
    }
    std::erase_if(bars, [](const Bar& bar) { return bar.values == 0; });
    for (Bar& bar : bars) {
        bar.confidence /= bar.values;
        bar.right /= bar.values;
    }
    return bars;
}

double calibration_error(std::span<const Bar> bars)
{
    double error = 0;
    int values = 0;
    for (const Bar& bar : bars) {
        error += bar.values * std::abs(bar.confidence - bar.right);
        values += bar.values;
    }
    return values == 0 ? 0 : error / values;
}

Interval interval_of_rate(int count, int of)
{
    if (of == 0) return {0, 1};
    constexpr double z = 1.959964;
    const double n = of;
    const double rate = count / n;
    const double middle = rate + z * z / (2 * n);
    const double reach = z * std::sqrt(rate * (1 - rate) / n + z * z / (4 * n * n));
    const double scale = 1 + z * z / n;
    return {std::max(0.0, (middle - reach) / scale), std::min(1.0, (middle + reach) / scale)};
}

int acceptable_with(std::vector<Graded> values, int errors)
{
    std::ranges::sort(values, std::ranges::greater{}, &Graded::confidence);
    int accepted = 0;
    int wrong = 0;
    for (std::size_t i = 0; i < values.size();) {
        // values of one confidence are accepted together or not at all
        std::size_t end = i;
        for (; end < values.size() && values[end].confidence == values[i].confidence; ++end)
            wrong += values[end].is_right ? 0 : 1;
        if (wrong > errors) break;
        accepted = static_cast<int>(end);
        i = end;
    }
    return accepted;
}

} // namespace dossier::bench
