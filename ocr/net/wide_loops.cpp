#include "ocr/net/wide_loops.h"

#include "ocr/net/wide.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace dossier::ocr::net {
namespace {

using wide::lanes;

DOSSIER_WIDE void softmax_row(const float* from, std::size_t size, float* to)
{
    constexpr float lowest = std::numeric_limits<float>::lowest();
    __m512 most = _mm512_set1_ps(lowest);
    for (std::size_t i = 0; i < size; i += lanes) {
        const auto mask = wide::first_lanes(size - i);
        most = _mm512_mask_max_ps(most, mask, most, _mm512_maskz_loadu_ps(mask, from + i));
    }
    const __m512 greatest = _mm512_set1_ps(_mm512_reduce_max_ps(most));
    __m512 sums = _mm512_setzero_ps();
    for (std::size_t i = 0; i < size; i += lanes) {
        const auto mask = wide::first_lanes(size - i);
        const __m512 x = _mm512_maskz_loadu_ps(mask, from + i);
        const __m512 power = wide::exponential(_mm512_sub_ps(x, greatest));
        sums = _mm512_mask_add_ps(sums, mask, sums, power);
        _mm512_mask_storeu_ps(to + i, mask, power);
    }
    const __m512 share = _mm512_set1_ps(1.0F / _mm512_reduce_add_ps(sums));
    for (std::size_t i = 0; i < size; i += lanes) {
        const auto mask = wide::first_lanes(size - i);
        const __m512 power = _mm512_maskz_loadu_ps(mask, to + i);
        _mm512_mask_storeu_ps(to + i, mask, _mm512_mul_ps(power, share));
    }
}

DOSSIER_WIDE void norm_row(
    const float* from,
    std::span<const float> weight,
    std::span<const float> bias,
    float epsilon,
    float* to
)
{
    const auto size = weight.size();
    const auto count = static_cast<float>(size);
    __m512 sums = _mm512_setzero_ps();
    for (std::size_t i = 0; i < size; i += lanes)
        sums = _mm512_add_ps(sums, _mm512_maskz_loadu_ps(wide::first_lanes(size - i), from + i));
    const __m512 mean = _mm512_set1_ps(_mm512_reduce_add_ps(sums) / count);
    __m512 squares = _mm512_setzero_ps();
    for (std::size_t i = 0; i < size; i += lanes) {
        const auto mask = wide::first_lanes(size - i);
        const __m512 off = _mm512_maskz_sub_ps(mask, _mm512_maskz_loadu_ps(mask, from + i), mean);
        squares = _mm512_fmadd_ps(off, off, squares);
    }
    const float variance = _mm512_reduce_add_ps(squares) / count;
    const __m512 factor = _mm512_set1_ps(1.0F / std::sqrt(variance + epsilon));
    for (std::size_t i = 0; i < size; i += lanes) {
        const auto mask = wide::first_lanes(size - i);
        const __m512 off = _mm512_sub_ps(_mm512_maskz_loadu_ps(mask, from + i), mean);
        const __m512 scale = _mm512_mul_ps(factor, _mm512_maskz_loadu_ps(mask, weight.data() + i));
        const __m512 shift = _mm512_maskz_loadu_ps(mask, bias.data() + i);
        _mm512_mask_storeu_ps(to + i, mask, _mm512_fmadd_ps(off, scale, shift));
    }
}

/// Some rows times up to 48 columns.
template <std::size_t Rows>
DOSSIER_WIDE void product_tile(
    const float* left, const float* right, const ProductSize& size, std::size_t columns, float* to
)
{
    constexpr std::size_t vectors = 3;
    __mmask16 masks[vectors];
    __m512 sums[Rows][vectors];
#pragma GCC unroll 3
    for (std::size_t v = 0; v < vectors; ++v) {
        masks[v] = columns > v * lanes ? wide::first_lanes(columns - v * lanes) : __mmask16{0};
#pragma GCC unroll 4
        for (std::size_t r = 0; r < Rows; ++r)
            sums[r][v] = _mm512_setzero_ps();
    }
    for (std::size_t k = 0; k < size.inner; ++k) {
        __m512 row[vectors];
#pragma GCC unroll 3
        for (std::size_t v = 0; v < vectors; ++v)
            row[v] = _mm512_maskz_loadu_ps(masks[v], right + k * size.outer + v * lanes);
#pragma GCC unroll 4
        for (std::size_t r = 0; r < Rows; ++r) {
            const __m512 factor = _mm512_set1_ps(left[r * size.inner + k]);
#pragma GCC unroll 3
            for (std::size_t v = 0; v < vectors; ++v)
                sums[r][v] = _mm512_fmadd_ps(factor, row[v], sums[r][v]);
        }
    }
#pragma GCC unroll 4
    for (std::size_t r = 0; r < Rows; ++r) {
#pragma GCC unroll 3
        for (std::size_t v = 0; v < vectors; ++v)
            _mm512_mask_storeu_ps(to + r * size.outer + v * lanes, masks[v], sums[r][v]);
    }
}

} // namespace

void wide_softmax(const float* from, std::size_t rows, std::size_t size, float* to)
{
    for (std::size_t row = 0; row < rows; ++row)
        softmax_row(from + row * size, size, to + row * size);
}

void wide_layer_norm(
    std::span<const float> from,
    std::span<const float> weight,
    std::span<const float> bias,
    float epsilon,
    float* to
)
{
    const auto size = weight.size();
    for (; from.size() >= size; from = from.subspan(size), to += size)
        norm_row(from.data(), weight, bias, epsilon, to);
}

void wide_product(const float* left, const float* right, const ProductSize& size, float* to)
{
    constexpr std::size_t height = 4;
    for (std::size_t column = 0; column < size.outer; column += 3 * lanes) {
        const auto columns = std::min(3 * lanes, size.outer - column);
        std::size_t row = 0;
        for (; row + height <= size.rows; row += height) {
            product_tile<height>(
                left + row * size.inner,
                right + column,
                size,
                columns,
                to + row * size.outer + column
            );
        }
        for (; row < size.rows; ++row) {
            product_tile<1>(
                left + row * size.inner,
                right + column,
                size,
                columns,
                to + row * size.outer + column
            );
        }
    }
}

} // namespace dossier::ocr::net
