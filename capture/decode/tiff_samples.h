#pragma once
// The samples of a TIFF page, whatever their depth and order, as grey or BGR. libtiff undoes the
// compression; what the numbers mean is worked out here.

#include <opencv2/core/mat.hpp>

#include <cstdint>
#include <tiffio.h>

namespace dossier::capture {

/// `video`: luma and chroma that libtiff has to put together. `unknown`: nothing a scanner writes
/// (Lab, floating point, more than 16 bits but 32, ...).
enum class TiffMeaning { unknown, grey, palette, colour, inks, video };

enum class TiffOpacity { none, premultiplied, plain };

/// `bits` of a sample, `samples` of a pixel in the file.
struct TiffLayout {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    std::uint16_t bits = 1;
    std::uint16_t samples = 1;
    std::uint16_t compression = COMPRESSION_NONE;
    bool is_planar = false;
    bool is_inverted = false;
    TiffMeaning meaning = TiffMeaning::unknown;
    TiffOpacity opacity = TiffOpacity::none;
};

/// Of the current directory; asks libjpeg for RGB where a page is video colours in JPEG.
[[nodiscard]] TiffLayout tiff_layout(TIFF* tiff);

/// Empty when the page cannot be read or a tile would be larger than `largest` bytes.
[[nodiscard]] cv::Mat read_tiff_samples(TIFF* tiff, const TiffLayout& layout, std::size_t largest);

} // namespace dossier::capture
