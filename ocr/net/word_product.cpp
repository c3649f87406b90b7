#include "ocr/net/word_product.h"

#include "ocr/net/wide.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <new>

namespace dossier::ocr::net {
namespace {

using wide::lanes;

/// The greatest number of a row of the source as a whole number; the rest of 31 bits is for the
/// weights.
constexpr float highest = 8191.0F;

constexpr std::align_val_t alignment{64};

/// Pairs of one row of the source, rounded up to whole stores.
std::size_t row_stride(std::size_t inner)
{
    return (inner + lanes - 1) / lanes * (lanes / 2);
}

/// Rows of the source that are made words at a time: they should stay in the first cache.
std::size_t rows_at_once(std::size_t inner)
{
    constexpr std::size_t pairs = 16384;
    constexpr std::size_t step = 24; // a multiple of both tiles' heights
    return std::max<std::size_t>(1, pairs / row_stride(inner) / step) * step;
}

/// Returns what 1 of the words is worth.
DOSSIER_WIDE float to_words(const float* from, std::size_t count, std::int32_t* to)
{
    __m512 most = _mm512_setzero_ps();
    for (std::size_t i = 0; i < count; i += lanes) {
        const __m512 numbers = _mm512_maskz_loadu_ps(wide::first_lanes(count - i), from + i);
        most = _mm512_max_ps(most, _mm512_abs_ps(numbers));
    }
    const float greatest = std::max(_mm512_reduce_max_ps(most), 1e-30F);
    const __m512 scale = _mm512_set1_ps(highest / greatest);
    for (std::size_t i = 0; i < count; i += lanes) {
        const __m512 numbers = _mm512_maskz_loadu_ps(wide::first_lanes(count - i), from + i);
        const __m512i whole = _mm512_cvtps_epi32(_mm512_mul_ps(numbers, scale));
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(to + i / 2), _mm512_cvtsepi32_epi16(whole));
    }
    return greatest / highest;
}

/// A few rows times one panel of columns.
struct Tile {
    const std::int32_t* source; ///< rows of pairs
    std::size_t stride;         ///< from one to the next
    const float* source_units;  ///< by row
    const std::int32_t* weights;
    std::size_t pairs;
    const float* units; ///< by column
    const float* bias;
    float* to;
    std::size_t to_stride;
    std::size_t columns;
};

/// sums + pair * column, for each pair of words. GCC 12 moves and spills the sums of the intrinsic.
DOSSIER_WIDE_INLINE void add_product(__m512i& sums, __m512i pair, __m512i column)
{
    asm("vpdpwssd %2, %1, %0" : "+v"(sums) : "v"(pair), "v"(column));
}

template <std::size_t Rows, std::size_t Vectors>
DOSSIER_WIDE void multiply_tile(const Tile& tile)
{
    __m512i sums[Rows][Vectors];
#pragma GCC unroll 8
    for (std::size_t r = 0; r < Rows; ++r) {
#pragma GCC unroll 4
        for (std::size_t v = 0; v < Vectors; ++v)
            sums[r][v] = _mm512_setzero_si512();
    }
    const std::int32_t* weights = tile.weights;
    for (std::size_t k = 0; k < tile.pairs; ++k, weights += Vectors * lanes) {
        __m512i columns[Vectors];
#pragma GCC unroll 4
        for (std::size_t v = 0; v < Vectors; ++v)
            columns[v] = _mm512_load_si512(weights + v * lanes);
#pragma GCC unroll 8
        for (std::size_t r = 0; r < Rows; ++r) {
            const __m512i pair = _mm512_set1_epi32(tile.source[r * tile.stride + k]);
#pragma GCC unroll 4
            for (std::size_t v = 0; v < Vectors; ++v)
                add_product(sums[r][v], pair, columns[v]);
        }
    }
#pragma GCC unroll 4
    for (std::size_t v = 0; v < Vectors; ++v) {
        const auto column = v * lanes;
        const auto mask = wide::first_lanes(tile.columns - column);
        const __m512 units = _mm512_loadu_ps(tile.units + column);
        const __m512 bias = _mm512_loadu_ps(tile.bias + column);
#pragma GCC unroll 8
        for (std::size_t r = 0; r < Rows; ++r) {
            const __m512 unit = _mm512_mul_ps(units, _mm512_set1_ps(tile.source_units[r]));
            const __m512 x = _mm512_fmadd_ps(_mm512_cvtepi32_ps(sums[r][v]), unit, bias);
            _mm512_mask_storeu_ps(tile.to + r * tile.to_stride + column, mask, x);
        }
    }
}

using Multiply = void (*)(const Tile&);

template <std::size_t Vectors>
constexpr Multiply multiply_rows[] = {
    nullptr,
    multiply_tile<1, Vectors>,
    multiply_tile<2, Vectors>,
    multiply_tile<3, Vectors>,
    multiply_tile<4, Vectors>,
    multiply_tile<5, Vectors>,
    multiply_tile<6, Vectors>,
    multiply_tile<7, Vectors>,
    multiply_tile<8, Vectors>};

Multiply multiply_for(std::size_t rows, std::size_t vectors)
{
    switch (vectors) {
    case 1: return multiply_rows<1>[rows];
    case 2: return multiply_rows<2>[rows];
    case 3: return multiply_rows<3>[rows];
    default: return multiply_rows<4>[rows];
    }
}

/// Sums of a tile are 24 of the 32 vectors there are.
std::size_t tile_height(std::size_t vectors)
{
    return vectors == 4 ? 6 : 8;
}

} // namespace

