// JPEG 2000 and WebP files that mean harm.

#include "samples/hostile/bytes.h"
#include "samples/hostile/codestreams.h"
#include "samples/hostile/hostile.h"

namespace dossier::samples {
namespace {

HostileFile refused(std::string name, std::string what, Bytes bytes)
{
    return {std::move(name), std::move(what), Expect::refused, std::move(bytes)};
}

/// With one number of the file changed, from the most significant byte on.
Bytes with_u32(Bytes file, std::size_t at, std::uint32_t value)
{
    for (std::size_t i = 0; i < 4; ++i)
        file.at(at + i) = static_cast<std::uint8_t>(value >> (24U - 8U * i));
    return file;
}

/// A marker segment of the codestream replaced by one byte more than it may hold.
Bytes with_decomposition_levels(std::uint8_t levels)
{
    Bytes file = codestream({});
    constexpr std::size_t levels_at = 2 + 43 + 9;
    file.at(levels_at) = levels;
    return file;
}

} // namespace

HostileFiles hostile_jp2s()
{
    const Bytes good = codestream({});
    constexpr std::size_t tile_part = 2 + 43 + 14 + 9;
    return {
        refused("empty-tile.jp2", "a picture whose only tile is empty", jp2(good)),
        refused("cut-half.jp2", "the second half is missing", cut(jp2(good), 0.5)),
        refused(
            "no-picture.jp2", "boxes and no codestream", jp2_box("jP  ", {0x0D, 0x0A, 0x87, 0x0A})
        ),
        refused(
            "box-of-nothing.jp2",
            "a box that claims to be shorter than its own head",
            joined(jp2(good), Bytes{0, 0, 0, 3, 'f', 'r', 'e', 'e'})
        ),
        refused(
            "box-of-exabytes.jp2",
            "a box of 2^63 bytes",
            joined(
                jp2_box("jP  ", {0x0D, 0x0A, 0x87, 0x0A}),
                Bytes{0, 0, 0, 1, 'j', 'p', '2', 'c', 0x7F, 255, 255, 255, 255, 255, 255, 255}
            )
        ),
        refused(
            "tile-part-loop.j2k",
            "a tile-part of no length that is not the last",
            with_u32(joined(good, good), tile_part + 6, 0)
        ),
        refused(
            "tile-part-past-end.j2k",
            "a tile-part of 4 GiB",
            with_u32(good, tile_part + 6, 0xFFFFFFFF)
        ),
        refused("levels-255.j2k", "255 halvings of 64 pixels", with_decomposition_levels(255)),
        refused("components-16384.j2k", "16384 components", codestream({.components = 16384})),
        refused("nothing.j2k", "0 x 0 pixels", codestream({.width = 0, .height = 0})),
        refused(
            "left-of-right.j2k",
            "a picture that ends before it begins",
            codestream({.width = 64, .left = 65})
        ),
        refused(
            "tiles-of-nothing.j2k",
            "tiles of 0 x 0",
            codestream({.tile_width = 0, .tile_height = 0})
        ),
    };
}

HostileFiles hostile_webps()
{
    const Bytes good = webp(lossless(64, 64));
    return {
        refused("noise.webp", "a right header and noise", good),
        refused("noise-lossy.webp", "a right header and noise, lossy", webp(lossy(64, 64))),
        refused("cut-half.webp", "the second half is missing", cut(good, 0.5)),
        refused("no-picture.webp", "a canvas and no picture", webp(canvas(64, 64, 0))),
        refused(
            "animation.webp",
            "an animation",
            webp(joined(canvas(64, 64, 2), joined(riff_chunk("ANIM", Bytes(6)), lossless(64, 64))))
        ),
        refused(
            "other-canvas.webp",
            "a picture that is not as large as its canvas",
            webp(joined(canvas(6400, 6400, 0), lossless(64, 64)))
        ),
        refused(
            "chunk-past-end.webp",
            "a chunk of 4 GiB",
            webp(joined(bytes_of("VP8L"), Bytes{255, 255, 255, 255, 0x2F, 0, 0, 0, 0}))
        ),
        refused("nothing.webp", "0 x 0 pixels", webp(lossy(0, 0))),
    };
}

} // namespace dossier::samples
