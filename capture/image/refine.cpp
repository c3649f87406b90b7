#include "capture/image/quads.h"

#include <opencv2/core.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <vector>

namespace dossier::capture {

namespace {

/// A line fitted to points, those far from it forgotten step by step.
std::optional<EdgeLine> fitted(std::vector<Point> points)
{
    EdgeLine line;
    for (const double most : {8.0, 3.0, 1.5, 1.0}) {
        if (points.size() < 8) return std::nullopt;
        Point middle;
        for (const Point& each : points) {
            middle.x += each.x / static_cast<double>(points.size());
            middle.y += each.y / static_cast<double>(points.size());
        }
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (const Point& each : points) {
            xx += (each.x - middle.x) * (each.x - middle.x);
            xy += (each.x - middle.x) * (each.y - middle.y);
            yy += (each.y - middle.y) * (each.y - middle.y);
        }
        const double angle = 0.5 * std::atan2(2 * xy, xx - yy);
        line.foot = middle;
        line.direction = {std::cos(angle), std::sin(angle)};
        line.normal = {-line.direction.y, line.direction.x};
        std::vector<double> off;
        off.reserve(points.size());
        for (const Point& each : points)
            off.push_back(
                std::abs((each.x - middle.x) * line.normal.x + (each.y - middle.y) * line.normal.y)
            );
        std::vector<double> sorted = off;
        std::ranges::nth_element(
            sorted, sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2)
        );
        const double limit = std::max(most, 2.5 * sorted[sorted.size() / 2]);
        std::vector<Point> kept;
        for (std::size_t i = 0; i < points.size(); ++i)
            if (off[i] <= limit) kept.push_back(points[i]);
        points = std::move(kept);
    }
    return line;
}

/// The steepest places across a side, `slack` to either side of where it is thought to be.
std::vector<Point> edge_points(const cv::Mat& picture, Point from, Point to, double slack)
{
    constexpr int samples = 80;
    const double length = std::max(1e-6, distance(from, to));
    const Point normal{(to.y - from.y) / length, -(to.x - from.x) / length};
    const int reach = std::max(2, static_cast<int>(std::lround(slack)));
    const auto steepness = [&](Point at) {
        const int x = static_cast<int>(std::lround(at.x));
        const int y = static_cast<int>(std::lround(at.y));
        const Point gradient = steepest_gradient_at(picture, x, y);
        return gradient.x * normal.x + gradient.y * normal.y;
    };
    std::vector<std::vector<double>> profiles;
    std::vector<double> sum(static_cast<std::size_t>(2 * reach + 1), 0.0);
    std::vector<Point> middles;
    for (int i = 0; i < samples; ++i) {
        middles.push_back(between(from, to, 0.07 + 0.86 * i / (samples - 1)));
        auto& profile = profiles.emplace_back();
        int off = -reach;
        for (double& total : sum) {
            const Point& m = middles.back();
            profile.push_back(steepness({m.x + off * normal.x, m.y + off * normal.y}));
            total += std::clamp(profile.back(), -20.0, 20.0);
            ++off;
        }
    }
    // Brighter or darker inwards: what most of the side says.
    const auto [low, high] = std::ranges::minmax(sum);
    const double sign = high >= -low ? 1.0 : -1.0;
    std::vector<Point> points;
    for (std::size_t i = 0; i < profiles.size(); ++i) {
        auto& profile = profiles[i];
        for (double& each : profile)
            each *= sign;
        const auto top = std::ranges::max_element(profile);
        if (*top < 1.0) continue;
        double off = static_cast<double>(top - profile.begin()) - reach;
        if (top != profile.begin() && top + 1 != profile.end()) {
            const double bend = *(top - 1) - 2 * *top + *(top + 1);
            if (bend < 0) off += 0.5 * (*(top - 1) - *(top + 1)) / bend;
        }
        points.push_back({middles[i].x + off * normal.x, middles[i].y + off * normal.y});
    }
    return points;
}

} // namespace

Corners refined(const Corners& corners, const cv::Mat& picture, double slack)
{
    Corners result = corners;
    for (const double reach : {slack, std::max(2.0, slack / 3)}) {
        std::array<EdgeLine, 4> sides;
        for (std::size_t i = 0; i < 4; ++i) {
            const auto line = fitted(edge_points(picture, result[i], result[(i + 1) % 4], reach));
            if (!line) return result;
            sides[i] = *line;
        }
        Corners moved;
        for (std::size_t i = 0; i < 4; ++i) {
            moved[i] = crossing(sides[(i + 3) % 4], sides[i]);
            if (distance(moved[i], result[i]) > 4 * slack) return result;
        }
        result = moved;
    }
    return result;
}

} // namespace dossier::capture
