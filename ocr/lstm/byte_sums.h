#pragma once
// The loop that all products of bytes are made of. For the files that compute with AVX-512.

#include "ocr/lstm/byte_product.h"
#include "ocr/net/wide.h"

#include <cstring>

namespace dossier::ocr::lstm {

constexpr std::size_t panel_vectors = panel_width / net::wide::lanes;

/// Six rows of four vectors: 24 of the 32 vectors there are hold the sums.
constexpr std::size_t tile_rows = 6;

/// The same four numbers in each lane.
DOSSIER_WIDE_INLINE __m512i four_of(const std::uint8_t* from)
{
    std::int32_t four = 0;
    std::memcpy(&four, from, sizeof four);
    return _mm512_set1_epi32(four);
}

/// Adds the products of some rows, `stride` bytes apart, and one panel of weights.
template <std::size_t Rows>
DOSSIER_WIDE_INLINE void add_panel(
    __m512i (&sums)[Rows][panel_vectors],
    const std::uint8_t* from,
    std::size_t stride,
    const std::int8_t* weights,
    std::size_t inner
)
{
    for (std::size_t k = 0; k < inner; k += 4, weights += 4 * panel_width) {
        __m512i columns[panel_vectors];
#pragma GCC unroll 4
        for (std::size_t v = 0; v < panel_vectors; ++v)
            columns[v] = _mm512_load_si512(weights + v * 64);
#pragma GCC unroll 6
        for (std::size_t r = 0; r < Rows; ++r) {
            const __m512i four = four_of(from + r * stride + k);
#pragma GCC unroll 4
            for (std::size_t v = 0; v < panel_vectors; ++v)
                net::wide::add_products_of_bytes(sums[r][v], four, columns[v]);
        }
    }
}

} // namespace dossier::ocr::lstm
