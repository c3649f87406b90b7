#include "capture/image/quads.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace dossier::capture {

namespace {

constexpr int most_lines = 72;
constexpr double least_side_support = 0.4;
constexpr double least_mean_support = 0.6;

/// Cosine of the angle between two lines, 0..1.
double parallel(const EdgeLine& a, const EdgeLine& b)
{
    return std::abs(a.direction.x * b.direction.x + a.direction.y * b.direction.y);
}

/// Two lines that may be opposite sides: seen by a tilted camera they converge a little.
struct Pair {
    std::size_t first;
    std::size_t second;
};

std::vector<Pair> opposite_sides(const std::vector<EdgeLine>& lines)
{
    constexpr double least_parallel = 0.88; // 28 degrees
    std::vector<Pair> pairs;
    for (std::size_t i = 0; i < lines.size(); ++i)
        for (std::size_t k = i + 1; k < lines.size(); ++k)
            if (parallel(lines[i], lines[k]) >= least_parallel) pairs.push_back({i, k});
    return pairs;
}

class Assembly {
public:
    Assembly(const std::vector<EdgeLine>& lines, cv::Size size) : lines_(lines), size_(size)
    {
        const std::size_t n = lines.size();
        crossings_.resize(n * n);
        places_.resize(n * n);
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t k = 0; k < n; ++k) {
                if (i == k) continue;
                crossings_[i * n + k] = crossing(lines[i], lines[k]);
                places_[i * n + k] = lines[i].place_of(crossings_[i * n + k]);
            }
        }
    }

    std::vector<Quad> all() const
    {
        std::vector<Quad> quads;
        const auto pairs = opposite_sides(lines_);
        for (std::size_t i = 0; i < pairs.size(); ++i)
            for (std::size_t k = i + 1; k < pairs.size(); ++k)
                add(pairs[i], pairs[k], quads);
        return quads;
    }

private:
    void add(const Pair& a, const Pair& b, std::vector<Quad>& quads) const
    {
        constexpr double most_parallel = 0.64; // 50 degrees: corners of a card look square enough
        if (parallel(lines_[a.first], lines_[b.first]) > most_parallel) return;
        const double along_a1 = side(a.first, b);
        if (along_a1 < least_side_support) return;
        const double along_a2 = side(a.second, b);
        if (along_a2 < least_side_support) return;
        const double along_b1 = side(b.first, a);
        if (along_b1 < least_side_support) return;
        const double along_b2 = side(b.second, a);
        if (along_b2 < least_side_support) return;
        Quad quad;
        quad.edges = (along_a1 + along_a2 + along_b1 + along_b2) / 4;
        if (quad.edges < least_mean_support) return;
        quad.weakest = std::min(std::min(along_a1, along_a2), std::min(along_b1, along_b2));
        quad.corners = {
            at(a.first, b.first),
            at(a.first, b.second),
            at(a.second, b.second),
            at(a.second, b.first)};
        if (!is_sensible(quad.corners)) return;
        const double beyond = (overrun(a.first, b) + overrun(a.second, b) + overrun(b.first, a) +
                               overrun(b.second, a)) /
                              4;
        const double share = area_of(quad.corners) / size_.area();
        quad.score = quad.edges + 0.5 * quad.weakest - 0.4 * beyond + 0.25 * std::sqrt(share);
        quads.push_back(quad);
    }

    Point at(std::size_t i, std::size_t k) const { return crossings_[i * lines_.size() + k]; }

    double place(std::size_t i, std::size_t k) const { return places_[i * lines_.size() + k]; }

    /// How much of a side is an edge; rounded corners are left out.
    double side(std::size_t line, const Pair& ends) const
    {
        const double from = place(line, ends.first);
        const double to = place(line, ends.second);
        constexpr double corner = 0.05;
        const double length = to - from;
        if (std::abs(length) < 0.08 * std::min(size_.width, size_.height)) return 0;
        return lines_[line].support(from + corner * length, to - corner * length);
    }

    /// How much the edge goes on beyond both ends: a side of a card ends at its corners, the grain
    /// of a table does not.
    double overrun(std::size_t line, const Pair& ends) const
    {
        const double from = place(line, ends.first);
        const double to = place(line, ends.second);
        const double step = (to - from) * 0.2;
        const double gap = (to - from) * 0.03;
        return (lines_[line].support(from - gap - step, from - gap) +
                lines_[line].support(to + gap, to + gap + step)) /
               2;
    }

    bool is_sensible(const Corners& corners) const
    {
        constexpr double rim = 0.03;
        for (const Point& corner : corners) {
            if (corner.x < -rim * size_.width || corner.x > (1 + rim) * size_.width ||
                corner.y < -rim * size_.height || corner.y > (1 + rim) * size_.height)
                return false;
        }
        const double share = area_of(corners) / size_.area();
        return share > 0.02 && share < 0.97;
    }

    const std::vector<EdgeLine>& lines_;
    cv::Size size_;
    std::vector<Point> crossings_;
    std::vector<double> places_;
};

