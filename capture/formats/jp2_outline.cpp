// JPEG 2000: a bare codestream (ITU-T T.800 Annex A), or one inside the boxes of a JP2 (Annex I).

#include "capture/formats/outline.h"
#include "capture/formats/reasons.h"

#include <algorithm>
#include <cmath>

namespace dossier::capture {

namespace {

constexpr unsigned start_of_codestream = 0xFF4F;
constexpr unsigned image_size = 0xFF51;
constexpr unsigned start_of_tile = 0xFF90;
constexpr unsigned end_of_codestream = 0xFFD9;

tl::unexpected<Refusal> no(Reason reason)
{
    return tl::unexpected(refusal(reason));
}

constexpr std::uint32_t box(const char (&name)[5])
{
    std::uint32_t value = 0;
    for (int i = 0; i < 4; ++i)
        value = value << 8U | static_cast<unsigned char>(name[i]);
    return value;
}

std::uint64_t rounded_up(std::uint64_t value, std::uint64_t by)
{
    return (value + by - 1) / by;
}

/// The SIZ segment, behind its length.
tl::expected<PageOutline, Refusal> take_size(Bytes segment)
{
    constexpr std::uint32_t nonsense = 1U << 30U;
    // A decoder keeps a few kilobytes for each tile before it sees any.
    constexpr std::uint64_t most_tiles = 4096;
    constexpr int most_components = 5;
    const auto number = [&](std::uint64_t at) { return u32(segment, at, Endian::big).value_or(0); };
    const std::uint32_t right = number(2);
    const std::uint32_t bottom = number(6);
    const std::uint32_t left = number(10);
    const std::uint32_t top = number(14);
    const std::uint32_t tile_width = number(18);
    const std::uint32_t tile_height = number(22);
    const std::uint32_t tile_left = number(26);
    const std::uint32_t tile_top = number(30);
    const int components = u16(segment, 34, Endian::big).value_or(0);
    if (right <= left || bottom <= top || tile_width == 0 || tile_height == 0 || tile_left > left ||
        tile_top > top || components == 0)
        return no(Reason::broken);
    if (right - left > nonsense || bottom - top > nonsense) return no(Reason::side_too_long);
    if (rounded_up(right - tile_left, tile_width) * rounded_up(bottom - tile_top, tile_height) >
        most_tiles)
        return no(Reason::too_many_entries);
    if (components > most_components) return no(Reason::unsupported_picture);
    PageOutline page;
    page.width = static_cast<int>(right - left);
    page.height = static_cast<int>(bottom - top);
    page.decoded_bytes = std::int64_t{page.width} * page.height * components;
    return page;
}

/// Whether tile-parts lead from `at` to the end of the codestream.
tl::expected<void, Refusal> walk_tiles(Bytes bytes, std::uint64_t at)
{
    constexpr std::uint64_t shortest_part = 14;
    while (true) {
        const auto marker = u16(bytes, at, Endian::big);
        if (!marker) return no(Reason::incomplete);
        if (*marker == end_of_codestream) return {};
        if (*marker != start_of_tile) return no(Reason::broken);
        const auto length = u32(bytes, at + 6, Endian::big);
        if (!length) return no(Reason::incomplete);
        if (*length == 0) { // the last tile-part, as long as there is something
            const bool is_whole = u16(bytes, bytes.size() - 2, Endian::big) == end_of_codestream &&
                                  bytes.size() - at > shortest_part;
            return is_whole ? tl::expected<void, Refusal>() : no(Reason::incomplete);
        }
        if (*length < shortest_part) return no(Reason::broken);
        at += *length;
    }
}

tl::expected<PageOutline, Refusal> outline_of_codestream(Bytes bytes)
{
    constexpr int most_segments = 4096;
    if (u16(bytes, 2, Endian::big).value_or(image_size) != image_size) return no(Reason::broken);
    std::uint64_t at = 2;
    PageOutline page;
    for (int segments = 0; segments < most_segments; ++segments) {
        const auto marker = u16(bytes, at, Endian::big);
        const auto length = u16(bytes, at + 2, Endian::big);
        if (!marker || !length) return no(Reason::incomplete);
        if (*marker == start_of_tile) {
            const auto tiles = walk_tiles(bytes, at);
            return tiles ? tl::expected<PageOutline, Refusal>(page) : tl::unexpected(tiles.error());
        }
        if (*marker < 0xFF00 || *length < 2) return no(Reason::broken);
        if (at + 2 + *length > bytes.size()) return no(Reason::incomplete);
        if (*marker == image_size) {
            auto size = take_size(bytes.subspan(at + 4, *length - 2U));
            if (!size) return size;
            page = *size;
        }
        at += 2U + *length;
    }
    return no(Reason::too_many_entries);
}

struct FileBox {
    std::uint32_t name = 0;
    Bytes content;
    std::uint64_t end = 0; ///< within the bytes it was found in
};

/// The box at `at`; nothing when it is not all there.
std::optional<FileBox> box_at(Bytes bytes, std::uint64_t at)
{
    const auto length = u32(bytes, at, Endian::big);
    const auto name = u32(bytes, at + 4, Endian::big);
    if (!length || !name) return std::nullopt;
    std::uint64_t head = 8;
    std::uint64_t size = *length;
    if (*length == 0) size = bytes.size() - at;
    if (*length == 1) {
        const auto high = u32(bytes, at + 8, Endian::big);
        const auto low = u32(bytes, at + 12, Endian::big);
        if (!high || !low || *high != 0) return std::nullopt; // beyond 4 GiB
        head = 16;
        size = *low;
    }
    if (size < head || size > bytes.size() - at) return std::nullopt;
    return FileBox{*name, bytes.subspan(at + head, size - head), at + size};
}

/// Dots per inch of a resolution box: samples per metre as a fraction with a decimal exponent.
int captured_dpi(Bytes resolution)
{
    const double above = u16(resolution, 4, Endian::big).value_or(0);
    const double below = u16(resolution, 6, Endian::big).value_or(0);
    const auto exponent = static_cast<std::int8_t>(u8(resolution, 9).value_or(0));
    if (below <= 0 || above <= 0) return 0;
    const double dpi = above / below * std::pow(10.0, exponent) * 0.0254;
    return whole_dpi(dpi);
}

template <typename Visit>
bool each_box(Bytes bytes, int most, Visit visit)
{
    std::uint64_t at = 0;
    for (int i = 0; i < most && at < bytes.size(); ++i) {
        const auto found = box_at(bytes, at);
        if (!found) return false;
        visit(*found);
        at = found->end;
    }
    return at >= bytes.size();
}

int dpi_of_header(Bytes header)
{
    constexpr int most = 64;
    int dpi = 0;
    (void)each_box(header, most, [&](const FileBox& part) {
        if (part.name != box("res ")) return;
        (void)each_box(part.content, most, [&](const FileBox& resolution) {
            if (resolution.name == box("resc") || (resolution.name == box("resd") && dpi == 0))
                dpi = captured_dpi(resolution.content);
        });
    });
    return dpi;
}

} // namespace

tl::expected<PageOutline, Refusal> outline_of_jp2(Bytes bytes, const Limits& limits)
{
    if (u16(bytes, 0, Endian::big) == start_of_codestream) return outline_of_codestream(bytes);
    Bytes codestream;
    int dpi = 0;
    const bool is_whole = each_box(bytes, limits.directory_entries, [&](const FileBox& found) {
        if (found.name == box("jp2c") && codestream.empty()) codestream = found.content;
        if (found.name == box("jp2h")) dpi = dpi_of_header(found.content);
    });
    if (codestream.empty()) return no(Reason::incomplete);
    auto page = outline_of_codestream(codestream);
    if (!page) return page;
    if (!is_whole) return no(Reason::incomplete);
    page->dpi = dpi;
    return page;
}

} // namespace dossier::capture
