#include "capture/judging/blank.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <vector>

namespace dossier::capture {

namespace {

/// Connected dark strokes; everything in millimetres.
struct Stroke {
    cv::Rect box; ///< pixels of `mid`
    std::vector<cv::Point> pixels;
    double length = 0.0;
    double thickness = 0.0;  ///< standard deviation across its main direction, times four
    double circle_fit = 1.0; ///< how far its pixels lie off their circle, as a share of its radius
    double radius = 0.0;
    double from_edge = 0.0;        ///< nearest edge of the picture
    double from_second_edge = 0.0; ///< nearest edge of the other direction
};

/// Noise of bare paper in `grey`, standard deviation: half of all steps are below 0.95 of it.
double noise_of(const cv::Mat& grey)
{
    std::array<int, 256> counts{};
    int total = 0;
    for (int y = 0; y < grey.rows; y += 8) {
        const unsigned char* line = grey.ptr(y);
        for (int x = 0; x + 1 < grey.cols; x += 2, ++total)
            ++counts[static_cast<std::size_t>(std::abs(line[x + 1] - line[x]))];
    }
    int below = 0;
    int level = 0;
    while ((below += counts[static_cast<std::size_t>(level)]) * 2 < total)
        ++level;
    return level / 0.95;
}

/// Dark strokes thinner than two millimetres: paper, shade and patches of the other side are not
/// among them.
cv::Mat thin_ink(const Survey& page)
{
    constexpr double widest_mm = 2.0;
    constexpr int least_darker = 28;
    const int side = std::max(3, static_cast<int>(widest_mm * page.mid_per_mm()) | 1);
    cv::Mat closed;
    cv::morphologyEx(
        page.mid,
        closed,
        cv::MORPH_CLOSE,
        cv::getStructuringElement(cv::MORPH_RECT, {side, side}),
        {-1, -1},
        1,
        cv::BORDER_REPLICATE
    );
    const int darker = std::max(least_darker, static_cast<int>(4.5 * noise_of(page.mid)));
    cv::Mat ink = (closed - page.mid) > darker;
    if (!page.lid.empty()) {
        cv::Mat lid;
        cv::dilate(page.lid, lid, cv::getStructuringElement(cv::MORPH_RECT, {9, 9}));
        cv::resize(lid, lid, ink.size(), 0, 0, cv::INTER_NEAREST);
        ink.setTo(0, lid);
    }
    const int margin = static_cast<int>(2.5 * page.mid_per_mm());
    cv::Mat inner = cv::Mat::zeros(ink.size(), CV_8UC1);
    const cv::Rect inside(margin, margin, ink.cols - 2 * margin, ink.rows - 2 * margin);
    if (inside.width > 0 && inside.height > 0) ink(inside).copyTo(inner(inside));
    return inner;
}

/// Length and thickness by the axes of its pixels; the circle through them by least squares.
void measure(Stroke& stroke, double per_mm)
{
    const std::vector<cv::Point>& pixels = stroke.pixels;
    const auto n = static_cast<double>(pixels.size());
    double mx = 0.0;
    double my = 0.0;
    for (const cv::Point& at : pixels)
        mx += at.x, my += at.y;
    mx /= n;
    my /= n;
    double xx = 0.0, yy = 0.0, xy = 0.0, xz = 0.0, yz = 0.0;
    for (const cv::Point& at : pixels) {
        const double x = at.x - mx;
        const double y = at.y - my;
        const double z = x * x + y * y;
        xx += x * x, yy += y * y, xy += x * y, xz += x * z, yz += y * z;
    }
    const double spread = std::sqrt((xx - yy) * (xx - yy) + 4 * xy * xy);
    stroke.length = std::hypot(stroke.box.width, stroke.box.height) / per_mm;
    stroke.thickness = 4 * std::sqrt(std::max(0.0, (xx + yy - spread) / 2 / n)) / per_mm;
    const double determinant = xx * yy - xy * xy;
    if (determinant < 1e-6) return;
    const double cx = (xz * yy - yz * xy) / 2 / determinant;
    const double cy = (yz * xx - xz * xy) / 2 / determinant;
    const double radius = std::sqrt(cx * cx + cy * cy + (xx + yy) / n);
    double off = 0.0;
    for (const cv::Point& at : pixels) {
        const double r = std::hypot(at.x - mx - cx, at.y - my - cy) - radius;
        off += r * r;
    }
    stroke.circle_fit = std::sqrt(off / n) / radius;
    stroke.radius = radius / per_mm;
}

std::vector<Stroke> strokes_of(const cv::Mat& ink, double per_mm)
{
    constexpr double least_mm = 1.0;
    constexpr std::size_t most = 400; // then the sheet is surely not blank
    cv::Mat labels;
    cv::Mat stats;
    cv::Mat centres;
    const int count = cv::connectedComponentsWithStats(ink, labels, stats, centres, 8, CV_32S);
    std::vector<Stroke> strokes;
    for (int label = 1; label < count && strokes.size() < most; ++label) {
        const int* stat = stats.ptr<int>(label);
        const cv::Rect box(
            stat[cv::CC_STAT_LEFT],
            stat[cv::CC_STAT_TOP],
            stat[cv::CC_STAT_WIDTH],
            stat[cv::CC_STAT_HEIGHT]
        );
        if (std::max(box.width, box.height) < least_mm * per_mm) continue;
        Stroke stroke;
        stroke.box = box;
        cv::findNonZero(labels(box) == label, stroke.pixels);
        for (cv::Point& at : stroke.pixels)
            at += box.tl();
        measure(stroke, per_mm);
        const double x = std::min(box.x, ink.cols - box.x - box.width) / per_mm;
        const double y = std::min(box.y, ink.rows - box.y - box.height) / per_mm;
        stroke.from_edge = std::min(x, y);
        stroke.from_second_edge = std::max(x, y);
        strokes.push_back(stroke);
    }
    return strokes;
}

/// A piece of a straight line that runs across or down the sheet, thin and long.
bool is_ruled(const Stroke& stroke, double per_mm)
{
    const double low = std::min(stroke.box.width, stroke.box.height) / per_mm;
    return stroke.thickness <= 0.8 && stroke.length >= 6.0 && low <= 0.8 + 0.1 * stroke.length;
}

/// What is left of a faint ruled line where it breaks.
bool is_rest_of_rule(const Stroke& stroke, double per_mm)
{
    const double low = std::min(stroke.box.width, stroke.box.height) / per_mm;
    return low <= 0.6 && stroke.length >= 3 * low;
}

bool is_edge_of_sheet(const Stroke& stroke)
{
    return stroke.length >= 30.0 && stroke.thickness <= 1.2 && stroke.from_edge <= 12.0;
}

bool is_staple(const Stroke& stroke)
{
    return stroke.length >= 5.0 && stroke.length <= 17.0 && stroke.thickness <= 1.4 &&
           stroke.from_edge <= 28.0 && stroke.from_second_edge <= 28.0;
}

bool is_round(const Stroke& stroke)
{
    return stroke.radius >= 2.0 && stroke.radius <= 4.5 && stroke.circle_fit <= 0.14 &&
           stroke.length >= 2.5 && stroke.length <= 13.0;
}

/// Takes the rims of punch holes out: one arc or several along one circle, near an edge.
void remove_holes(std::vector<Stroke>& strokes, double per_mm)
{
    constexpr double margin_mm = 22.0;
    const auto is_candidate = [](const Stroke& stroke) {
        return stroke.from_edge <= margin_mm && stroke.length <= 13.0;
    };
    const int reach = static_cast<int>(3.5 * per_mm);
    std::vector<bool> gone(strokes.size(), false);
    for (std::size_t first = 0; first < strokes.size(); ++first) {
        if (gone[first] || !is_candidate(strokes[first])) continue;
        Stroke ring = strokes[first];
        std::vector<std::size_t> parts{first};
        for (std::size_t other = 0; other < strokes.size(); ++other) {
            const cv::Rect near(
                ring.box.x - reach,
                ring.box.y - reach,
                ring.box.width + 2 * reach,
                ring.box.height + 2 * reach
            );
            if (other == first || gone[other] || !is_candidate(strokes[other]) ||
                (near & strokes[other].box).empty())
                continue;
            ring.box |= strokes[other].box;
            ring.pixels.insert(
                ring.pixels.end(), strokes[other].pixels.begin(), strokes[other].pixels.end()
            );
            parts.push_back(other);
        }
        measure(ring, per_mm);
        if (is_round(ring))
            for (const std::size_t part : parts)
                gone[part] = true;
    }
    std::size_t at = 0;
    std::erase_if(strokes, [&](const Stroke&) { return gone[at++]; });
}

} // namespace

double strokes_mm(const Survey& page)
{
    constexpr double ruled_enough_mm = 150.0; // one drawn line is content, a ruled sheet is paper
    constexpr double least_mm = 1.7;          // dust is smaller, a digit larger
    const double per_mm = page.mid_per_mm();
    std::vector<Stroke> strokes = strokes_of(thin_ink(page), per_mm);
    remove_holes(strokes, per_mm);
    double sum = 0.0;
    double ruled = 0.0;
    double rests = 0.0;
    for (const Stroke& stroke : strokes) {
        if (stroke.length < least_mm || is_edge_of_sheet(stroke) || is_staple(stroke)) continue;
        double& kind = is_ruled(stroke, per_mm)          ? ruled
                       : is_rest_of_rule(stroke, per_mm) ? rests
                                                         : sum;
        kind += stroke.length;
    }
    return ruled + rests >= ruled_enough_mm ? sum : sum + ruled + rests;
}

double blank_probability(const Survey& page)
{
    constexpr std::ptrdiff_t surely_written = 6; // tiles of text
    constexpr double even_mm = 0.8;              // a lone digit has three times that
    if (page.paper == 0) return 0.0;
    const auto texts = std::ranges::count_if(page.tiles, &Tile::is_text);
    if (texts >= surely_written && page.bitonal) return 0.0;
    if (texts >= 4 * surely_written) return 0.0;
    return 1.0 / (1.0 + std::pow((strokes_mm(page) + 0.1) / even_mm, 2.5));
}

} // namespace dossier::capture