void WordMatrix::Release::operator()(std::int32_t* numbers) const
{
    ::operator delete(numbers, alignment);
}

std::size_t WordMatrix::panel_start(std::size_t panel) const
{
    return panel * vectors_ * lanes * ((inner_ + 1) / 2);
}

WordMatrix::WordMatrix(const Weights& weights, std::span<const float> bias)
    : inner_(weights.inner),
      outer_(weights.outer)
{
    const auto all = (outer_ + lanes - 1) / lanes;
    vectors_ = all % 3 != 0 && all % 4 == 0 ? 4 : 3;
    const auto half = (inner_ + 1) / 2;
    units_.assign(all * lanes, 0.0F);
    bias_.assign(all * lanes, 0.0F);
    std::ranges::copy(bias, bias_.begin());
    const auto count = all * lanes * half;
    pairs_.reset(static_cast<std::int32_t*>(::operator new(count * sizeof(std::int32_t), alignment))
    );
    std::fill_n(pairs_.get(), count, 0);
    const auto number = [&](std::size_t i, std::size_t o) {
        return weights.numbers[i * weights.inner_step + o * weights.outer_step];
    };
    for (std::size_t o = 0; o < outer_; ++o) {
        float sum = 0.0F;
        float greatest = 1e-30F;
        for (std::size_t i = 0; i < inner_; ++i) {
            sum += std::abs(number(i, o));
            greatest = std::max(greatest, std::abs(number(i, o)));
        }
        constexpr auto most = static_cast<float>(std::numeric_limits<std::int32_t>::max());
        const float room = most / highest - static_cast<float>(inner_);
        const float unit = std::max(sum / room, greatest / 32767.0F);
        units_[o] = unit;
        const auto panel = o / (vectors_ * lanes);
        const auto width = std::min(vectors_, all - panel * vectors_) * lanes;
        std::int32_t* column = pairs_.get() + panel_start(panel) + o % (vectors_ * lanes);
        for (std::size_t i = 0; i < inner_; ++i) {
            const auto word = static_cast<std::int16_t>(std::nearbyint(number(i, o) / unit));
            const auto bits = static_cast<std::uint32_t>(static_cast<std::uint16_t>(word));
            auto& pair = column[i / 2 * width];
            pair = static_cast<std::int32_t>(static_cast<std::uint32_t>(pair) | bits << i % 2 * 16);
        }
    }
}

void WordMatrix::prepare(WordScratch& scratch) const
{
    const auto rows = rows_at_once(inner_);
    scratch.words.resize(std::max(scratch.words.size(), rows * row_stride(inner_)));
    scratch.units.resize(std::max(scratch.units.size(), rows));
}

void WordMatrix::multiply(
    const float* from, std::size_t rows, const Finish& finish, float* to, WordScratch& scratch
) const
{
    const auto stride = row_stride(inner_);
    const auto block = rows_at_once(inner_);
    const auto height = tile_height(vectors_);
    for (std::size_t first = 0; first < rows; first += block) {
        const auto here = std::min(block, rows - first);
        for (std::size_t r = 0; r < here; ++r)
            scratch.units[r] =
                to_words(from + (first + r) * inner_, inner_, scratch.words.data() + r * stride);
        for (std::size_t column = 0, panel = 0; column < outer_;
             column += vectors_ * lanes, ++panel) {
            const auto vectors = std::min(vectors_, (outer_ - column + lanes - 1) / lanes);
            for (std::size_t r = 0; r < here; r += height) {
                const auto count = std::min(height, here - r);
                float* target = to + (first + r) * outer_ + column;
                multiply_for(count, vectors)(
                    {.source = scratch.words.data() + r * stride,
                     .stride = stride,
                     .source_units = scratch.units.data() + r,
                     .weights = pairs_.get() + panel_start(panel),
                     .pairs = (inner_ + 1) / 2,
                     .units = units_.data() + column,
                     .bias = bias_.data() + column,
                     .to = target,
                     .to_stride = outer_,
                     .columns = outer_ - column}
                );
                const auto columns = std::min(vectors * lanes, outer_ - column);
                for (std::size_t i = 0; i < count; ++i, target += outer_)
                    wide::finish_all(target, columns, finish);
            }
        }
    }
}

} // namespace dossier::ocr::net