/// The pixel a place lies in; `std::lround` without the call.
int nearest(double at)
{
    return static_cast<int>(std::floor(at + 0.5));
}

/// The usual colour on lines beside a side, or nothing where they lie outside of the picture.
std::optional<cv::Vec3d>
colour_beside(const cv::Mat& picture, Point from, Point to, const std::array<double, 3>& distances)
{
    constexpr int samples = 24;
    const double length = std::max(1e-6, distance(from, to));
    const Point outward{(to.y - from.y) / length, -(to.x - from.x) / length};
    const int channels = picture.channels();
    std::array<std::array<unsigned char, 3 * samples>, 3> levels;
    std::size_t count = 0;
    for (const double away : distances) {
        for (int i = 0; i < samples; ++i) {
            const Point on = between(from, to, 0.08 + 0.84 * i / (samples - 1));
            const int x = nearest(on.x + away * outward.x);
            const int y = nearest(on.y + away * outward.y);
            if (x < 0 || y < 0 || x >= picture.cols || y >= picture.rows) continue;
            const unsigned char* pixel = picture.ptr(y) + static_cast<std::ptrdiff_t>(x) * channels;
            for (std::size_t c = 0; c < 3; ++c)
                levels[c][count] = pixel[channels == 1 ? 0 : c];
            ++count;
        }
    }
    if (count < samples) return std::nullopt;
    cv::Vec3d colour;
    for (std::size_t c = 0; c < 3; ++c) {
        auto* const first = levels[c].data();
        std::nth_element(first, first + count / 2, first + count);
        colour[static_cast<int>(c)] = first[count / 2];
    }
    return colour;
}

double largest(const cv::Vec3d& difference)
{
    return std::max({std::abs(difference[0]), std::abs(difference[1]), std::abs(difference[2])});
}

double brightness(const cv::Vec3d& colour)
{
    return (colour[0] + colour[1] + colour[2]) / 3;
}

/// What changes across the four sides. The usual colour of a broad band counts, so that frames,
/// print and patterns change nothing; and it has to stay changed farther out, or the paper goes on
/// behind an ornament. The first side that changes by less than `least` settles it.
void judge_contrast(Quad& quad, const cv::Mat& picture, double least)
{
    constexpr double even = 3.0;   // grey levels
    constexpr double clear = 40.0; // ground may be brighter than the sheet on one side, but by that
    quad.contrast = 255;
    quad.step = 255;
    std::array<double, 4> brighter{};
    for (std::size_t i = 0; i < 4; ++i) {
        const Point& from = quad.corners[i];
        const Point& to = quad.corners[(i + 1) % 4];
        const auto in = colour_beside(picture, from, to, {-4, -7, -10});
        const auto out = colour_beside(picture, from, to, {4, 7, 10});
        // A side along the rim of the picture shows no ground that could differ.
        double change = in && out ? largest(*in - *out) : 0.0;
        quad.contrast = std::min(quad.contrast, change);
        if (quad.contrast < least) return;
        const auto far = colour_beside(picture, from, to, {16, 21, 26});
        if (in && far) change = std::min(change, 1.5 * largest(*in - *far));
        quad.contrast = std::min(quad.contrast, change);
        if (quad.contrast < least) return;
        const auto just_in = colour_beside(picture, from, to, {-3, -4, -5});
        const auto just_out = colour_beside(picture, from, to, {3, 4, 5});
        quad.step = std::min(quad.step, just_in && just_out ? largest(*just_in - *just_out) : 0.0);
        if (in && out) brighter[i] = brightness(*in) - brightness(*out);
    }
    const double all = brighter[0] + brighter[1] + brighter[2] + brighter[3];
    quad.is_lighter = all > 0;
    for (const double each : brighter) {
        const double against = quad.is_lighter ? -each : each;
        if (against > even && against < clear) quad.is_mixed = true;
    }
}

