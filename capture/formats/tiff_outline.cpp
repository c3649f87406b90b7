#include "capture/formats/outline.h"
#include "capture/formats/reasons.h"
#include "capture/formats/tiff_directory.h"

#include <algorithm>
#include <set>

namespace dossier::capture {

namespace {

bool lies_within(Bytes bytes, std::uint64_t at, std::uint64_t length)
{
    return at <= bytes.size() && length <= bytes.size() - at;
}

std::uint32_t number_or(
    Bytes bytes,
    Endian endian,
    const TiffDirectory& directory,
    std::uint16_t tag,
    std::uint32_t other
)
{
    const TiffEntry* entry = find_entry(directory, tag);
    return entry == nullptr ? other : tiff_number(bytes, endian, *entry).value_or(other);
}

/// Whether all picture data of a directory lies within the file.
bool chunks_are_here(
    Bytes bytes,
    Endian endian,
    const TiffDirectory& directory,
    std::uint16_t where,
    std::uint16_t size
)
{
    const TiffEntry* offsets = find_entry(directory, where);
    const TiffEntry* sizes = find_entry(directory, size);
    if (offsets == nullptr) return true;
    for (std::uint32_t i = 0; i < offsets->count; ++i) {
        const auto at = tiff_number(bytes, endian, *offsets, i);
        const auto length = sizes == nullptr ? std::optional<std::uint32_t>(1)
                                             : tiff_number(bytes, endian, *sizes, i);
        if (!at || !length || !lies_within(bytes, *at, *length)) return false;
    }
    return true;
}

bool everything_is_here(Bytes bytes, Endian endian, const TiffDirectory& directory)
{
    const bool values = std::ranges::all_of(directory.entries, [&](const TiffEntry& entry) {
        return lies_within(bytes, entry.at, tiff_value_size(entry.type) * entry.count);
    });
    return values &&
           chunks_are_here(
               bytes, endian, directory, tiff_tag::strip_offsets, tiff_tag::strip_bytes
           ) &&
           chunks_are_here(bytes, endian, directory, tiff_tag::tile_offsets, tiff_tag::tile_bytes);
}

bool is_thumbnail(Bytes bytes, Endian endian, const TiffDirectory& directory)
{
    return (number_or(bytes, endian, directory, tiff_tag::subfile_type, 0) & 1U) != 0;
}

tl::expected<PageOutline, Refusal>
outline_of(Bytes bytes, Endian endian, const TiffDirectory& directory, std::uint32_t offset)
{
    constexpr std::uint32_t nonsense = 1U << 30U;
    const auto width = number_or(bytes, endian, directory, tiff_tag::width, 0);
    const auto height = number_or(bytes, endian, directory, tiff_tag::height, 0);
    const auto samples = number_or(bytes, endian, directory, tiff_tag::samples, 1);
    const auto bits = number_or(bytes, endian, directory, tiff_tag::bits, 1);
    if (width == 0 || height == 0 || samples == 0) return tl::unexpected(refusal(Reason::broken));
    if (width > nonsense || height > nonsense)
        return tl::unexpected(refusal(Reason::side_too_long));
    if (samples > 8 || bits > 64) return tl::unexpected(refusal(Reason::unsupported_picture));
    PageOutline page;
    page.width = static_cast<int>(width);
    page.height = static_cast<int>(height);
    page.dpi = tiff_dpi(bytes, endian, directory);
    page.orientation = tiff_orientation(bytes, endian, directory);
    page.decoded_bytes = (static_cast<std::int64_t>(width) * samples * bits + 7) / 8 *
                         static_cast<std::int64_t>(height);
    page.offset = offset;
    return page;
}

} // namespace

tl::expected<std::vector<PageOutline>, Refusal> outline_of_tiff(Bytes bytes, const Limits& limits)
{
    const auto endian = tiff_endian(bytes);
    if (!endian) return tl::unexpected(refusal(Reason::not_a_document));
    std::vector<PageOutline> pages;
    std::set<std::uint32_t> visited;
    std::uint32_t offset = u32(bytes, 4, *endian).value_or(0);
    if (offset == 0) return tl::unexpected(refusal(Reason::incomplete));
    while (offset != 0) {
        if (!visited.insert(offset).second) return tl::unexpected(refusal(Reason::directory_loop));
        if (visited.size() > 2 * static_cast<std::size_t>(limits.pages))
            return tl::unexpected(refusal(Reason::too_many_pages));
        if (u16(bytes, offset, *endian).value_or(0) > limits.directory_entries)
            return tl::unexpected(refusal(Reason::too_many_entries));
        const auto directory = tiff_directory(bytes, *endian, offset, limits.directory_entries);
        if (!directory || !everything_is_here(bytes, *endian, *directory))
            return tl::unexpected(refusal(Reason::incomplete));
        if (!is_thumbnail(bytes, *endian, *directory)) {
            auto page = outline_of(bytes, *endian, *directory, offset);
            if (!page) return tl::unexpected(page.error());
            pages.push_back(*page);
        }
        offset = directory->next;
    }
    return pages;
}

} // namespace dossier::capture
