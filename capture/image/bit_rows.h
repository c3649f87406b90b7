#pragma once
// Rows of bits: packed from bytes, unpacked into them, walked run by run.

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace dossier::capture {

[[nodiscard]] inline std::ptrdiff_t words_of(int columns)
{
    return (columns + 63) / 64;
}

/// The machine is little-endian, as Debian's are: the first pixel is the lowest byte and bit.
static_assert(std::endian::native == std::endian::little);

[[nodiscard]] inline bool has_ink(const std::uint64_t* words, int x)
{
    return (words[x / 64] >> (x % 64) & 1U) != 0;
}

/// 64 pixels, each 255 or 0.
[[nodiscard]] inline std::uint64_t packed(const unsigned char* ink)
{
    std::uint64_t word = 0;
#ifdef __SSE2__ // all x86-64
    for (int i = 0; i < 64; i += 16) {
        const __m128i pixels = _mm_loadu_si128(reinterpret_cast<const __m128i*>(ink + i));
        word |= std::uint64_t{static_cast<std::uint16_t>(_mm_movemask_epi8(pixels))} << i;
    }
#else
    constexpr std::uint64_t lowest = 0x0101010101010101U;
    constexpr std::uint64_t gather = 0x0102040810204080U; // moves the lowest bits side by side
    for (int i = 0; i < 64; i += 8) {
        std::uint64_t bytes = 0;
        std::memcpy(&bytes, ink + i, 8);
        word |= (((bytes & lowest) * gather) >> 56U) << i;
    }
#endif
    return word;
}

/// `ink`: 255 or 0 a pixel. Bits after the last column are 0.
inline void pack(const unsigned char* ink, int columns, std::uint64_t* words)
{
    int x = 0;
    for (; x + 64 <= columns; x += 64)
        words[x / 64] = packed(ink + x);
    if (x == columns) return;
    std::uint64_t word = 0;
    for (int i = 0; x + i < columns; ++i)
        word |= std::uint64_t{ink[x + i] & 1U} << i;
    words[x / 64] = word;
}

/// The eight pixels of each byte.
[[nodiscard]] inline const std::array<std::uint64_t, 256>& pixels_of_bytes()
{
    static const auto table = [] {
        std::array<std::uint64_t, 256> pixels{};
        for (std::size_t byte = 0; byte < pixels.size(); ++byte)
            for (std::size_t i = 0; i < 8; ++i)
                if ((byte >> i & 1U) != 0) pixels[byte] |= std::uint64_t{0xFF} << (8 * i);
        return pixels;
    }();
    return table;
}

inline void unpack(const std::uint64_t* words, int columns, unsigned char* ink)
{
    const auto& pixels = pixels_of_bytes();
    int x = 0;
    for (; x + 64 <= columns; x += 64) {
        std::uint64_t word = words[x / 64];
        if (word == 0) {
            std::memset(ink + x, 0, 64);
            continue;
        }
        for (int i = 0; i < 64; i += 8, word >>= 8U)
            std::memcpy(ink + x + i, &pixels[word & 0xFFU], 8);
    }
    for (; x < columns; ++x)
        ink[x] = has_ink(words, x) ? 255 : 0;
}

/// Calls `take(first, last)` for each run of ink of a row, last exclusive.
template <class Take>
void for_each_run(const std::uint64_t* words, int columns, Take&& take)
{
    const std::ptrdiff_t count = words_of(columns);
    std::uint64_t before = 0; // the last pixel of the word before
    int first = -1;
    for (std::ptrdiff_t i = 0; i < count; ++i) {
        std::uint64_t changes = words[i] ^ (words[i] << 1U | before);
        before = words[i] >> 63U;
        for (; changes != 0; changes &= changes - 1) {
            const int x = static_cast<int>(i) * 64 + std::countr_zero(changes);
            if (first < 0) {
                first = x;
            } else {
                take(first, x);
                first = -1;
            }
        }
    }
    if (first >= 0) take(first, columns);
}

} // namespace dossier::capture
