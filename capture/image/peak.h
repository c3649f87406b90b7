#pragma once
// The top of a curve that was measured at evenly spaced angles.

#include <vector>

namespace dossier::capture {

struct Peak {
    double angle = 0.0;
    double height = 0.0;
    double typical = 0.0; ///< median over all angles that were tried
};

/// Of heights at `from`, `from + step`, and so on; its angle is the top of the parabola through the
/// highest and its neighbours.
[[nodiscard]] Peak peak_of(std::vector<double> heights, double from, double step);

/// The top of the parabola that fits best through all heights around the highest that reach a good
/// part of it: the wider the peak, the more there are, and the less does each of them matter.
[[nodiscard]] double top_of(const std::vector<double>& heights, double from, double step);

} // namespace dossier::capture
