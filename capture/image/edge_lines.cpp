#include "capture/image/edge_lines.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace dossier::capture {

namespace {

constexpr int angles = 180;      ///< one bin a degree
constexpr float faintest = 1.5F; ///< grey levels a pixel: fainter is no edge
constexpr int spread = 2;        ///< degrees: a gradient tells its angle no better
constexpr int off_the_line = 4;  ///< degrees that edges of one line may turn from it

double radians(int degrees)
{
    return degrees * std::numbers::pi / 180.0;
}

/// A pixel that is steeper than its two neighbours across the edge, with its angle.
struct EdgePixel {
    int x;
    int y;
    int angle; ///< of the gradient, 0..179
    float steepness;
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
            edges.push_back({x, y, static_cast<int>(std::lround(degrees)) % angles, here});
        }
    }
    return edges;
}

struct Trigonometry {
    std::array<double, angles> cosines{};
    std::array<double, angles> sines{};
};

Trigonometry trigonometry()
{
    Trigonometry bins;
    for (int a = 0; a < angles; ++a) {
        bins.cosines[static_cast<std::size_t>(a)] = std::cos(radians(a));
        bins.sines[static_cast<std::size_t>(a)] = std::sin(radians(a));
    }
    return bins;
}

/// A place in the picture of votes.
struct Bin {
    int angle;
    int column;
};

/// Votes by angle (rows) and distance from the origin (columns), shared with the distances beside.
void vote(const EdgePixel& edge, const Trigonometry& bins, float weight, cv::Mat& votes)
{
    const int reach = votes.cols / 2;
    for (int off = -spread; off <= spread; ++off) {
        const int a = (edge.angle + off + angles) % angles;
        const auto i = static_cast<std::size_t>(a);
        const auto rho = std::lround(edge.x * bins.cosines[i] + edge.y * bins.sines[i]);
        float* at = votes.ptr<float>(a) + rho + reach;
        at[-1] += 0.25F * weight;
        at[0] += 0.5F * weight;
        at[1] += 0.25F * weight;
    }
}

/// The angle between two lines through bins, in degrees.
int between(int one, int other)
{
    const int off = std::abs(one - other);
    return std::min(off, angles - off);
}

/// The bin with the most votes; each angle's is remembered until votes near it are taken back.
class Peaks {
public:
    explicit Peaks(const cv::Mat& votes) : votes_(votes)
    {
        for (int angle = 0; angle < angles; ++angle)
            look_at(angle);
    }

    /// Of equals the first.
    [[nodiscard]] std::pair<Bin, float> highest() const
    {
        const auto best = std::ranges::max_element(peaks_, {}, &Peak::height);
        return {{static_cast<int>(best - peaks_.begin()), best->column}, best->height};
    }

    void look_again_about(int angle, int degrees)
    {
        for (int off = -degrees; off <= degrees; ++off)
            look_at((angle + off + angles) % angles);
    }

private:
    struct Peak {
        float height;
        int column;
    };

    void look_at(int angle)
    {
        const auto* const row = votes_.ptr<float>(angle);
        const auto* const best = std::max_element(row, row + votes_.cols);
        peaks_[static_cast<std::size_t>(angle)] = {*best, static_cast<int>(best - row)};
    }

    const cv::Mat& votes_;
    std::array<Peak, angles> peaks_{};
};

/// Takes back the votes of the edges that lie on the line, and the edges out of the list: what they
/// would make beside it is no line, and a fainter line close by shows only without them.
void take_back(cv::Mat& votes, std::vector<EdgePixel>& edges, const Trigonometry& bins, Bin line)
{
    constexpr double pixels = 2.0;
    const int reach = votes.cols / 2;
    const auto bin = static_cast<std::size_t>(line.angle);
    std::erase_if(edges, [&](const EdgePixel& edge) {
        const double rho = edge.x * bins.cosines[bin] + edge.y * bins.sines[bin];
        const bool is_on = between(edge.angle, line.angle) <= off_the_line &&
                           std::abs(rho - (line.column - reach)) <= pixels;
        if (is_on) vote(edge, bins, -1.0F, votes);
        return is_on;
    });
    votes.row(line.angle)
        .colRange(std::max(0, line.column - 1), std::min(votes.cols, line.column + 2)) = 0;
}

