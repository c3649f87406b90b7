#include "capture/formats/outline.h"
#include "capture/formats/reasons.h"
#include "capture/formats/tiff_directory.h"

#include <cstring>

namespace dossier::capture {

namespace {

constexpr unsigned marker_prefix = 0xFF;
constexpr unsigned end_of_image = 0xD9;
constexpr unsigned start_of_scan = 0xDA;
constexpr unsigned app0 = 0xE0;
constexpr unsigned app1 = 0xE1;
/// A progressive picture needs some ten scans; each more costs a pass over all pixels.
constexpr int most_scans = 64;

bool is_frame(unsigned marker)
{
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

bool stands_alone(unsigned marker)
{
    return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
}

void take_frame(Bytes segment, PageOutline& page)
{
    const int height = u16(segment, 1, Endian::big).value_or(0);
    const int width = u16(segment, 3, Endian::big).value_or(0);
    const int components = u8(segment, 5).value_or(0);
    page.width = width;
    page.height = height;
    page.decoded_bytes = std::int64_t{width} * height * components;
}

void take_jfif(Bytes segment, PageOutline& page)
{
    if (!starts_with(segment, {"JFIF\0", 5})) return;
    const int unit = u8(segment, 7).value_or(0);
    const int density = u16(segment, 8, Endian::big).value_or(0);
    if (density < 10) return;
    if (unit == 1) page.dpi = density;
    if (unit == 2) page.dpi = whole_dpi(density * 2.54);
}

void take_exif(Bytes segment, PageOutline& page)
{
    constexpr std::size_t prefix = 6;
    constexpr int most_entries = 200;
    if (!starts_with(segment, {"Exif\0\0", prefix})) return;
    const Bytes tiff = segment.subspan(prefix);
    const auto endian = tiff_endian(tiff);
    if (!endian) return;
    const auto offset = u32(tiff, 4, *endian);
    if (!offset) return;
    const auto directory = tiff_directory(tiff, *endian, *offset, most_entries);
    if (!directory) return;
    page.orientation = tiff_orientation(tiff, *endian, *directory);
    if (const int dpi = tiff_dpi(tiff, *endian, *directory); dpi > 0 && page.dpi == 0)
        page.dpi = dpi;
}

/// The first marker at or after `at` inside entropy-coded data, where FF 00 and restarts are data.
std::optional<std::size_t> next_marker(Bytes bytes, std::size_t at)
{
    while (at + 1 < bytes.size()) {
        const void* found = std::memchr(bytes.data() + at, marker_prefix, bytes.size() - 1 - at);
        if (found == nullptr) return std::nullopt;
        at = static_cast<std::size_t>(static_cast<const std::byte*>(found) - bytes.data());
        const auto marker = std::to_integer<unsigned>(bytes[at + 1]);
        if (marker != 0 && marker != marker_prefix && !(marker >= 0xD0 && marker <= 0xD7))
            return at;
        at += marker == marker_prefix ? 1 : 2;
    }
    return std::nullopt;
}

/// One marker, with its segment where it has one. `end`: where the next may stand.
struct Segment {
    unsigned marker = 0;
    Bytes content;
    std::size_t end = 0;
};

/// The marker at `at`, behind whatever fill bytes stand before it.
tl::expected<Segment, Refusal> segment_at(Bytes bytes, std::size_t at)
{
    const auto incomplete = tl::unexpected(refusal(Reason::incomplete));
    if (const auto prefix = u8(bytes, at); !prefix)
        return incomplete;
    else if (*prefix != marker_prefix)
        return tl::unexpected(refusal(Reason::broken));
    while (u8(bytes, at + 1) == marker_prefix)
        ++at;
    const auto marker = u8(bytes, at + 1);
    if (!marker) return incomplete;
    if (*marker == end_of_image || stands_alone(*marker)) return Segment{*marker, {}, at + 2};
    const auto length = u16(bytes, at + 2, Endian::big);
    if (!length || at + 2 + *length > bytes.size()) return incomplete;
    if (*length < 2) return tl::unexpected(refusal(Reason::broken));
    return Segment{*marker, bytes.subspan(at + 4, *length - 2U), at + 2U + *length};
}

void take_segment(const Segment& segment, PageOutline& page)
{
    if (is_frame(segment.marker)) take_frame(segment.content, page);
    if (segment.marker == app0) take_jfif(segment.content, page);
    if (segment.marker == app1) take_exif(segment.content, page);
}

} // namespace

tl::expected<PageOutline, Refusal> outline_of_jpeg(Bytes bytes)
{
    PageOutline page;
    int scans = 0;
    std::size_t at = 2;
    while (true) {
        const auto segment = segment_at(bytes, at);
        if (!segment) return tl::unexpected(segment.error());
        if (segment->marker == end_of_image) break;
        at = segment->end;
        take_segment(*segment, page);
        if (segment->marker != start_of_scan) continue;
        if (++scans > most_scans) return tl::unexpected(refusal(Reason::too_many_entries));
        const auto next = next_marker(bytes, at);
        if (!next) return tl::unexpected(refusal(Reason::incomplete));
        at = *next;
    }
    if (page.width == 0 || page.height == 0 || scans == 0)
        return tl::unexpected(refusal(Reason::broken));
    return page;
}

} // namespace dossier::capture
