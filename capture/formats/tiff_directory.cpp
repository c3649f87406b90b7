#include "capture/formats/tiff_directory.h"

#include "capture/formats/outline.h"

#include <algorithm>
#include <array>

namespace dossier::capture {

std::optional<Endian> tiff_endian(Bytes bytes)
{
    if (starts_with(bytes, {"II*\0", 4})) return Endian::little;
    if (starts_with(bytes, {"MM\0*", 4})) return Endian::big;
    return std::nullopt;
}

std::uint64_t tiff_value_size(std::uint16_t type)
{
    static constexpr std::array<std::uint8_t, 14> sizes{0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};
    return type < sizes.size() ? sizes[type] : 0;
}

std::optional<TiffDirectory>
tiff_directory(Bytes bytes, Endian endian, std::uint32_t offset, int max_entries)
{
    constexpr std::uint64_t entry_size = 12;
    const auto count = u16(bytes, offset, endian);
    if (!count || *count > max_entries) return std::nullopt;
    TiffDirectory directory;
    directory.entries.reserve(*count);
    for (std::uint64_t i = 0; i < *count; ++i) {
        const std::uint64_t at = offset + 2 + i * entry_size;
        const auto tag = u16(bytes, at, endian);
        const auto type = u16(bytes, at + 2, endian);
        const auto values = u32(bytes, at + 4, endian);
        const auto value = u32(bytes, at + 8, endian);
        if (!tag || !type || !values || !value) return std::nullopt;
        const bool inside = tiff_value_size(*type) * *values <= 4;
        directory.entries.push_back({*tag, *type, *values, inside ? at + 8 : *value});
    }
    const auto next = u32(bytes, offset + 2 + *count * entry_size, endian);
    if (!next) return std::nullopt;
    directory.next = *next;
    return directory;
}

const TiffEntry* find_entry(const TiffDirectory& directory, std::uint16_t tag)
{
    const auto found = std::ranges::find(directory.entries, tag, &TiffEntry::tag);
    return found == directory.entries.end() ? nullptr : &*found;
}

std::optional<std::uint32_t>
tiff_number(Bytes bytes, Endian endian, const TiffEntry& entry, std::uint32_t index)
{
    if (index >= entry.count) return std::nullopt;
    const std::uint64_t at = entry.at + index * tiff_value_size(entry.type);
    switch (entry.type) {
    case 1: return u8(bytes, at);
    case 3: return u16(bytes, at, endian);
    case 4: return u32(bytes, at, endian);
    default: return std::nullopt;
    }
}

int tiff_dpi(Bytes bytes, Endian endian, const TiffDirectory& directory)
{
    constexpr std::uint16_t rational = 5;
    constexpr std::uint32_t per_centimetre = 3;
    const TiffEntry* resolution = find_entry(directory, tiff_tag::x_resolution);
    if (resolution == nullptr || resolution->type != rational) return 0;
    const auto above = u32(bytes, resolution->at, endian);
    const auto below = u32(bytes, resolution->at + 4, endian);
    if (!above || !below || *below == 0) return 0;
    double dpi = static_cast<double>(*above) / *below;
    const TiffEntry* unit = find_entry(directory, tiff_tag::resolution_unit);
    if (unit != nullptr && tiff_number(bytes, endian, *unit) == per_centimetre) dpi *= 2.54;
    return whole_dpi(dpi);
}

int tiff_orientation(Bytes bytes, Endian endian, const TiffDirectory& directory)
{
    const TiffEntry* entry = find_entry(directory, tiff_tag::orientation);
    if (entry == nullptr) return 1;
    const auto value = tiff_number(bytes, endian, *entry);
    return value && *value >= 1 && *value <= 8 ? static_cast<int>(*value) : 1;
}

} // namespace dossier::capture
