#pragma once
// A page's own axes.

#include <cmath>
#include <numbers>

namespace dossier::capture {

/// The frame in which lines of text at the angle run level.
struct Frame {
    explicit Frame(double degrees)
        : c(std::cos(degrees * std::numbers::pi / 180.0)),
          s(std::sin(degrees * std::numbers::pi / 180.0))
    {}

    [[nodiscard]] double along(double x, double y) const { return x * c + y * s; }

    [[nodiscard]] double across(double x, double y) const { return y * c - x * s; }

    double c;
    double s;
};

} // namespace dossier::capture
