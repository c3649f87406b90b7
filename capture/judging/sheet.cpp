#include "capture/judging/sheet.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

namespace dossier::capture {

namespace {

/// The picture turned so that the edge in question is on top; `edge` 0 top, 1 left, 2 bottom, 3
/// right. A view or a small copy.
cv::Mat strip_along(const cv::Mat& picture, int edge, int depth)
{
    const int across = edge % 2 == 0 ? picture.rows : picture.cols;
    const int deep = std::min(depth, across);
    cv::Mat strip;
    switch (edge) {
    case 0: return picture.rowRange(0, deep).clone();
    case 2: cv::flip(picture.rowRange(picture.rows - deep, picture.rows), strip, 0); return strip;
    case 1: return picture.colRange(0, deep).t();
    default: break;
    }
    cv::flip(picture.colRange(picture.cols - deep, picture.cols), strip, 1);
    return strip.t();
}

/// What ends at an edge: pieces of print, and rules, which go straight in.
struct Ends {
    int strokes = 0;
    int rules = 0;
};

/// Goes along the first row of the strip, run of ink by run of ink. The lid is broader, dust is
/// smaller.
Ends ends_at_edge(const cv::Mat& ink, double per_mm)
{
    cv::Mat labels;
    cv::Mat stats;
    cv::Mat centres;
    cv::connectedComponentsWithStats(ink, labels, stats, centres, 8, CV_32S);
    Ends ends;
    const int* edge = labels.ptr<int>(0);
    for (int x = 0; x < ink.cols;) {
        const int label = edge[x];
        const int start = x;
        while (x < ink.cols && edge[x] == label)
            ++x;
        const double run = (x - start) / per_mm;
        if (label == 0 || run > 12.0) continue;
        const double depth = stats.at<int>(label, cv::CC_STAT_HEIGHT) / per_mm;
        const double width = stats.at<int>(label, cv::CC_STAT_WIDTH) / per_mm;
        const bool is_rule = width <= 1.6 && depth >= 8.0;
        ends.rules += is_rule ? 1 : 0;
        ends.strokes += !is_rule && (depth >= 0.7 || width >= 0.9) ? 1 : 0;
    }
    return ends;
}

bool cuts_print(const Survey& page, int edge)
{
    constexpr int several = 3;
    constexpr int a_table = 5; // dirt on the glass draws one or two lines
    constexpr double depth_mm = 9.0;
    const double mm = page.mid_per_mm();
    const cv::Mat strip = strip_along(page.mid, edge, std::max(4, static_cast<int>(depth_mm * mm)));
    const int darker = std::max(40, page.paper / 3);
    const Ends ends = ends_at_edge(strip < page.paper - darker, mm);
    return ends.strokes >= several || ends.rules + ends.strokes >= a_table;
}

constexpr double corner_mm = 45.0; ///< how far along its edges a lost corner reaches, at most

/// The straight edge of the sheet as the lid beyond it shows it, along one edge of the picture:
/// the depth of the lid at a position, 0 where the sheet goes on beyond the picture.
struct Edge {
    double at_start = 0.0;
    double slope = 0.0;

    [[nodiscard]] double depth_at(double at) const { return std::max(0.0, at_start + slope * at); }
};

/// Positions along an edge and the lid's depth there.
struct Depth {
    int at = 0;
    int depth = 0;
};

double median_of(std::vector<Depth> values, int Depth::*what)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle, {}, what);
    return (*middle).*what;
}

Edge edge_of(const cv::Mat& lid, int edge, double per_mm)
{
    constexpr std::size_t fewest = 12;
    const int across = edge % 2 == 0 ? lid.rows : lid.cols;
    const cv::Mat strip = strip_along(lid, edge, across / 2);
    // Corners may be missing, so the line is drawn through what lies between them.
    const int corner = std::min(static_cast<int>(corner_mm * per_mm), strip.cols / 3);
    std::vector<Depth> depths;
    for (int x = corner; x < strip.cols - corner; ++x) {
        int depth = 0;
        while (depth < strip.rows && strip.at<unsigned char>(depth, x) != 0)
            ++depth;
        if (depth > 0) depths.push_back({x, depth});
    }
    if (depths.size() < fewest) return {};
    const auto half = depths.begin() + static_cast<std::ptrdiff_t>(depths.size() / 2);
    const std::vector<Depth> one(depths.begin(), half);
    const std::vector<Depth> other(half, depths.end());
    const double from = median_of(one, &Depth::at);
    const double to = median_of(other, &Depth::at);
    Edge found;
    found.slope = (median_of(other, &Depth::depth) - median_of(one, &Depth::depth)) / (to - from);
    found.at_start = median_of(one, &Depth::depth) - found.slope * from;
    return found;
}

/// A corner seen along its two edges; `first` runs across the picture, `second` down it.
struct Corner {
    const Edge& first;
    const Edge& second;
    bool from_right = false;
    bool from_bottom = false;
};

