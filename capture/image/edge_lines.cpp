#include "capture/image/edge_lines.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace dossier::capture {

namespace {

constexpr int angles = 180; ///< one bin a degree

double radians(int degrees)
{
    return degrees * std::numbers::pi / 180.0;
}

/// Every pixel that is steeper than its two neighbours across the edge, with its angle.
struct EdgePixel {
    int x;
    int y;
    int angle; ///< of the gradient, 0..179
};

float at_or_zero(const cv::Mat& picture, int y, int x)
{
    const bool is_in = x >= 0 && y >= 0 && x < picture.cols && y < picture.rows;
    return is_in ? picture.at<float>(y, x) : 0.0F;
}

std::vector<EdgePixel> thin_edges(const Gradient& gradient, const cv::Mat& steepness, float least)
{
    std::vector<EdgePixel> edges;
    for (int y = 1; y + 1 < steepness.rows; ++y) {
        for (int x = 1; x + 1 < steepness.cols; ++x) {
            const float here = steepness.at<float>(y, x);
            if (here < least) continue;
            const float gx = gradient.x.at<float>(y, x);
            const float gy = gradient.y.at<float>(y, x);
            const int dx = static_cast<int>(std::lround(gx / here));
            const int dy = static_cast<int>(std::lround(gy / here));
            if (here < at_or_zero(steepness, y + dy, x + dx) ||
                here <= at_or_zero(steepness, y - dy, x - dx))
                continue;
            double degrees = std::atan2(gy, gx) * 180.0 / std::numbers::pi;
            if (degrees < 0) degrees += 180.0;
            edges.push_back({x, y, static_cast<int>(std::lround(degrees)) % angles});
        }
    }
    return edges;
}

/// Votes by angle (rows) and distance from the origin (columns).
cv::Mat vote(const std::vector<EdgePixel>& edges, int reach)
{
    std::array<double, angles> cosines{};
    std::array<double, angles> sines{};
    for (int a = 0; a < angles; ++a) {
        cosines[static_cast<std::size_t>(a)] = std::cos(radians(a));
        sines[static_cast<std::size_t>(a)] = std::sin(radians(a));
    }
    cv::Mat votes = cv::Mat::zeros(angles, 2 * reach + 1, CV_32F);
    constexpr int spread = 2; // degrees: a gradient tells its angle no better
    for (const EdgePixel& edge : edges) {
        for (int off = -spread; off <= spread; ++off) {
            const int a = (edge.angle + off + angles) % angles;
            const auto i = static_cast<std::size_t>(a);
            const auto rho = std::lround(edge.x * cosines[i] + edge.y * sines[i]);
            votes.at<float>(a, static_cast<int>(rho) + reach) += 1.0F;
        }
    }
    return votes;
}

/// Takes the neighbourhood of a peak out; angles wrap around, with the distance's sign.
void clear_around(cv::Mat& votes, int angle, int column)
{
    constexpr int degrees = 4;
    constexpr int pixels = 3;
    for (int off = -degrees; off <= degrees; ++off) {
        const int a = angle + off;
        const bool wraps = a < 0 || a >= angles;
        const int row = (a + angles) % angles;
        const int middle = wraps ? votes.cols - 1 - column : column;
        for (int c = std::max(0, middle - pixels); c <= std::min(votes.cols - 1, middle + pixels);
             ++c)
            votes.at<float>(row, c) = 0.0F;
    }
}

/// Whether the picture has an edge along the line within two pixels of a place, and of which kind:
/// 1, -1 or 0.
int kind_at(const Gradient& gradient, const EdgeLine& line, Point at, float least)
{
    constexpr float along = 0.96F; // cosine of 16 degrees
    float best = 0.0F;
    for (int off = -2; off <= 2; ++off) {
        const int x = static_cast<int>(std::lround(at.x + off * line.normal.x));
        const int y = static_cast<int>(std::lround(at.y + off * line.normal.y));
        const float gx = at_or_zero(gradient.x, y, x);
        const float gy = at_or_zero(gradient.y, y, x);
        const float across =
            gx * static_cast<float>(line.normal.x) + gy * static_cast<float>(line.normal.y);
        const bool is_edge =
            std::abs(across) >= least && std::abs(across) >= along * std::hypot(gx, gy);
        if (is_edge && std::abs(across) > std::abs(best)) best = across;
    }
    return (best > 0) - (best < 0);
}

EdgeLine line_at(const Gradient& gradient, int angle, int rho, float least)
{
    EdgeLine line;
    line.normal = {std::cos(radians(angle)), std::sin(radians(angle))};
    line.direction = {line.normal.y, -line.normal.x};
    line.foot = {rho * line.normal.x, rho * line.normal.y};
    const int reach = gradient.x.cols + gradient.x.rows;
    line.first = -reach;
    int rising = 0;
    int falling = 0;
    int inside = 0;
    for (int t = -reach; t <= reach; ++t) {
        const Point at{line.foot.x + t * line.direction.x, line.foot.y + t * line.direction.y};
        const bool is_in =
            at.x >= 0 && at.y >= 0 && at.x <= gradient.x.cols - 1 && at.y <= gradient.x.rows - 1;
        const int kind = is_in ? kind_at(gradient, line, at, least) : 0;
        line.rising.push_back(rising += kind > 0);
        line.falling.push_back(falling += kind < 0);
        line.inside.push_back(inside += is_in);
    }
    return line;
}

/// The gradient that all but the steepest `share` of the picture stays under.
float quantile(const cv::Mat& steepness, double share)
{
    std::vector<float> sample;
    for (int y = 0; y < steepness.rows; y += 2)
        for (int x = 0; x < steepness.cols; x += 2)
            sample.push_back(steepness.at<float>(y, x));
    if (sample.empty()) return 0.0F;
    const auto at =
        sample.begin() +
        static_cast<std::ptrdiff_t>(static_cast<double>(sample.size() - 1) * (1 - share));
    std::ranges::nth_element(sample, at);
    return *at;
}

} // namespace

