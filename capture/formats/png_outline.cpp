#include "capture/formats/outline.h"
#include "capture/formats/reasons.h"

#include <optional>

namespace dossier::capture {

namespace {

constexpr std::uint32_t name_of(const char (&name)[5])
{
    std::uint32_t value = 0;
    for (int i = 0; i < 4; ++i)
        value = value << 8U | static_cast<unsigned char>(name[i]);
    return value;
}

int channels_of(unsigned colour)
{
    switch (colour) {
    case 0: return 1;
    case 2: return 3;
    case 3: return 1;
    case 4: return 2;
    case 6: return 4;
    default: return 0;
    }
}

tl::expected<PageOutline, Refusal> take_header(Bytes data)
{
    constexpr std::uint32_t nonsense = 1U << 30U;
    const auto width = u32(data, 0, Endian::big).value_or(0);
    const auto height = u32(data, 4, Endian::big).value_or(0);
    const int bits = u8(data, 8).value_or(0);
    const int channels = channels_of(u8(data, 9).value_or(0xFF));
    if (width == 0 || height == 0 || bits == 0 || channels == 0)
        return tl::unexpected(refusal(Reason::broken));
    if (width > nonsense || height > nonsense)
        return tl::unexpected(refusal(Reason::side_too_long));
    PageOutline page;
    page.width = static_cast<int>(width);
    page.height = static_cast<int>(height);
    page.decoded_bytes = (std::int64_t{width} * channels * bits + 7) / 8 * height;
    return page;
}

int dots_per_inch(Bytes data)
{
    constexpr double inches_per_metre = 39.3701;
    const auto per_metre = u32(data, 0, Endian::big).value_or(0);
    const bool metres = u8(data, 8) == 1;
    return metres ? whole_dpi(per_metre / inches_per_metre) : 0;
}

struct Chunk {
    std::uint32_t name = 0;
    Bytes data;
    std::size_t end = 0; ///< where the next one stands
};

/// The chunk at `at`; nothing when it is not all there.
std::optional<Chunk> chunk_at(Bytes bytes, std::size_t at)
{
    constexpr std::size_t around = 12; // length, name and check sum
    const auto length = u32(bytes, at, Endian::big);
    const auto name = u32(bytes, at + 4, Endian::big);
    if (!length || !name) return std::nullopt;
    if (bytes.size() - at < around || *length > bytes.size() - at - around) return std::nullopt;
    return Chunk{*name, bytes.subspan(at + 8, *length), at + around + *length};
}

} // namespace

tl::expected<PageOutline, Refusal> outline_of_png(Bytes bytes)
{
    std::optional<PageOutline> page;
    bool has_data = false;
    std::size_t at = 8;
    while (true) {
        const auto chunk = chunk_at(bytes, at);
        if (!chunk) return tl::unexpected(refusal(Reason::incomplete));
        at = chunk->end;
        if (!page) {
            if (chunk->name != name_of("IHDR")) return tl::unexpected(refusal(Reason::broken));
            auto header = take_header(chunk->data);
            if (!header) return header;
            page = *header;
        }
        if (chunk->name == name_of("pHYs")) page->dpi = dots_per_inch(chunk->data);
        if (chunk->name == name_of("IDAT")) has_data = true;
        if (chunk->name == name_of("IEND")) break;
    }
    if (!has_data) return tl::unexpected(refusal(Reason::broken));
    return *page;
}

} // namespace dossier::capture
