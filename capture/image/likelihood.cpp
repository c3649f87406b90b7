#include "capture/image/print.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

namespace dossier::capture {

namespace {

/// The logarithm of a product of many small factors, without taking one of each.
class LogProduct {
public:
    void multiply(double factor)
    {
        constexpr double small = 1e-150;
        product_ *= factor;
        if (product_ > small && product_ < 1 / small) return;
        sum_ += std::log(product_);
        product_ = 1.0;
    }

    [[nodiscard]] double value() const { return sum_ + std::log(product_); }

private:
    double product_ = 1.0;
    double sum_ = 0.0;
};

/// How far off a straight edge of this length is, in degrees: by what its pixels stray, and some
/// strokes are drawn aslant.
double spread_of(double length)
{
    constexpr double drawn = 0.07;
    const double measured = std::pow(4.9 / length, 1.5);
    return std::hypot(drawn, measured);
}

/// Of an edge that runs along an axis of the page: mostly as far off as it should be, now and then
/// farther (a stroke that another one touches).
double density_of(double off, double spread)
{
    constexpr double farther = 0.2;
    constexpr double wide = 3.0;
    const double near = off / spread;
    const double far = near / wide;
    return ((1 - farther) * std::exp(-0.5 * near * near) / std::sqrt(2 * std::numbers::pi) +
            farther / (wide * std::numbers::pi * (1 + far * far))) /
           spread;
}

/// Some edges run along the page's own axes, the others anywhere. How many do differs from typeface
/// to typeface, so that the best share is taken.
double of_edges(const std::vector<StraightEdge>& edges, bool upright, double angle_deg)
{
    constexpr std::array<double, 5> shares{0.1, 0.25, 0.45, 0.65, 0.85};
    constexpr double anywhere = 0.25; // per degree
    std::array<LogProduct, shares.size()> products;
    for (const StraightEdge& edge : edges) {
        if (edge.upright != upright) continue;
        const double density = density_of(edge.degrees - angle_deg, spread_of(edge.length));
        for (std::size_t i = 0; i < shares.size(); ++i)
            products[i].multiply(shares[i] * density + (1 - shares[i]) * anywhere);
    }
    double best = -std::numeric_limits<double>::infinity();
    for (const LogProduct& product : products)
        best = std::max(best, product.value());
    return best;
}

/// Where the boxes of a row are at one height (0: their tops, 1: their feet), each row about its
/// median, in parts of the row's height.
void append_scatter(const GlyphRow& row, double height, double slope, std::vector<double>& to)
{
    const auto first = static_cast<std::ptrdiff_t>(to.size());
    for (const cv::Rect2d& box : row.boxes) {
        const double along = box.x + box.width / 2 - row.boxes.front().x;
        to.push_back((box.y + height * box.height - slope * along) / row.height);
    }
    std::vector<double> sorted(to.begin() + first, to.end());
    const auto half = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
    std::ranges::nth_element(sorted, half);
    for (auto at = to.begin() + first; at != to.end(); ++at)
        *at -= *half;
}

/// Boxes scatter about a line: by a fiftieth of their height where a typeface is regular,
/// by more where it is written. Cauchy's distribution forgives what was cut wrongly and what goes
/// above or below the line.
double of_rows(const std::vector<GlyphRow>& rows, double height, double slope)
{
    std::vector<double> all;
    for (const GlyphRow& row : rows)
        append_scatter(row, height, slope, all);
    double best = -std::numeric_limits<double>::infinity();
    for (const double scatter : {0.02, 0.033, 0.052, 0.085}) {
        LogProduct product;
        for (const double off : all)
            product.multiply(scatter + off * off / scatter);
        best = std::max(best, -product.value());
    }
    return best;
}

/// Equal characters stand equally high. On drawn pages they do to a fiftieth of a pixel; paper that
/// moved through a scanner is allowed more.
double of_repeats(const std::vector<Repeat>& repeats, double slope)
{
    constexpr double scatter = 0.08; // pixels
    LogProduct product;
    for (const Repeat& repeat : repeats) {
        const double off = (repeat.across - slope * repeat.along) / scatter;
        product.multiply(1.0 / (1.0 + off * off));
    }
    return product.value();
}

} // namespace

double log_likelihood(const Print& print, double angle_deg)
{
    // Not independent witnesses: the two sides of a stroke, the top, middle and foot of a box.
    constexpr double edge_weight = 0.42;
    constexpr double top_weight = 0.5;
    constexpr double middle_weight = 0.5; // Chinese characters hang by their middles
    constexpr double foot_weight = 0.5;   // figures and Latin letters stand on a line
    const double slope = std::tan((angle_deg - print.about_deg) * std::numbers::pi / 180.0);
    return edge_weight *
               (of_edges(print.edges, true, angle_deg) + of_edges(print.edges, false, angle_deg)) +
           top_weight * of_rows(print.rows, 0.0, slope) +
           middle_weight * of_rows(print.rows, 0.5, slope) +
           foot_weight * of_rows(print.rows, 1.0, slope) + of_repeats(print.repeats, slope);
}

} // namespace dossier::capture
