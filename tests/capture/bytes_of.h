#pragma once
// Small files made by hand, byte by byte: enough structure to be whole, nothing to decode.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::capture {

inline std::vector<std::byte> bytes_of(std::string_view text)
{
    std::vector<std::byte> bytes;
    bytes.reserve(text.size());
    for (const char c : text)
        bytes.push_back(static_cast<std::byte>(c));
    return bytes;
}

inline std::string big_endian(std::uint32_t value)
{
    std::string text;
    for (int shift = 24; shift >= 0; shift -= 8)
        text += static_cast<char>(value >> static_cast<unsigned>(shift) & 0xFFU);
    return text;
}

inline std::string little_endian(std::uint32_t value, int bytes)
{
    std::string text;
    for (int i = 0; i < bytes; ++i)
        text += static_cast<char>(value >> static_cast<unsigned>(8 * i) & 0xFFU);
    return text;
}

/// A PNG chunk with a check sum of zero: structure, not content.
inline std::string png_chunk(std::string_view name, const std::string& content)
{
    return big_endian(static_cast<std::uint32_t>(content.size())) + std::string(name) + content +
           big_endian(0);
}

inline std::string png_outline(std::uint32_t width, std::uint32_t height)
{
    const std::string header =
        big_endian(width) + big_endian(height) + std::string("\x08\0\0\0\0", 5);
    return "\x89PNG\r\n\x1A\n" + png_chunk("IHDR", header) + png_chunk("IDAT", "picture") +
           png_chunk("IEND", "");
}

inline std::string a_small_png()
{
    return png_outline(40, 30);
}

inline std::string tiff_entry(unsigned tag, unsigned type, std::uint32_t count, std::uint32_t value)
{
    return little_endian(tag, 2) + little_endian(type, 2) + little_endian(count, 4) +
           little_endian(value, 4);
}

/// One bilevel page of one strip of eight bytes; `next` is the offset of the next directory.
inline std::string
tiff_outline(std::uint32_t width, std::uint32_t height, std::uint32_t next, std::uint32_t strip = 8)
{
    return std::string("II*\0", 4) + little_endian(16, 4) + "8 bytes." + little_endian(4, 2) +
           tiff_entry(256, 4, 1, width) + tiff_entry(257, 4, 1, height) +
           tiff_entry(273, 4, 1, strip) + tiff_entry(279, 4, 1, 8) + little_endian(next, 4);
}

inline std::string jpeg_outline(unsigned width, unsigned height)
{
    std::string frame = std::string("\xFF\xC0\x00\x0B\x08", 5);
    frame += static_cast<char>(height >> 8U);
    frame += static_cast<char>(height & 0xFFU);
    frame += static_cast<char>(width >> 8U);
    frame += static_cast<char>(width & 0xFFU);
    frame += std::string("\x01\x01\x11\x00", 4);
    return "\xFF\xD8" + frame + std::string("\xFF\xDA\x00\x08\x01\x01\x00\x00\x3F\x00", 10) +
           std::string("data \xFF\x00 data \xFF\xD0 data", 19) + "\xFF\xD9";
}

inline std::string a_small_pdf()
{
    return "%PDF-1.4\n1 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF\n";
}

} // namespace dossier::capture