/// The lid inside the straight edges of the sheet, near one corner.
bool shows_lid(const cv::Mat& lid, const Corner& corner, double per_mm)
{
    const int reach = static_cast<int>(corner_mm * per_mm);
    const double slack = std::max(2.5, 2.5 * per_mm); // the lid's mask is drawn generously
    int area = 0;
    int wide = 0;
    int high = 0;
    for (int v = 0; v < std::min(reach, lid.rows); ++v) {
        const int y = corner.from_bottom ? lid.rows - 1 - v : v;
        const double left = corner.second.depth_at(y) + slack;
        for (int u = std::max(0, static_cast<int>(left)); u < std::min(reach, lid.cols); ++u) {
            const int x = corner.from_right ? lid.cols - 1 - u : u;
            if (lid.at<unsigned char>(y, x) == 0 || v <= corner.first.depth_at(x) + slack) continue;
            ++area;
            wide = std::max(wide, u - static_cast<int>(left) + 1);
            high = std::max(high, v - static_cast<int>(corner.first.depth_at(x)));
        }
    }
    const double least_leg = 4.0 * per_mm;
    const bool is_triangle = area * 5 >= wide * high && // half of the box around it, frayed
                             std::max(wide, high) <= 4 * std::min(wide, high);
    return wide >= least_leg && high >= least_leg && is_triangle;
}

bool shows_lid_at_a_corner(const Survey& page)
{
    if (page.lid.empty()) return false;
    const double per_mm = page.coarse_per_mm();
    const Edge top = edge_of(page.lid, 0, per_mm);
    const Edge left = edge_of(page.lid, 1, per_mm);
    const Edge bottom = edge_of(page.lid, 2, per_mm);
    const Edge right = edge_of(page.lid, 3, per_mm);
    return shows_lid(page.lid, {top, left, false, false}, per_mm) ||
           shows_lid(page.lid, {top, right, true, false}, per_mm) ||
           shows_lid(page.lid, {bottom, left, false, true}, per_mm) ||
           shows_lid(page.lid, {bottom, right, true, true}, per_mm);
}

/// A corner of the coarse page, turned to the upper left. Whether a place may be darker than what
/// lies `aside` of it is told beforehand by the lightest place around: nearly all of them are not.
struct PaperCorner {
    static constexpr int darker = 7;

    PaperCorner(const cv::Mat& pixels, int to_the_side) : grey(pixels), aside(to_the_side)
    {
        const int side = 2 * (aside + 1) + 1;
        cv::Mat lightest;
        cv::dilate(grey, lightest, cv::getStructuringElement(cv::MORPH_RECT, {side, side}));
        cv::Mat apart;
        cv::subtract(lightest, grey, apart);
        dark = apart > darker;
    }

    int level(double x, double y) const { return at(grey, x, y); }

    bool may_be_dark(double x, double y) const { return at(dark, x, y) != 0; }

    cv::Mat grey;
    int aside;
    cv::Mat dark;

private:
    /// The pixel nearest to a place; beside the picture that on its edge.
    static int at(const cv::Mat& picture, double x, double y)
    {
        const int ix = std::clamp(static_cast<int>(x + 0.5), 0, picture.cols - 1);
        const int iy = std::clamp(static_cast<int>(y + 0.5), 0, picture.rows - 1);
        return picture.ptr(iy)[ix];
    }
};

/// Whether nearly all points along a slanting line, from one edge of the corner to the other, are
/// darker than what lies on both sides of it.
bool is_crease(const PaperCorner& corner, int across, int down)
{
    constexpr double most_light = 0.2; // where the sheet lies askew the lid beyond it has no crease
    const double length = std::hypot(across, down);
    const double nx = down / length * corner.aside;
    const double ny = across / length * corner.aside;
    const int points = static_cast<int>(length / 2);
    int light = 0;
    for (int i = 1; i < points; ++i) {
        const double t = static_cast<double>(i) / points;
        const double x = across * (1 - t);
        const double y = down * t;
        const bool is_dark =
            corner.may_be_dark(x, y) &&
            corner.level(x, y) + PaperCorner::darker <
                std::min(corner.level(x + nx, y + ny), corner.level(x - nx, y - ny));
        light += is_dark ? 0 : 1;
        if (light > most_light * points) return false;
    }
    return points >= 8;
}

/// A dark line from one edge to the other, as the shadow of a fold is.
bool has_crease(const cv::Mat& corner, double per_mm)
{
    const int most = std::min({corner.cols, corner.rows, static_cast<int>(corner_mm * per_mm)}) - 1;
    const int least = static_cast<int>(7 * per_mm);
    const int aside = std::max(2, static_cast<int>(1.4 * per_mm));
    const PaperCorner at(corner, aside);
    for (int across = least; across < most; ++across)
        for (int down = std::max(least, across / 3); down < std::min(most, across * 3); ++down)
            if (is_crease(at, across, down)) return true;
    return false;
}

