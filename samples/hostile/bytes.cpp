#include "samples/hostile/bytes.h"

#include "samples/render/dice.h"
#include "samples/render/png_chunks.h"
#include <array>
#include <stdexcept>
#include <zlib.h>

namespace dossier::samples {
namespace {

constexpr std::size_t mebibyte = 1U << 20U;

/// Raw deflate of one mebibyte of zeros, ended by a full flush so that copies can follow each
/// other.
Bytes deflated_mebibyte()
{
    z_stream stream{};
    if (deflateInit2(&stream, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::runtime_error("zlib cannot start");
    Bytes plain(mebibyte, 0);
    Bytes packed(64 * 1024);
    stream.next_in = plain.data();
    stream.avail_in = static_cast<uInt>(plain.size());
    stream.next_out = packed.data();
    stream.avail_out = static_cast<uInt>(packed.size());
    ::deflate(&stream, Z_FULL_FLUSH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

} // namespace

Bytes bytes_of(std::string_view text)
{
    return {text.begin(), text.end()};
}

Bytes joined(const Bytes& one, const Bytes& two)
{
    Bytes both = one;
    both.insert(both.end(), two.begin(), two.end());
    return both;
}

Bytes cut(const Bytes& whole, double share)
{
    const auto count = static_cast<std::ptrdiff_t>(static_cast<double>(whole.size()) * share);
    return {whole.begin(), whole.begin() + count};
}

Bytes noise(std::size_t count, std::uint64_t seed)
{
    Dice dice(seed);
    Bytes bytes(count);
    for (std::uint8_t& byte : bytes)
        byte = static_cast<std::uint8_t>(dice.next() >> 24U);
    return bytes;
}

Bytes zlib_zeros(std::size_t mebibytes)
{
    const Bytes block = deflated_mebibyte();
    Bytes stream{0x78, 0xDA};
    uLong sum = adler32(0, nullptr, 0);
    const Bytes plain(mebibyte, 0);
    const uLong block_sum =
        adler32(adler32(0, nullptr, 0), plain.data(), static_cast<uInt>(plain.size()));
    for (std::size_t i = 0; i < mebibytes; ++i) {
        stream.insert(stream.end(), block.begin(), block.end());
        sum = adler32_combine(sum, block_sum, static_cast<z_off_t>(mebibyte));
    }
    stream.insert(stream.end(), {0x03, 0x00}); // an empty last block
    append_u32(stream, static_cast<std::uint32_t>(sum));
    return stream;
}

void append_u16_be(Bytes& bytes, unsigned value)
{
    bytes.push_back(static_cast<std::uint8_t>(value >> 8U));
    bytes.push_back(static_cast<std::uint8_t>(value));
}

void append_u16_le(Bytes& bytes, unsigned value)
{
    bytes.push_back(static_cast<std::uint8_t>(value));
    bytes.push_back(static_cast<std::uint8_t>(value >> 8U));
}

void append_u32_le(Bytes& bytes, std::uint64_t value)
{
    for (const unsigned shift : {0U, 8U, 16U, 24U})
        bytes.push_back(static_cast<std::uint8_t>(value >> shift));
}

void append_u64_le(Bytes& bytes, std::uint64_t value)
{
    append_u32_le(bytes, value);
    append_u32_le(bytes, value >> 32U);
}

Image small_page()
{
    Image page(600, 800, 1, 100);
    for (int y = 80; y < 152; ++y)
        for (int x = 60; x < 300; ++x)
            if (y % 24 < 10 && (x / 14 + y / 24) % 5 != 0) page.row(y)[x] = 20;
    return page;
}

} // namespace dossier::samples
