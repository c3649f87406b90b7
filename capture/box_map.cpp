#include "capture/box_map.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

namespace dossier::capture {

Point mapped(Point point, const Affine& by)
{
    return {by[0] * point.x + by[1] * point.y + by[2], by[3] * point.x + by[4] * point.y + by[5]};
}

Box mapped(const Box& box, const Affine& by, int width, int height)
{
    const double right = box.x + box.width;
    const double bottom = box.y + box.height;
    const std::array<Point, 4> corners{
        mapped({static_cast<double>(box.x), static_cast<double>(box.y)}, by),
        mapped({right, static_cast<double>(box.y)}, by),
        mapped({right, bottom}, by),
        mapped({static_cast<double>(box.x), bottom}, by)};
    const auto [left, right_most] = std::ranges::minmax(corners, {}, &Point::x);
    const auto [top, lowest] = std::ranges::minmax(corners, {}, &Point::y);
    // A thousandth of a pixel of rounding must not cost a whole one.
    constexpr double slack = 1e-3;
    const auto down = [&](double value, int most) {
        return static_cast<int>(
            std::clamp(std::floor(value + slack), 0.0, static_cast<double>(most))
        );
    };
    const auto up = [&](double value, int most) {
        return static_cast<int>(std::clamp(std::ceil(value - slack), 0.0, static_cast<double>(most))
        );
    };
    const int x = down(left.x, width);
    const int y = down(top.y, height);
    return {x, y, up(right_most.x, width) - x, up(lowest.y, height) - y};
}

Affine chained(const Affine& first, const Affine& second)
{
    const auto& f = first;
    const auto& s = second;
    return {
        s[0] * f[0] + s[1] * f[3],
        s[0] * f[1] + s[1] * f[4],
        s[0] * f[2] + s[1] * f[5] + s[2],
        s[3] * f[0] + s[4] * f[3],
        s[3] * f[1] + s[4] * f[4],
        s[3] * f[2] + s[4] * f[5] + s[5]};
}

Affine inverse(const Affine& map)
{
    const auto [a, b, c, d, e, f] = map;
    const double area = a * e - b * d;
    if (!std::isfinite(area) || std::abs(area) < 1e-12)
        throw std::logic_error("a map of the plane onto a line has no inverse");
    return {
        e / area, -b / area, (b * f - c * e) / area, -d / area, a / area, (c * d - a * f) / area};
}

Affine turn_map(int clockwise_deg, int width, int height)
{
    switch (clockwise_deg) {
    case 90: return {0, -1, static_cast<double>(height), 1, 0, 0};
    case 180: return {-1, 0, static_cast<double>(width), 0, -1, static_cast<double>(height)};
    case 270: return {0, 1, 0, -1, 0, static_cast<double>(width)};
    default: return {1, 0, 0, 0, 1, 0};
    }
}

} // namespace dossier::capture
