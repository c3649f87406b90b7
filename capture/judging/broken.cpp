#include "capture/judging/broken.h"

#include "capture/runs.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

namespace dossier::capture {

namespace {

cv::Rect rect_of(const Box& box)
{
    return {box.x, box.y, box.width, box.height};
}

/// A few characters of a line: where their ink lies, how much it is, and how far the pieces of ink
/// reach that it lies in.
struct Stretch {
    cv::Rect box;
    int pieces = 0;
    double ink = 0.0;
    double reach = 0.0; ///< the longer side of each piece, times its ink

    void add(const Component& piece)
    {
        const cv::Rect place = rect_of(piece.box);
        box = pieces == 0 ? place : box | place;
        ++pieces;
        ink += piece.area;
        reach += static_cast<double>(piece.area) * std::max(place.width, place.height);
    }

    /// Neither dust nor a dotted rule, nor lines that lie on one another.
    [[nodiscard]] bool is_print(int text_height) const
    {
        return box.height * 10 >= text_height * 4 && box.height <= text_height * 2 &&
               box.width * 10 >= box.height * 8;
    }

    /// Ink of whole characters reaches over most of their height, also where they are in parts.
    [[nodiscard]] bool is_broken() const
    {
        constexpr int fewest = 3;
        return pieces >= fewest && reach < 0.5 * ink * box.height;
    }
};

/// Pieces that stand close on a line, if lines run across.
std::vector<Stretch>
stretches_of(const std::vector<Component>& pieces, cv::Size page, int text_height)
{
    const int cell = std::max(1, text_height / 6);
    const int length = text_height * 5 / 2; // so short that a skewed line stays low
    cv::Mat places(page.height / cell + 1, page.width / cell + 1, CV_8UC1, cv::Scalar(0));
    for (const auto& [box, area] : pieces) {
        const cv::Point first(box.x / cell, box.y / cell);
        const cv::Point last((box.x + box.width - 1) / cell, (box.y + box.height - 1) / cell);
        places(cv::Rect(first, last + cv::Point(1, 1))).setTo(255);
    }
    const auto bar = cv::getStructuringElement(cv::MORPH_RECT, {7, 3});
    cv::morphologyEx(places, places, cv::MORPH_CLOSE, bar);
    cv::Mat lines;
    cv::connectedComponents(places, lines, 8, CV_32S);
    std::map<std::pair<int, int>, Stretch> stretches;
    for (const Component& piece : pieces) {
        const int line = lines.at<int>(piece.box.y / cell, piece.box.x / cell);
        stretches[{line, (piece.box.x + piece.box.width / 2) / length}].add(piece);
    }
    std::vector<Stretch> found;
    for (const auto& [key, stretch] : stretches)
        if (stretch.is_print(text_height)) found.push_back(stretch);
    return found;
}

struct Sum {
    double length = 0.0;
    double broken = 0.0;   ///< of the length
    double in_lines = 0.0; ///< ink of what is longer than high: lines do run this way

    [[nodiscard]] double share() const { return length > 0.0 ? broken / length : 0.0; }
};

Sum sum_of(const std::vector<Stretch>& stretches)
{
    Sum sum;
    for (const Stretch& each : stretches) {
        sum.length += each.box.width;
        sum.broken += each.is_broken() ? each.box.width : 0;
        sum.in_lines += each.box.width * 2 >= each.box.height * 3 ? each.ink : 0;
    }
    return sum;
}

Component laid_down(const Component& piece)
{
    const auto& [x, y, width, height] = piece.box;
    return {{y, x, height, width}, piece.area};
}

} // namespace

double broken_share(const Survey& page, int text_height)
{
    if (!page.bitonal || text_height == 0) return 0.0;
    constexpr double least_mm = 2.2; // what is left of characters passes for smaller ones
    text_height = std::max(text_height, static_cast<int>(least_mm * page.dots_per_mm));
    auto pieces = find_components(page.full < 128);
    const int most = 3 * text_height; // longer ones are rules and pictures
    std::erase_if(pieces, [&](const Component& piece) {
        return std::max(piece.box.width, piece.box.height) > most;
    });
    double ink = 0.0;
    for (const Component& piece : pieces)
        ink += piece.area;
    const cv::Size size = page.full.size();
    const Sum across = sum_of(stretches_of(pieces, size, text_height));
    if (across.in_lines * 2 > ink) return across.share();
    std::ranges::transform(pieces, pieces.begin(), laid_down);
    const Sum down = sum_of(stretches_of(pieces, {size.height, size.width}, text_height));
    return (across.in_lines >= down.in_lines ? across : down).share();
}

} // namespace dossier::capture
