#pragma once
// Bounded looks into hostile bytes: every read says nothing instead of reading past the end.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace dossier::capture {

using Bytes = std::span<const std::byte>;

enum class Endian { little, big };

inline std::optional<std::uint8_t> u8(Bytes bytes, std::uint64_t at)
{
    if (at >= bytes.size()) return std::nullopt;
    return std::to_integer<std::uint8_t>(bytes[at]);
}

inline std::optional<std::uint16_t> u16(Bytes bytes, std::uint64_t at, Endian endian)
{
    if (bytes.size() < 2 || at > bytes.size() - 2) return std::nullopt;
    const auto first = std::to_integer<unsigned>(bytes[at]);
    const auto second = std::to_integer<unsigned>(bytes[at + 1]);
    const unsigned value = endian == Endian::big ? first << 8U | second : second << 8U | first;
    return static_cast<std::uint16_t>(value);
}

inline std::optional<std::uint32_t> u32(Bytes bytes, std::uint64_t at, Endian endian)
{
    const auto first = u16(bytes, at, endian);
    const auto second = u16(bytes, at + 2, endian);
    if (!first || !second) return std::nullopt;
    const std::uint32_t high = endian == Endian::big ? *first : *second;
    const std::uint32_t low = endian == Endian::big ? *second : *first;
    return high << 16U | low;
}

inline bool starts_with(Bytes bytes, std::string_view prefix)
{
    if (bytes.size() < prefix.size()) return false;
    for (std::size_t i = 0; i < prefix.size(); ++i)
        if (std::to_integer<unsigned char>(bytes[i]) != static_cast<unsigned char>(prefix[i]))
            return false;
    return true;
}

/// Borrowed text over the same bytes, for searching.
inline std::string_view text_of(Bytes bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

} // namespace dossier::capture
