#include "capture/image/glyph_rows.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <utility>

namespace dossier::capture {

namespace {

Extent around(const Extent& a, const Extent& b)
{
    return {
        std::min(a.left, b.left),
        std::max(a.right, b.right),
        std::min(a.top, b.top),
        std::max(a.bottom, b.bottom)};
}

struct Line {
    Extent tallest;
    Extent extent;
    std::vector<Extent> pieces;
};

bool belongs(const Extent& piece, const Line& line)
{
    const double height = line.tallest.height();
    const double middle = (piece.top + piece.bottom) / 2;
    return middle > line.tallest.top - 0.15 * height &&
           middle < line.tallest.bottom + 0.15 * height &&
           piece.left < line.extent.right + 3 * height &&
           piece.right > line.extent.left - 3 * height;
}

/// Each piece joins the line of a taller one beside it, or begins a line.
std::vector<Line> lines_of(std::vector<Extent> pieces)
{
    constexpr double least_height = 12.0;
    std::ranges::sort(pieces, std::ranges::greater{}, &Extent::height);
    std::vector<Line> lines;
    for (const Extent& piece : pieces) {
        const auto line =
            std::ranges::find_if(lines, [&](const Line& l) { return belongs(piece, l); });
        if (line != lines.end()) {
            line->pieces.push_back(piece);
            line->extent = around(line->extent, piece);
        } else if (piece.height() > least_height) {
            lines.push_back({piece, piece, {piece}});
        }
    }
    return lines;
}

/// Pieces put together to characters: as wide as the line is high, at most.
GlyphRow row_of(Line line)
{
    std::ranges::sort(line.pieces, {}, [](const Extent& e) { return e.left + e.right; });
    const auto rank = [&](double part, auto edge) {
        std::vector<double> values;
        values.reserve(line.pieces.size());
        for (const Extent& piece : line.pieces)
            values.push_back(edge(piece));
        const auto at = values.begin() +
                        static_cast<std::ptrdiff_t>(part * static_cast<double>(values.size() - 1));
        std::ranges::nth_element(values, at);
        return *at;
    };
    const double height =
        std::max(line.tallest.height(), rank(0.95, [](const Extent& e) {
                                            return e.bottom;
                                        }) - rank(0.05, [](const Extent& e) { return e.top; }));
    std::vector<Extent> glyphs;
    for (const Extent& piece : line.pieces) {
        const bool joins = !glyphs.empty() &&
                           around(glyphs.back(), piece).width() < 1.08 * height &&
                           piece.left < glyphs.back().right + 0.25 * height;
        if (joins)
            glyphs.back() = around(glyphs.back(), piece);
        else
            glyphs.push_back(piece);
    }
    GlyphRow row{false, height, {}};
    for (const Extent& glyph : glyphs)
        if (glyph.height() > 0.5 * height)
            row.boxes.emplace_back(glyph.left, glyph.top, glyph.width(), glyph.height());
    return row;
}

std::vector<GlyphRow> rows_of(const std::vector<Extent>& pieces)
{
    constexpr std::size_t fewest = 3; // two boxes always lie on a line
    std::vector<GlyphRow> rows;
    for (Line& line : lines_of(pieces)) {
        GlyphRow row = row_of(std::move(line));
        if (row.boxes.size() >= fewest) rows.push_back(std::move(row));
    }
    return rows;
}

std::size_t boxes_in(const std::vector<GlyphRow>& rows)
{
    std::size_t count = 0;
    for (const GlyphRow& row : rows)
        count += row.boxes.size();
    return count;
}

/// The same pieces for text that runs down the page.
std::vector<Extent> on_their_side(const std::vector<Extent>& pieces)
{
    std::vector<Extent> turned;
    turned.reserve(pieces.size());
    for (const Extent& piece : pieces)
        turned.push_back({piece.top, piece.bottom, -piece.right, -piece.left});
    return turned;
}

} // namespace

void collect_pieces(
    const cv::Mat& smooth,
    const cv::Mat& mask,
    cv::Point corner,
    double darkest_paper,
    const Frame& frame,
    std::vector<Extent>& pieces
)
{
    constexpr int speck = 12; // pixels
    cv::Mat ink = smooth < darkest_paper;
    if (!mask.empty()) ink.setTo(0, mask);
    cv::Mat labels;
    cv::Mat stats;
    cv::Mat centres;
    const int count = cv::connectedComponentsWithStats(ink, labels, stats, centres, 8, CV_32S);
    constexpr double far = 1e9;
    std::vector<Extent> found(static_cast<std::size_t>(count), Extent{far, -far, far, -far});
    for (int y = 0; y < labels.rows; ++y) {
        const int* label = labels.ptr<int>(y);
        for (int x = 0; x < labels.cols; ++x) {
            if (label[x] == 0) continue;
            const double u = frame.along(corner.x + x, corner.y + y);
            const double v = frame.across(corner.x + x, corner.y + y);
            Extent& extent = found[static_cast<std::size_t>(label[x])];
            extent = around(extent, {u, u, v, v});
        }
    }
    for (int label = 1; label < count; ++label)
        if (stats.at<int>(label, cv::CC_STAT_AREA) > speck)
            pieces.push_back(found[static_cast<std::size_t>(label)]);
}

std::vector<GlyphRow> glyph_rows(const std::vector<Extent>& pieces)
{
    std::vector<GlyphRow> across = rows_of(pieces);
    std::vector<GlyphRow> down = rows_of(on_their_side(pieces));
    if (boxes_in(across) >= boxes_in(down)) return across;
    for (GlyphRow& row : down)
        row.is_down = true;
    return down;
}

} // namespace dossier::capture
