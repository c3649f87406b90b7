#pragma once
// PNG's outer form: signature, chunks, checksums. Shared with the hostile files, which need to lie
// in exactly one place and be right everywhere else.

#include "samples/render/encode.h"

namespace dossier::samples {

struct PngHeader {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    std::uint8_t depth = 8;
    std::uint8_t colour = 0; ///< 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha
    std::uint8_t interlace = 0;
};

Bytes png_signature();
/// Big-endian, as PNG has it.
void append_u32(Bytes& bytes, std::uint32_t value);
void append_png_chunk(Bytes& file, std::string_view kind, std::span<const std::uint8_t> content);
void append_png_header(Bytes& file, const PngHeader& header);

} // namespace dossier::samples
