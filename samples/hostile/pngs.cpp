// PNG files that mean harm.

#include "samples/hostile/bytes.h"
#include "samples/hostile/hostile.h"
#include "samples/render/png_chunks.h"

namespace dossier::samples {
namespace {

/// Signature, header, the given picture data, end.
Bytes png(const PngHeader& header, const Bytes& data)
{
    Bytes file = png_signature();
    append_png_header(file, header);
    append_png_chunk(file, "IDAT", data);
    append_png_chunk(file, "IEND", {});
    return file;
}

constexpr std::size_t after_header = 8 + 25;

/// With another chunk between header and picture data.
Bytes with_chunk(const Bytes& file, std::string_view kind, const Bytes& content)
{
    Bytes chunk;
    append_png_chunk(chunk, kind, content);
    Bytes changed = file;
    changed.insert(
        changed.begin() + static_cast<std::ptrdiff_t>(after_header), chunk.begin(), chunk.end()
    );
    return changed;
}

Bytes with_flipped(Bytes file, std::size_t at)
{
    file[at] = static_cast<std::uint8_t>(file[at] ^ 0x5AU);
    return file;
}

Bytes rows_with_filter(std::uint8_t filter)
{
    Bytes rows;
    for (int y = 0; y < 100; ++y) {
        rows.push_back(filter);
        rows.insert(rows.end(), 100, 128);
    }
    return rows;
}

Bytes compressed_text(std::string_view keyword, std::size_t mebibytes)
{
    Bytes content = bytes_of(keyword);
    content.insert(content.end(), {0, 0}); // end of the keyword; method deflate
    return joined(content, zlib_zeros(mebibytes));
}

Bytes many_chunks(const Bytes& good)
{
    Bytes chunk;
    append_png_chunk(chunk, "tEXt", bytes_of(std::string_view("k\0v", 3)));
    Bytes all;
    for (int i = 0; i < 100'000; ++i)
        all.insert(all.end(), chunk.begin(), chunk.end());
    Bytes file = good;
    file.insert(file.begin() + static_cast<std::ptrdiff_t>(after_header), all.begin(), all.end());
    return file;
}

Bytes noise_picture()
{
    Image picture(700, 700, 1, 200);
    picture.pixels = noise(picture.pixels.size(), 21);
    return encode_png(picture);
}

} // namespace

HostileFiles hostile_pngs()
{
    const Bytes good = encode_png(small_page());
    const Bytes few = deflate(rows_with_filter(0));
    const auto refused = [](std::string name, std::string what, Bytes bytes) {
        return HostileFile{std::move(name), std::move(what), Expect::refused, std::move(bytes)};
    };
    const auto survived = [](std::string name, std::string what, Bytes bytes) {
        return HostileFile{std::move(name), std::move(what), Expect::survived, std::move(bytes)};
    };
    Bytes long_chunk = good;
    for (std::size_t i = 0; i < 4; ++i)
        long_chunk[after_header + i] = 0xFF;
    Bytes headless = png_signature();
    append_png_chunk(headless, "IDAT", few);
    append_png_header(headless, {.width = 100, .height = 100});
    append_png_chunk(headless, "IEND", {});
    return {
        refused("cut-in-header.png", "ends inside its header", {good.begin(), good.begin() + 20}),
        refused("cut-half.png", "the second half is missing", cut(good, 0.5)),
        refused("cut-end.png", "the end chunk is missing", {good.begin(), good.end() - 12}),
        refused(
            "bomb-30000.png",
            "30000 x 30000 pixels of nothing, black and white",
            png({.width = 30000, .height = 30000, .depth = 1}, zlib_zeros(108))
        ),
        refused(
            "bomb-30000-colour.png",
            "30000 x 30000 pixels of nothing, in colour",
            png({.width = 30000, .height = 30000, .depth = 8, .colour = 2}, zlib_zeros(2575))
        ),
        refused(
            "bomb-interlaced.png",
            "20000 x 20000 pixels, interlaced",
            png({.width = 20000, .height = 20000, .depth = 8, .interlace = 1}, zlib_zeros(382))
        ),
        refused(
            "huge-header.png",
            "claims 2147483647 x 2147483647 pixels",
            png({.width = 0x7FFFFFFF, .height = 0x7FFFFFFF}, few)
        ),
        refused(
            "beyond-header.png",
            "claims more pixels than the format allows",
            png({.width = 0xFFFFFFFF, .height = 0xFFFFFFFF}, few)
        ),
        refused(
            "tall.png",
            "one pixel wide, 2147483647 high",
            png({.width = 1, .height = 0x7FFFFFFF}, few)
        ),
        refused("nothing.png", "0 x 0 pixels", png({.width = 0, .height = 0}, few)),
        refused(
            "depth-3.png",
            "three bits a sample",
            png({.width = 100, .height = 100, .depth = 3}, few)
        ),
        refused(
            "colour-99.png",
            "a colour type that does not exist",
            png({.width = 100, .height = 100, .colour = 99}, few)
        ),
        refused(
            "interlace-9.png",
            "an interlacing that does not exist",
            png({.width = 100, .height = 100, .interlace = 9}, few)
        ),
        refused(
            "no-palette.png",
            "colours of a palette that is missing",
            png({.width = 100, .height = 100, .colour = 3}, few)
        ),
        refused(
            "filter-99.png",
            "a row filter that does not exist",
            png({.width = 100, .height = 100}, deflate(rows_with_filter(99)))
        ),
        refused(
            "short-data.png",
            "data for a tenth of the picture",
            png({.width = 1000, .height = 1000}, few)
        ),
        refused(
            "not-deflate.png",
            "picture data that is not compressed data",
            png({.width = 100, .height = 100}, noise(2000, 22))
        ),
        refused(
            "header-checksum.png",
            "a wrong checksum over the header",
            with_flipped(good, 8 + 8 + 13)
        ),
        refused(
            "data-checksum.png",
            "a byte of the picture data flipped",
            with_flipped(good, good.size() - 12 - 40)
        ),
        refused("long-chunk.png", "a chunk of 4 GiB in a small file", long_chunk),
        refused("headless.png", "picture data before the header", headless),
        survived(
            "data-bomb.png",
            "a small picture whose data inflates to 1 GiB",
            png({.width = 100, .height = 100}, zlib_zeros(1024))
        ),
        survived(
            "text-bomb.png",
            "a compressed comment of 1 GiB",
            with_chunk(good, "zTXt", compressed_text("Comment", 1024))
        ),
        survived(
            "profile-bomb.png",
            "a colour profile of 1 GiB",
            with_chunk(good, "iCCP", compressed_text("icc", 1024))
        ),
        survived("many-chunks.png", "a hundred thousand comments", many_chunks(good)),
        survived(
            "trailing-archive.png",
            "a PNG with a ZIP archive behind it",
            joined(good, joined(bytes_of("PK\x03\x04"), noise(3000, 23)))
        ),
        survived("noise.png", "a well-formed picture of pure noise", noise_picture()),
    };
}

} // namespace dossier::samples