Corners clockwise(Corners corners)
{
    double twice = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        const Point& a = corners[i];
        const Point& b = corners[(i + 1) % 4];
        twice += a.x * b.y - b.x * a.y;
    }
    if (twice < 0) std::swap(corners[1], corners[3]);
    return corners;
}

/// The same outline, begun at the corner nearest to where the other one begins.
Corners begun_like(const Corners& other, Corners corners)
{
    auto* const nearest = std::ranges::min_element(corners, {}, [&](const Point& corner) {
        return distance(corner, other[0]);
    });
    std::rotate(corners.begin(), nearest, corners.end());
    return corners;
}

/// How far a point lies outside of a side.
double outside(Point from, Point to, Point point)
{
    return ((point.x - from.x) * (to.y - from.y) - (point.y - from.y) * (to.x - from.x)) /
           std::max(1e-6, distance(from, to));
}

/// How far `outer` lies outside of each side of `inner`, in parts of the length of the sides beside
/// it: the least and the most; negative where it does not.
std::pair<double, double> margin_between(const Corners& inner, const Corners& outer)
{
    std::pair<double, double> margin{1.0, -1.0};
    for (std::size_t i = 0; i < 4; ++i) {
        const Point& from = inner[i];
        const Point& to = inner[(i + 1) % 4];
        const double depth = std::max(1e-6, distance(to, inner[(i + 2) % 4]));
        for (const Point& corner : {outer[i], outer[(i + 1) % 4]}) {
            const double outwards = outside(from, to, corner) / depth;
            margin.first = std::min(margin.first, outwards);
            margin.second = std::max(margin.second, outwards);
        }
    }
    return margin;
}

/// The outermost outline that is nearly as good and lies close around this one on all sides.
std::optional<Corners>
outline_around(const Quad& quad, const std::vector<Quad>& candidates, const cv::Mat& picture)
{
    constexpr double nearly = 0.25; // of the score
    constexpr double widest = 0.12; // margin of a licence's frame
    constexpr double touching = -0.004;
    std::optional<Corners> outermost;
    if (!quad.is_lighter) return outermost; // a dark card and its shadow look alike
    double most = 0.0;
    for (const Quad& other : candidates) {
        if (other.score < quad.score - nearly || !other.is_lighter) continue;
        const Corners corners = begun_like(quad.corners, other.corners);
        const auto [least, farthest] = margin_between(quad.corners, corners);
        const double grown = area_of(corners) / area_of(quad.corners) - 1;
        if (least < touching || farthest > widest || grown <= most) continue;
        if (!holds_margin(quad.corners, corners, picture)) continue;
        most = grown;
        outermost = corners;
    }
    return outermost;
}

} // namespace

bool holds_margin(const Corners& inner, const Corners& around, const cv::Mat& picture)
{
    const Corners outer = begun_like(inner, around);
    constexpr double apart = 3.0; // pixels: nearer ones are told apart on the larger picture
    constexpr double narrowing = 1.0 / 3;
    constexpr double deepest = 3.0; // pixels inside of the outer outline, past its blur
    constexpr double part = 0.2;
    bool is_parted = false;
    for (std::size_t i = 0; i < 4; ++i) {
        const std::size_t next = (i + 1) % 4;
        const auto [least, most] = std::minmax(
            {outside(inner[i], inner[next], outer[i]), outside(inner[i], inner[next], outer[next])}
        );
        if (most < apart) continue;
        if (least < narrowing * most) return false;
        const double depth = std::min(deepest, least / 2);
        const auto margin =
            colour_beside(picture, outer[i], outer[next], {-depth - 0.5, -depth, -depth + 0.5});
        const auto in = colour_beside(picture, inner[i], inner[next], {-4, -7, -10});
        const auto out = colour_beside(picture, outer[i], outer[next], {3, 5, 7});
        if (!margin || !in || !out) return false;
        const double ground = brightness(*out);
        if (brightness(*margin) - ground < part * (brightness(*in) - ground)) return false;
        is_parted = true;
    }
    return is_parted;
}

