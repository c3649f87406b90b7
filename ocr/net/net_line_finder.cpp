#include "ocr/net/net_line_finder.h"

#include <cmath>
#include <numbers>

namespace dossier::ocr::net {

FoundLine line_of(const TextBox& box)
{
    const auto& place = box.place;
    const double angle = static_cast<double>(place.angle) * std::numbers::pi / 180;
    const double width = static_cast<double>(place.size.width) * std::cos(angle);
    const double height = static_cast<double>(place.size.height) / std::cos(angle);
    const auto rounded = [](double value) { return static_cast<int>(std::lround(value)); };
    return {
        .box =
            {rounded(static_cast<double>(place.center.x) - width / 2),
             rounded(static_cast<double>(place.center.y) - height / 2),
             rounded(width),
             rounded(height)},
        .slope = std::tan(angle)};
}

std::vector<FoundLine> NetLineFinder::find(const cv::Mat& page, Sight sight)
{
    // Labels and values of a page this small are still whole (measured on photographs of licences).
    constexpr int seen_from_afar = 960;
    constexpr int seen_from_near = 1280;
    std::vector<FoundLine> lines;
    const int longest_side = sight == Sight::far ? seen_from_afar : seen_from_near;
    for (const TextBox& box : detector_.find(page, longest_side))
        lines.push_back(line_of(box));
    return lines;
}

} // namespace dossier::ocr::net
