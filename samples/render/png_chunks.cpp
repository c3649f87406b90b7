#include "samples/render/png_chunks.h"

#include <zlib.h>

namespace dossier::samples {

Bytes png_signature()
{
    return {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
}

void append_u32(Bytes& bytes, std::uint32_t value)
{
    for (const unsigned shift : {24U, 16U, 8U, 0U})
        bytes.push_back(static_cast<std::uint8_t>(value >> shift));
}

void append_png_chunk(Bytes& file, std::string_view kind, std::span<const std::uint8_t> content)
{
    append_u32(file, static_cast<std::uint32_t>(content.size()));
    const std::size_t checked = file.size();
    file.insert(file.end(), kind.begin(), kind.end());
    file.insert(file.end(), content.begin(), content.end());
    append_u32(
        file,
        static_cast<std::uint32_t>(
            crc32(0, file.data() + checked, static_cast<uInt>(file.size() - checked))
        )
    );
}

void append_png_header(Bytes& file, const PngHeader& header)
{
    Bytes content;
    append_u32(content, header.width);
    append_u32(content, header.height);
    content.insert(content.end(), {header.depth, header.colour, 0, 0, header.interlace});
    append_png_chunk(file, "IHDR", content);
}

} // namespace dossier::samples
