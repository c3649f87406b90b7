#pragma once
// One TIFF directory (IFD), read with bounds. TIFF files are chains of these, and EXIF is one
// inside a JPEG.

#include "capture/formats/bytes.h"

#include <optional>
#include <vector>

namespace dossier::capture {

/// `at`: where the values stand (inside the entry when they fit into four bytes).
struct TiffEntry {
    std::uint16_t tag = 0;
    std::uint16_t type = 0;
    std::uint32_t count = 0;
    std::uint64_t at = 0;
};

struct TiffDirectory {
    std::vector<TiffEntry> entries;
    std::uint32_t next = 0;
};

namespace tiff_tag {
inline constexpr std::uint16_t subfile_type = 254;
inline constexpr std::uint16_t width = 256;
inline constexpr std::uint16_t height = 257;
inline constexpr std::uint16_t bits = 258;
inline constexpr std::uint16_t strip_offsets = 273;
inline constexpr std::uint16_t orientation = 274;
inline constexpr std::uint16_t samples = 277;
inline constexpr std::uint16_t strip_bytes = 279;
inline constexpr std::uint16_t x_resolution = 282;
inline constexpr std::uint16_t resolution_unit = 296;
inline constexpr std::uint16_t tile_offsets = 324;
inline constexpr std::uint16_t tile_bytes = 325;
} // namespace tiff_tag

[[nodiscard]] std::optional<Endian> tiff_endian(Bytes bytes);

/// Nothing when the directory does not lie within the bytes or has more than `max_entries`.
[[nodiscard]] std::optional<TiffDirectory>
tiff_directory(Bytes bytes, Endian endian, std::uint32_t offset, int max_entries);

/// Bytes of one value; 0 for types we do not know.
[[nodiscard]] std::uint64_t tiff_value_size(std::uint16_t type);

[[nodiscard]] const TiffEntry* find_entry(const TiffDirectory& directory, std::uint16_t tag);

/// The `index`-th value of a BYTE, SHORT or LONG entry.
[[nodiscard]] std::optional<std::uint32_t>
tiff_number(Bytes bytes, Endian endian, const TiffEntry& entry, std::uint32_t index = 0);

/// Dots per inch, 0 when not stated.
[[nodiscard]] int tiff_dpi(Bytes bytes, Endian endian, const TiffDirectory& directory);

/// 1 when not stated or nonsense.
[[nodiscard]] int tiff_orientation(Bytes bytes, Endian endian, const TiffDirectory& directory);

} // namespace dossier::capture
