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

NetLineFinder::NetLineFinder(const std::filesystem::path& models)
    : far_(models, {.sizes = {{960, 704}, {704, 960}, {960, 960}, {640, 480}}}),
      near_(models, {.sizes = {{1280, 960}, {960, 1280}}})
{}

std::vector<FoundLine> NetLineFinder::find(const cv::Mat& page, Sight sight)
{
    std::vector<FoundLine> lines;
    for (const TextBox& box : (sight == Sight::far ? far_ : near_).find(page))
        lines.push_back(line_of(box));
    return lines;
}

} // namespace dossier::ocr::net
