#pragma once
// The outer forms of JPEG 2000 and WebP, put together by hand: headers that are right and nothing
// behind them.

#include "samples/render/encode.h"
#include <string_view>

namespace dossier::samples {

/// The SIZ segment of JPEG 2000.
struct Jp2Header {
    std::uint32_t width = 64;
    std::uint32_t height = 64;
    std::uint32_t left = 0;
    std::uint32_t top = 0;
    std::uint32_t tile_width = 64;
    std::uint32_t tile_height = 64;
    unsigned components = 1;
};

/// A codestream of one empty tile-part.
Bytes codestream(const Jp2Header& header);
Bytes jp2_box(std::string_view name, const Bytes& content);
/// The boxes of a JP2 around a codestream.
Bytes jp2(const Bytes& inside);

Bytes riff_chunk(std::string_view name, const Bytes& content);
/// A WebP of these chunks.
Bytes webp(const Bytes& chunks);
/// The header of a lossless picture, with noise behind it.
Bytes lossless(std::uint32_t width, std::uint32_t height);
/// The header of a lossy picture, with noise behind it.
Bytes lossy(unsigned width, unsigned height);
/// The extended form's first chunk.
Bytes canvas(std::uint32_t width, std::uint32_t height, std::uint8_t flags);

} // namespace dossier::samples
