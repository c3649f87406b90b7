// WebP (RFC 9649): a RIFF file with one still picture, lossy (VP8) or lossless (VP8L).

#include "capture/formats/outline.h"
#include "capture/formats/reasons.h"
#include "capture/formats/tiff_directory.h"

#include <algorithm>

namespace dossier::capture {

namespace {

tl::unexpected<Refusal> no(Reason reason)
{
    return tl::unexpected(refusal(reason));
}

/// Little-endian, as RIFF has it.
constexpr std::uint32_t chunk(const char (&name)[5])
{
    std::uint32_t value = 0;
    for (unsigned i = 0; i < 4; ++i)
        value |= std::uint32_t{static_cast<unsigned char>(name[i])} << (8U * i);
    return value;
}

struct Size {
    int width = 0;
    int height = 0;
    bool operator==(const Size&) const = default;
};

std::optional<Size> size_of_lossy(Bytes data)
{
    constexpr unsigned side = 0x3FFF;
    const auto width = u16(data, 6, Endian::little);
    const auto height = u16(data, 8, Endian::little);
    const bool is_key_frame = (u8(data, 0).value_or(1) & 1U) == 0;
    if (!width || !height || !is_key_frame || u8(data, 3) != 0x9D || u8(data, 4) != 0x01 ||
        u8(data, 5) != 0x2A)
        return std::nullopt;
    return Size{static_cast<int>(*width & side), static_cast<int>(*height & side)};
}

std::optional<Size> size_of_lossless(Bytes data)
{
    constexpr unsigned side = 0x3FFF;
    const auto bits = u32(data, 1, Endian::little);
    if (u8(data, 0) != 0x2F || !bits) return std::nullopt;
    return Size{static_cast<int>(*bits & side) + 1, static_cast<int>(*bits >> 14U & side) + 1};
}

Size size_of_canvas(Bytes data)
{
    const auto three_bytes = [&](std::uint64_t at) {
        return static_cast<int>(u16(data, at, Endian::little).value_or(0)) +
               static_cast<int>(u8(data, at + 2).value_or(0)) * 65536 + 1;
    };
    return {three_bytes(4), three_bytes(7)};
}

void take_exif(Bytes data, PageOutline& page)
{
    constexpr int most_entries = 200;
    if (starts_with(data, {"Exif\0\0", 6})) data = data.subspan(6);
    const auto endian = tiff_endian(data);
    const auto offset = endian ? u32(data, 4, *endian) : std::nullopt;
    if (!offset) return;
    const auto directory = tiff_directory(data, *endian, *offset, most_entries);
    if (!directory) return;
    page.orientation = tiff_orientation(data, *endian, *directory);
    page.dpi = tiff_dpi(data, *endian, *directory);
}

/// What the chunks of a file say.
struct Found {
    PageOutline page;
    std::optional<Size> picture;
    std::optional<Size> canvas;
    bool has_frame = false;
    bool moves = false;
};

void take_chunk(std::uint32_t name, Bytes data, Found& found)
{
    constexpr unsigned animation = 0x02;
    if (name == chunk("VP8X")) {
        found.canvas = size_of_canvas(data);
        found.moves = (u8(data, 0).value_or(0) & animation) != 0;
    } else if (name == chunk("ANIM") || name == chunk("ANMF")) {
        found.moves = true;
    } else if (name == chunk("EXIF")) {
        take_exif(data, found.page);
    } else if ((name == chunk("VP8 ") || name == chunk("VP8L")) && !found.has_frame) {
        found.has_frame = true;
        found.picture = name == chunk("VP8 ") ? size_of_lossy(data) : size_of_lossless(data);
    }
}

} // namespace

tl::expected<PageOutline, Refusal> outline_of_webp(Bytes bytes, const Limits& limits)
{
    constexpr std::uint64_t head = 12;
    constexpr std::uint64_t chunk_head = 8;
    const auto riff = u32(bytes, 4, Endian::little);
    if (!riff || bytes.size() < head) return no(Reason::incomplete);
    const std::uint64_t end = std::uint64_t{*riff} + chunk_head;
    Found found;
    std::uint64_t at = head;
    for (int chunks = 0; at + chunk_head <= std::min<std::uint64_t>(end, bytes.size()); ++chunks) {
        if (chunks >= limits.directory_entries) return no(Reason::too_many_entries);
        const auto name = u32(bytes, at, Endian::little).value_or(0);
        const std::uint64_t size = u32(bytes, at + 4, Endian::little).value_or(0);
        if (size > end - at - chunk_head) return no(Reason::broken);
        const std::uint64_t here = std::min<std::uint64_t>(size, bytes.size() - at - chunk_head);
        take_chunk(name, bytes.subspan(at + chunk_head, here), found);
        at += chunk_head + size + (size & 1U);
    }
    if (found.moves) return no(Reason::moving_picture);
    if (end > bytes.size()) return no(Reason::incomplete);
    if (!found.picture || found.picture->width == 0 || found.picture->height == 0 ||
        found.canvas.value_or(*found.picture) != *found.picture)
        return no(Reason::broken);
    found.page.width = found.picture->width;
    found.page.height = found.picture->height;
    found.page.decoded_bytes = std::int64_t{3} * found.page.width * found.page.height;
    return found.page;
}

} // namespace dossier::capture
