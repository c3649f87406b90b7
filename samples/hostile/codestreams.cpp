#include "samples/hostile/codestreams.h"

#include "samples/hostile/bytes.h"
#include "samples/render/png_chunks.h"

namespace dossier::samples {

Bytes codestream(const Jp2Header& header)
{
    Bytes file{0xFF, 0x4F, 0xFF, 0x51};
    append_u16_be(file, 38 + 3 * header.components);
    append_u16_be(file, 0);
    for (const std::uint32_t number :
         {header.width,
          header.height,
          header.left,
          header.top,
          header.tile_width,
          header.tile_height,
          std::uint32_t{0},
          std::uint32_t{0}})
        append_u32(file, number);
    append_u16_be(file, header.components);
    for (unsigned i = 0; i < header.components; ++i)
        file.insert(file.end(), {7, 1, 1});
    file.insert(file.end(), {0xFF, 0x52, 0, 12, 0, 0, 0, 1, 0, 1, 4, 4, 0, 1}); // COD
    file.insert(file.end(), {0xFF, 0x5C, 0, 7, 0x40, 0x40, 0x48, 0x48, 0x50});  // QCD
    file.insert(file.end(), {0xFF, 0x90, 0, 10, 0, 0, 0, 0, 0, 14, 0, 1, 0xFF, 0x93});
    file.insert(file.end(), {0xFF, 0xD9});
    return file;
}

Bytes jp2_box(std::string_view name, const Bytes& content)
{
    Bytes box;
    append_u32(box, static_cast<std::uint32_t>(content.size() + 8));
    return joined(joined(box, bytes_of(name)), content);
}

Bytes jp2(const Bytes& inside)
{
    const Bytes signature = jp2_box("jP  ", {0x0D, 0x0A, 0x87, 0x0A});
    Bytes kind = bytes_of("jp2 ");
    append_u32(kind, 0);
    kind = joined(kind, bytes_of("jp2 "));
    Bytes header;
    append_u32(header, 64);
    append_u32(header, 64);
    header.insert(header.end(), {0, 1, 7, 7, 0, 0});
    const Bytes boxes =
        jp2_box("jp2h", joined(jp2_box("ihdr", header), jp2_box("colr", {1, 0, 0, 0, 0, 0, 17})));
    return joined(joined(joined(signature, jp2_box("ftyp", kind)), boxes), jp2_box("jp2c", inside));
}

Bytes riff_chunk(std::string_view name, const Bytes& content)
{
    Bytes chunk = bytes_of(name);
    append_u32_le(chunk, content.size());
    chunk = joined(chunk, content);
    if (content.size() % 2 != 0) chunk.push_back(0);
    return chunk;
}

Bytes webp(const Bytes& chunks)
{
    Bytes file = bytes_of("RIFF");
    append_u32_le(file, chunks.size() + 4);
    return joined(joined(file, bytes_of("WEBP")), chunks);
}

Bytes lossless(std::uint32_t width, std::uint32_t height)
{
    Bytes content{0x2F};
    append_u32_le(content, (width - 1) | (height - 1) << 14U);
    return riff_chunk("VP8L", joined(content, noise(400, 61)));
}

Bytes lossy(unsigned width, unsigned height)
{
    Bytes content{0x10, 0x02, 0x00, 0x9D, 0x01, 0x2A};
    append_u16_le(content, width);
    append_u16_le(content, height);
    return riff_chunk("VP8 ", joined(content, noise(400, 62)));
}

Bytes canvas(std::uint32_t width, std::uint32_t height, std::uint8_t flags)
{
    Bytes content{flags, 0, 0, 0};
    for (const std::uint32_t side : {width - 1, height - 1})
        for (const unsigned shift : {0U, 8U, 16U})
            content.push_back(static_cast<std::uint8_t>(side >> shift));
    return riff_chunk("VP8X", content);
}

} // namespace dossier::samples