Gradient steepest_gradient(const cv::Mat& picture)
{
    std::vector<cv::Mat> channels;
    cv::split(picture, channels);
    Gradient steepest;
    cv::Mat most;
    for (const cv::Mat& channel : channels) {
        Gradient each;
        cv::Sobel(channel, each.x, CV_32F, 1, 0, 3, 0.125);
        cv::Sobel(channel, each.y, CV_32F, 0, 1, 3, 0.125);
        cv::Mat square = each.x.mul(each.x) + each.y.mul(each.y);
        if (most.empty()) {
            steepest = each;
            most = square;
            continue;
        }
        const cv::Mat steeper = square > most;
        each.x.copyTo(steepest.x, steeper);
        each.y.copyTo(steepest.y, steeper);
        square.copyTo(most, steeper);
    }
    return steepest;
}

double EdgeLine::support(double from, double to) const
{
    if (from > to) std::swap(from, to);
    const auto index = [&](double t) {
        const auto last = static_cast<double>(rising.size() - 1);
        return static_cast<std::size_t>(std::clamp(t - first, 0.0, last));
    };
    const std::size_t begin = index(from);
    const std::size_t end = index(to);
    const int length = std::max(1, inside[end] - inside[begin]);
    const int most = std::max(rising[end] - rising[begin], falling[end] - falling[begin]);
    return static_cast<double>(most) / length;
}

double EdgeLine::place_of(Point point) const
{
    return (point.x - foot.x) * direction.x + (point.y - foot.y) * direction.y;
}

std::vector<EdgeLine> find_edge_lines(const Gradient& gradient, int most)
{
    constexpr float faintest = 1.5F; // grey levels a pixel
    constexpr double busiest = 0.20; // share of a picture's pixels that may be edges
    cv::Mat steepness;
    cv::magnitude(gradient.x, gradient.y, steepness);
    const float least = std::max(faintest, quantile(steepness, busiest));
    const auto edges = thin_edges(gradient, steepness, least);
    const int reach = static_cast<int>(std::hypot(steepness.cols, steepness.rows)) + 2;
    cv::Mat votes = vote(edges, reach);
    cv::GaussianBlur(votes, votes, {3, 1}, 0);
    const double shortest = 0.035 * (steepness.cols + steepness.rows) / 2.0;
    std::vector<EdgeLine> lines;
    while (static_cast<int>(lines.size()) < most) {
        double highest = 0;
        cv::Point peak;
        cv::minMaxLoc(votes, nullptr, &highest, nullptr, &peak);
        if (highest < shortest) break;
        lines.push_back(line_at(gradient, peak.y, peak.x - reach, least));
        clear_around(votes, peak.y, peak.x);
    }
    return lines;
}

Point crossing(const EdgeLine& a, const EdgeLine& b)
{
    const double turn = a.direction.x * b.direction.y - a.direction.y * b.direction.x;
    if (std::abs(turn) < 1e-6) return {1e9, 1e9};
    const double x = b.foot.x - a.foot.x;
    const double y = b.foot.y - a.foot.y;
    const double t = (x * b.direction.y - y * b.direction.x) / turn;
    return {a.foot.x + t * a.direction.x, a.foot.y + t * a.direction.y};
}

} // namespace dossier::capture
