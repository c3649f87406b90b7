#include "samples/render/encode.h"
#include "samples/render/png_chunks.h"
#include <cmath>
#include <stdexcept>
#include <zlib.h>

namespace dossier::samples {

Bytes deflate(std::span<const std::uint8_t> plain)
{
    uLongf size = compressBound(static_cast<uLong>(plain.size()));
    Bytes packed(size);
    if (compress2(packed.data(), &size, plain.data(), static_cast<uLong>(plain.size()), 6) != Z_OK)
        throw std::runtime_error("zlib cannot compress");
    packed.resize(size);
    return packed;
}

Bytes pack_bits(const Image& image)
{
    const auto stride = static_cast<std::size_t>((image.width + 7) / 8);
    Bytes bits(stride * static_cast<std::size_t>(image.height), 0);
    for (int y = 0; y < image.height; ++y) {
        const std::uint8_t* row = image.row(y);
        std::uint8_t* out = bits.data() + static_cast<std::size_t>(y) * stride;
        for (int x = 0; x < image.width; ++x)
            if (row[x] != 0)
                out[x / 8] =
                    static_cast<std::uint8_t>(out[x / 8] | (0x80U >> static_cast<unsigned>(x % 8)));
    }
    return bits;
}

Bytes encode_png(const Image& image)
{
    const Bytes packed_rows = image.bilevel ? pack_bits(image) : image.pixels;
    const std::size_t stride = packed_rows.size() / static_cast<std::size_t>(image.height);
    Bytes filtered;
    filtered.reserve(packed_rows.size() + static_cast<std::size_t>(image.height));
    for (int y = 0; y < image.height; ++y) {
        const auto row =
            packed_rows.begin() + static_cast<std::ptrdiff_t>(static_cast<std::size_t>(y) * stride);
        filtered.push_back(0);
        filtered.insert(filtered.end(), row, row + static_cast<std::ptrdiff_t>(stride));
    }
    Bytes file = png_signature();
    const PngHeader header{
        .width = static_cast<std::uint32_t>(image.width),
        .height = static_cast<std::uint32_t>(image.height),
        .depth = static_cast<std::uint8_t>(image.bilevel ? 1 : 8),
        .colour = static_cast<std::uint8_t>(image.channels == 3 ? 2 : 0)};
    append_png_header(file, header);
    Bytes density;
    const auto dots = static_cast<std::uint32_t>(std::lround(image.dpi / 0.0254));
    append_u32(density, dots);
    append_u32(density, dots);
    density.push_back(1);
    append_png_chunk(file, "pHYs", density);
    append_png_chunk(file, "IDAT", deflate(filtered));
    append_png_chunk(file, "IEND", {});
    return file;
}

} // namespace dossier::samples
