#include "samples/render/image.h"

#include <algorithm>

namespace dossier::samples {

Rect around(const Rect& one, const Rect& two)
{
    if (one.empty()) return two;
    if (two.empty()) return one;
    const double x = std::min(one.x, two.x);
    const double y = std::min(one.y, two.y);
    return {x, y, std::max(one.right(), two.right()) - x, std::max(one.bottom(), two.bottom()) - y};
}

Image::Image(
    int image_width, int image_height, int image_channels, int image_dpi, std::uint8_t fill
)
    : width(image_width),
      height(image_height),
      channels(image_channels),
      dpi(image_dpi),
      pixels(
          static_cast<std::size_t>(image_width) * static_cast<std::size_t>(image_height) *
              static_cast<std::size_t>(image_channels),
          fill
      )
{}

std::uint8_t* Image::row(int y)
{
    return pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width) *
                               static_cast<std::size_t>(channels);
}

const std::uint8_t* Image::row(int y) const
{
    return pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width) *
                               static_cast<std::size_t>(channels);
}

} // namespace dossier::samples