bool has_crease_at_a_corner(const Survey& page)
{
    const double per_mm = page.coarse_per_mm();
    const int side =
        std::min({static_cast<int>(48 * per_mm), page.coarse.cols / 2, page.coarse.rows / 2});
    for (const int flip : {2, 1, 0, -1}) {
        const cv::Rect place(
            flip == 1 || flip == -1 ? page.coarse.cols - side : 0,
            flip == 0 || flip == -1 ? page.coarse.rows - side : 0,
            side,
            side
        );
        cv::Mat corner = page.coarse(place).clone();
        if (flip != 2) cv::flip(corner, corner, flip);
        if (has_crease(corner, per_mm)) return true;
    }
    return false;
}

/// How bright paper is on a band around a blob, from `from` to `to` pixels outside; print does not
/// count.
double brightness_around(const cv::Mat& grey, const cv::Mat& blob, int from, int to, int print)
{
    const auto grown = [&](int by) {
        cv::Mat larger = blob;
        if (by > 0)
            cv::dilate(
                blob, larger, cv::getStructuringElement(cv::MORPH_RECT, {2 * by + 1, 2 * by + 1})
            );
        return larger;
    };
    const cv::Mat band = grown(to) & ~grown(from) & (grey > print);
    return cv::mean(grey, band)[0];
}

/// How many tiles of text a part of `coarse` touches.
int texts_in(const Survey& page, const cv::Rect& place)
{
    const double side = static_cast<double>(page.tile_side) * page.coarse.cols / page.full.cols;
    int texts = 0;
    for (int row = 0; row < page.rows; ++row)
        for (int column = 0; column < page.columns; ++column) {
            const cv::Rect tile(
                static_cast<int>(column * side),
                static_cast<int>(row * side),
                static_cast<int>(side),
                static_cast<int>(side)
            );
            texts += page.tile(row, column).is_text() && (tile & place).area() > 0 ? 1 : 0;
        }
    return texts;
}

/// A white patch ends at once; a reflection keeps a third of its light a millimetre further on, and
/// unlike uneven light it is over after some more.
bool fades_out(const Survey& page, const cv::Mat& labels, int label, const cv::Rect& box)
{
    constexpr int saturated = 255;
    constexpr int clearly_darker = 241;
    const int mm = std::max(1, static_cast<int>(page.coarse_per_mm()));
    const int margin = 8 * mm;
    const cv::Rect place =
        cv::Rect(box.x - margin, box.y - margin, box.width + 2 * margin, box.height + 2 * margin) &
        cv::Rect(0, 0, labels.cols, labels.rows);
    if (texts_in(page, place) < 2) return false; // no print there to wash out
    const cv::Mat blob = labels(place) == label;
    const cv::Mat around = page.coarse(place);
    const int print = page.paper - 50;
    const double near = brightness_around(around, blob, 2 * mm / 3, 4 * mm / 3, print);
    const double far = brightness_around(around, blob, 6 * mm, 8 * mm, print);
    return far < clearly_darker && near > far + 0.3 * (saturated - far);
}

} // namespace

bool is_cut_off(const Survey& page)
{
    for (int edge = 0; edge < 4; ++edge)
        if (cuts_print(page, edge)) return true;
    return false;
}

bool misses_corner(const Survey& page)
{
    return shows_lid_at_a_corner(page) || (!page.bitonal && has_crease_at_a_corner(page));
}

bool has_glare(const Survey& page)
{
    constexpr int saturated = 252;
    constexpr int brightest_paper = 244; // above, a reflection cannot be told from paper
    constexpr double least_mm2 = 12.0;
    constexpr double most_share = 0.35;
    if (page.bitonal || page.paper > brightest_paper) return false;
    const double least = least_mm2 * page.coarse_per_mm() * page.coarse_per_mm();
    cv::Mat smooth; // a single pixel may be white by noise
    const int side = std::max(3, static_cast<int>(page.coarse_per_mm()) | 1);
    cv::blur(page.coarse, smooth, {side, side});
    cv::Mat bright = smooth >= saturated;
    cv::morphologyEx(
        bright, bright, cv::MORPH_OPEN, cv::getStructuringElement(cv::MORPH_RECT, {3, 3})
    );
    cv::Mat labels;
    cv::Mat stats;
    cv::Mat centres;
    const int count = cv::connectedComponentsWithStats(bright, labels, stats, centres, 8, CV_32S);
    for (int label = 1; label < count; ++label) {
        const int* stat = stats.ptr<int>(label);
        const int area = stat[cv::CC_STAT_AREA];
        if (area < least || area > most_share * static_cast<double>(bright.total())) continue;
        const cv::Rect box(
            stat[cv::CC_STAT_LEFT],
            stat[cv::CC_STAT_TOP],
            stat[cv::CC_STAT_WIDTH],
            stat[cv::CC_STAT_HEIGHT]
        );
        const bool at_edge = box.x <= 1 || box.y <= 1 || box.br().x >= bright.cols - 1 ||
                             box.br().y >= bright.rows - 1; // rather uneven light
        if (!at_edge && fades_out(page, labels, label, box)) return true;
    }
    return false;
}

} // namespace dossier::capture
