#include "capture/box_map.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

namespace dossier::capture {

double distance(Point one, Point other)
{
    return std::hypot(one.x - other.x, one.y - other.y);
}

Point between(Point one, Point other, double share)
{
    return {one.x + (other.x - one.x) * share, one.y + (other.y - one.y) * share};
}

Point mapped(Point point, const Affine& by)
{
    return {by[0] * point.x + by[1] * point.y + by[2], by[3] * point.x + by[4] * point.y + by[5]};
}

Point mapped(Point point, const Homography& by)
{
    // Behind the camera lies nothing that was seen; a tiny weight keeps the numbers finite.
    const double weight = by[6] * point.x + by[7] * point.y + by[8];
    const double w = std::abs(weight) < 1e-9 ? 1e-9 : weight;
    return {
        (by[0] * point.x + by[1] * point.y + by[2]) / w,
        (by[3] * point.x + by[4] * point.y + by[5]) / w};
}

namespace {

template <typename Map>
Box box_mapped(const Box& box, const Map& by, int width, int height)
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

} // namespace

Box mapped(const Box& box, const Affine& by, int width, int height)
{
    return box_mapped(box, by, width, height);
}

Box mapped(const Box& box, const Homography& by, int width, int height)
{
    return box_mapped(box, by, width, height);
}

Homography homography_of(const Affine& map)
{
    return {map[0], map[1], map[2], map[3], map[4], map[5], 0, 0, 1};
}

bool is_affine(const Homography& map)
{
    return map[6] == 0.0 && map[7] == 0.0;
}

Homography chained(const Homography& first, const Homography& second)
{
    Homography both{};
    for (std::size_t row = 0; row < 3; ++row)
        for (std::size_t column = 0; column < 3; ++column)
            for (std::size_t i = 0; i < 3; ++i)
                both[3 * row + column] += second[3 * row + i] * first[3 * i + column];
    for (double& each : both)
        each /= both[8];
    return both;
}

Homography inverse(const Homography& m)
{
    const Homography adjugate{
        m[4] * m[8] - m[5] * m[7],
        m[2] * m[7] - m[1] * m[8],
        m[1] * m[5] - m[2] * m[4],
        m[5] * m[6] - m[3] * m[8],
        m[0] * m[8] - m[2] * m[6],
        m[2] * m[3] - m[0] * m[5],
        m[3] * m[7] - m[4] * m[6],
        m[1] * m[6] - m[0] * m[7],
        m[0] * m[4] - m[1] * m[3]};
    const double determinant = m[0] * adjugate[0] + m[1] * adjugate[3] + m[2] * adjugate[6];
    if (!std::isfinite(determinant) || std::abs(determinant) < 1e-12)
        throw std::logic_error("a map of the plane onto a line has no inverse");
    Homography result = adjugate;
    for (double& each : result)
        each /= adjugate[8] != 0.0 ? adjugate[8] : determinant;
    return result;
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