bool overlap(const Corners& a, const Corners& b)
{
    std::vector<cv::Point2f> one;
    std::vector<cv::Point2f> other;
    for (std::size_t i = 0; i < 4; ++i) {
        one.emplace_back(static_cast<float>(a[i].x), static_cast<float>(a[i].y));
        other.emplace_back(static_cast<float>(b[i].x), static_cast<float>(b[i].y));
    }
    std::vector<cv::Point2f> common;
    const double shared = static_cast<double>(cv::intersectConvexConvex(one, other, common));
    return shared > 0.05 * std::min(area_of(a), area_of(b));
}

double area_of(const Corners& corners)
{
    double twice = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        const Point& a = corners[i];
        const Point& b = corners[(i + 1) % 4];
        twice += a.x * b.y - b.x * a.y;
    }
    return std::abs(twice) / 2;
}

std::vector<Quad> find_quads(const cv::Mat& picture)
{
    constexpr double least_contrast = 6.0;
    constexpr std::size_t to_look_at = 400;
    constexpr std::size_t most_quads = 12;
    cv::Mat calm;
    cv::GaussianBlur(picture, calm, {0, 0}, 1.2);
    const auto lines = find_edge_lines(steepest_gradient(calm), most_lines);
    auto candidates = Assembly(lines, picture.size()).all();
    if (candidates.size() > to_look_at) {
        const auto last = candidates.begin() + to_look_at;
        std::ranges::nth_element(candidates, last, std::ranges::greater{}, &Quad::score);
        candidates.erase(last, candidates.end());
    }
    for (Quad& quad : candidates) {
        quad.corners = clockwise(quad.corners);
        judge_contrast(quad, calm, least_contrast);
        quad.score += 0.3 * std::min(1.0, quad.contrast / 40.0);
        // A frame printed along the edge: the colour changes a little farther out.
        quad.score -= 0.15 * (1.0 - std::min(1.0, quad.step / std::max(1.0, quad.contrast)));
    }
    std::erase_if(candidates, [&](const Quad& quad) { return quad.contrast < least_contrast; });
    std::ranges::sort(candidates, std::ranges::greater{}, &Quad::score);
    std::vector<Quad> best;
    for (const Quad& quad : candidates) {
        if (best.size() >= most_quads) break;
        const bool is_new = std::ranges::none_of(best, [&](const Quad& better) {
            return overlap(better.corners, quad.corners);
        });
        if (is_new) best.push_back(quad);
    }
    for (Quad& quad : best)
        quad.around = outline_around(quad, candidates, calm);
    return best;
}

double aspect_of(const Corners& c, Point centre)
{
    using Vec = cv::Vec3d;
    const auto about = [&](Point p) { return Vec(p.x - centre.x, p.y - centre.y, 1); };
    // Top left, top right, bottom left, bottom right, as in the paper.
    const Vec m1 = about(c[0]);
    const Vec m2 = about(c[1]);
    const Vec m3 = about(c[3]);
    const Vec m4 = about(c[2]);
    const double k2 = m1.cross(m4).dot(m3) / m2.cross(m4).dot(m3);
    const double k3 = m1.cross(m4).dot(m2) / m3.cross(m4).dot(m2);
    const Vec n2 = k2 * m2 - m1;
    const Vec n3 = k3 * m3 - m1;
    // Of the picture's longest side, as telephones have. Sides that hardly run together say nothing
    // of the lens, nor do they in a picture that was cut out of a larger one.
    constexpr double shortest = 0.7;
    constexpr double longest = 1.4;
    const double side = 2 * std::max(centre.x, centre.y);
    double focal = side;
    if (std::abs(n2[2]) > 0.02 && std::abs(n3[2]) > 0.02) {
        const double square = -(n2[0] * n3[0] + n2[1] * n3[1]) / (n2[2] * n3[2]);
        if (square > 0) focal = std::clamp(std::sqrt(square), shortest * side, longest * side);
    }
    const auto length = [&](const Vec& n) { return std::hypot(n[0], n[1], focal * n[2]); };
    const double ratio = length(n2) / std::max(1e-6, length(n3));
    return ratio >= 1 ? ratio : 1 / ratio;
}

} // namespace dossier::capture
