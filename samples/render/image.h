#pragma once
// Pixels, and rectangles on them. One or three bytes a pixel, rows without padding, top row first.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace dossier::samples {

struct Rect {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;

    bool empty() const { return width <= 0 || height <= 0; }

    double right() const { return x + width; }

    double bottom() const { return y + height; }
};

/// The smallest rectangle around both; an empty one does not count.
Rect around(const Rect& one, const Rect& two);

struct Image {
    int width = 0;
    int height = 0;
    int channels = 3;
    int dpi = 300;
    bool bilevel = false; ///< one channel that holds only 0 and 255
    std::vector<std::uint8_t> pixels;

    Image() = default;
    Image(int width, int height, int channels, int dpi, std::uint8_t fill = 255);

    std::uint8_t* row(int y);
    const std::uint8_t* row(int y) const;
};

/// A field as it stands on a page: its value in normal form, and where its ink is.
struct Placed {
    std::string name;
    std::string value;
    Rect box;
};

/// A page as it lay on the scanner's glass: upright and clean.
struct Sheet {
    Image image;
    std::vector<Placed> fields;
};

} // namespace dossier::samples
