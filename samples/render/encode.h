#pragma once
// Scans as files. Each encoder answers the whole file as bytes and depends on nothing but its
// arguments, so the same scan always gives the same bytes.

#include "samples/render/image.h"
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::samples {

using Bytes = std::vector<std::uint8_t>;

Bytes encode_jpeg(const Image& image, int quality);
Bytes encode_png(const Image& image);

enum class Packing { group3, group4, lzw, deflate, jpeg };

/// One or more pages. `packing` is taken for grey and colour pages; black-and-white ones are
/// Group 4.
Bytes encode_tiff(std::span<const Image> pages, Packing packing, int jpeg_quality);
/// A PDF of nothing but page images: CCITT for black-and-white ones, else JPEG or Flate.
Bytes encode_pdf(std::span<const Image> pages, Packing packing, int jpeg_quality);

/// The Group 4 data of a black-and-white image, without any header. 0 bits are black.
Bytes encode_group4(const Image& image);
/// A zlib stream.
Bytes deflate(std::span<const std::uint8_t> plain);
/// Eight pixels a byte, most significant first; 1 is white.
Bytes pack_bits(const Image& image);

} // namespace dossier::samples