/// Whether the picture has an edge along the line within two pixels of a place, and of which kind:
/// 1, -1 or 0.
int kind_at(const Gradient& gradient, const EdgeLine& line, Point at, float least)
{
    constexpr float along = 0.96F; // cosine of 16 degrees
    constexpr float along_squared = along * along;
    float best = 0.0F;
    for (int off = -2; off <= 2; ++off) {
        const int x = static_cast<int>(std::lround(at.x + off * line.normal.x));
        const int y = static_cast<int>(std::lround(at.y + off * line.normal.y));
        const float gx = at_or_zero(gradient.x, y, x);
        const float gy = at_or_zero(gradient.y, y, x);
        const float across =
            gx * static_cast<float>(line.normal.x) + gy * static_cast<float>(line.normal.y);
        const bool is_edge =
            std::abs(across) >= least && across * across >= along_squared * (gx * gx + gy * gy);
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

/// How steep an edge has to be. On a busy ground only its steepest pixels count, or the texture
/// outvotes all else; but lines of tiles and print are few edges however little is asked for, and a
/// card among them may be faint.
float least_steepness(const cv::Mat& steepness, const std::vector<EdgePixel>& edges)
{
    constexpr double busiest = 0.20; // share of a picture's pixels that may be edges
    constexpr double more = 1.15;    // times the edges
    const float steep = quantile(steepness, busiest);
    std::vector<float> all;
    for (const EdgePixel& edge : edges)
        all.push_back(edge.steepness);
    const auto n = std::ranges::count_if(all, [&](float each) { return each >= steep; });
    const auto enough = static_cast<std::ptrdiff_t>(more * static_cast<double>(n));
    if (enough >= std::ssize(all)) return faintest;
    std::ranges::nth_element(all, all.begin() + enough, std::greater{});
    return std::min(steep, all[static_cast<std::size_t>(enough)]);
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

Point steepest_gradient_at(const cv::Mat& picture, int x, int y)
{
    if (x < 1 || y < 1 || x + 1 >= picture.cols || y + 1 >= picture.rows) return {0, 0};
    const int channels = picture.channels();
    const auto row = [&](int off) {
        return picture.ptr(y + off) + static_cast<std::ptrdiff_t>(x) * channels;
    };
    const std::array<const unsigned char*, 3> rows{row(-1), row(0), row(1)};
    Point steepest{0, 0};
    for (int c = 0; c < channels; ++c) {
        const auto at = [&](std::size_t r, int column) {
            return static_cast<int>(rows[r][column * channels + c]);
        };
        const int gx = at(0, 1) + 2 * at(1, 1) + at(2, 1) - at(0, -1) - 2 * at(1, -1) - at(2, -1);
        const int gy = at(2, -1) + 2 * at(2, 0) + at(2, 1) - at(0, -1) - 2 * at(0, 0) - at(0, 1);
        const Point here{gx / 8.0, gy / 8.0};
        if (std::hypot(here.x, here.y) > std::hypot(steepest.x, steepest.y)) steepest = here;
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
    cv::Mat steepness;
    cv::magnitude(gradient.x, gradient.y, steepness);
    auto edges = thin_edges(gradient, steepness, faintest);
    const float least = least_steepness(steepness, edges);
    std::erase_if(edges, [&](const EdgePixel& edge) { return edge.steepness < least; });
    const int reach = static_cast<int>(std::hypot(steepness.cols, steepness.rows)) + 2;
    const Trigonometry bins = trigonometry();
    cv::Mat votes = cv::Mat::zeros(angles, 2 * reach + 1, CV_32F);
    for (const EdgePixel& edge : edges)
        vote(edge, bins, 1.0F, votes);
    const double shortest = 0.022 * (steepness.cols + steepness.rows) / 2.0;
    std::vector<EdgeLine> lines;
    Peaks peaks(votes);
    while (static_cast<int>(lines.size()) < most) {
        const auto [peak, height] = peaks.highest();
        if (height < shortest) break;
        lines.push_back(line_at(gradient, peak.angle, peak.column - reach, least));
        take_back(votes, edges, bins, peak);
        peaks.look_again_about(peak.angle, off_the_line + spread);
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
