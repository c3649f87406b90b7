#include "ocr/net/word_product.h"

#include "ocr/net/wide.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace dossier::ocr::net {
namespace {

using wide::lanes;

/// The greatest number of a row of the source as a whole number; the rest of 31 bits is for the
/// weights.
constexpr float highest = 8191.0F;

/// What is smaller counts as nothing: products of two units must not be denormal, for each of those
/// takes a processor a hundred cycles, and networks have dead channels with weights of 1e-38.
constexpr float least = 1e-15F;

/// Eight rows of three vectors of columns: 24 of the 32 vectors there are hold the sums.
constexpr std::size_t tile_rows = 8;

/// Where number i of a row lies among its words: of each 32 the two halves are interleaved in
/// fours, as packing them leaves them. What follows the last 32 lies as it comes.
std::size_t place_of(std::size_t i, std::size_t count)
{
    const auto group = i / 32 * 32;
    if (group + 32 > count) return i;
    const auto within = i - group;
    return group + within % 16 / 4 * 8 + within / 16 * 4 + within % 4;
}

template <bool IsGated>
DOSSIER_WIDE_INLINE __m512 load(const float* from, const float* gates, std::size_t i)
{
    const __m512 numbers = _mm512_loadu_ps(from + i);
    if constexpr (IsGated) return _mm512_mul_ps(numbers, _mm512_loadu_ps(gates + i));
    return numbers;
}

template <bool IsGated>
DOSSIER_WIDE_INLINE __m512
load(const float* from, const float* gates, std::size_t i, std::size_t count)
{
    const auto mask = wide::first_lanes(count - i);
    const __m512 numbers = _mm512_maskz_loadu_ps(mask, from + i);
    if constexpr (IsGated) return _mm512_mul_ps(numbers, _mm512_maskz_loadu_ps(mask, gates + i));
    return numbers;
}

/// Returns what 1 of the words is worth.
template <bool IsGated>
DOSSIER_WIDE float
to_words(const float* from, const float* gates, std::size_t count, std::int32_t* to)
{
    const auto even = count / 32 * 32;
    __m512 most = _mm512_setzero_ps();
    __m512 most_too = _mm512_setzero_ps();
    for (std::size_t i = 0; i < even; i += 32) {
        most = _mm512_max_ps(most, _mm512_abs_ps(load<IsGated>(from, gates, i)));
        most_too = _mm512_max_ps(most_too, _mm512_abs_ps(load<IsGated>(from, gates, i + lanes)));
    }
    for (std::size_t i = even; i < count; i += lanes)
        most = _mm512_max_ps(most, _mm512_abs_ps(load<IsGated>(from, gates, i, count)));
    const float greatest = std::max(_mm512_reduce_max_ps(_mm512_max_ps(most, most_too)), least);
    const __m512 scale = _mm512_set1_ps(highest / greatest);
    for (std::size_t i = 0; i < even; i += 32) {
        const __m512 left = _mm512_mul_ps(load<IsGated>(from, gates, i), scale);
        const __m512 right = _mm512_mul_ps(load<IsGated>(from, gates, i + lanes), scale);
        const __m512i words =
            _mm512_packs_epi32(_mm512_cvtps_epi32(left), _mm512_cvtps_epi32(right));
        _mm512_storeu_si512(to + i / 2, words);
    }
    for (std::size_t i = even; i < count; i += lanes) {
        const __m512 numbers = _mm512_mul_ps(load<IsGated>(from, gates, i, count), scale);
        const __m256i words = _mm512_cvtsepi32_epi16(_mm512_cvtps_epi32(numbers));
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(to + i / 2), words);
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

template <std::size_t Rows, std::size_t Vectors, bool IsHardSwish>
DOSSIER_WIDE void multiply_tile(const Tile& tile, const Finish& finish)
{
    __m512i sums[Rows][Vectors];
#pragma GCC unroll 8
    for (std::size_t r = 0; r < Rows; ++r) {
#pragma GCC unroll 3
        for (std::size_t v = 0; v < Vectors; ++v)
            sums[r][v] = _mm512_setzero_si512();
    }
    const std::int32_t* weights = tile.weights;
    for (std::size_t k = 0; k < tile.pairs; ++k, weights += Vectors * lanes) {
        __m512i columns[Vectors];
#pragma GCC unroll 3
        for (std::size_t v = 0; v < Vectors; ++v)
            columns[v] = _mm512_load_si512(weights + v * lanes);
#pragma GCC unroll 8
        for (std::size_t r = 0; r < Rows; ++r) {
            const __m512i pair = _mm512_set1_epi32(tile.source[r * tile.stride + k]);
#pragma GCC unroll 3
            for (std::size_t v = 0; v < Vectors; ++v)
                add_product(sums[r][v], pair, columns[v]);
        }
    }
    const wide::HardSwish hard_swish(finish);
#pragma GCC unroll 3
    for (std::size_t v = 0; v < Vectors; ++v) {
        const auto column = v * lanes;
        const auto mask = wide::first_lanes(tile.columns - column);
        const __m512 units = _mm512_loadu_ps(tile.units + column);
        const __m512 bias = _mm512_loadu_ps(tile.bias + column);
#pragma GCC unroll 8
        for (std::size_t r = 0; r < Rows; ++r) {
            const __m512 unit = _mm512_mul_ps(units, _mm512_set1_ps(tile.source_units[r]));
            __m512 x = _mm512_fmadd_ps(_mm512_cvtepi32_ps(sums[r][v]), unit, bias);
            if constexpr (IsHardSwish) x = hard_swish.of(x);
            _mm512_mask_storeu_ps(tile.to + r * tile.to_stride + column, mask, x);
        }
    }
}

using Multiply = void (*)(const Tile&, const Finish&);

template <std::size_t Vectors, bool IsHardSwish>
constexpr Multiply multiply_rows[] = {
    nullptr,
    multiply_tile<1, Vectors, IsHardSwish>,
    multiply_tile<2, Vectors, IsHardSwish>,
    multiply_tile<3, Vectors, IsHardSwish>,
    multiply_tile<4, Vectors, IsHardSwish>,
    multiply_tile<5, Vectors, IsHardSwish>,
    multiply_tile<6, Vectors, IsHardSwish>,
    multiply_tile<7, Vectors, IsHardSwish>,
    multiply_tile<8, Vectors, IsHardSwish>};

template <bool IsHardSwish>
Multiply multiply_for(std::size_t rows, std::size_t vectors)
{
    if (vectors == 1) return multiply_rows<1, IsHardSwish>[rows];
    return vectors == 2 ? multiply_rows<2, IsHardSwish>[rows] : multiply_rows<3, IsHardSwish>[rows];
}

void multiply_tile(const Tile& tile, std::size_t rows, std::size_t vectors, const Finish& finish)
{
    if (finish.activation == Activation::hard_swish)
        return multiply_for<true>(rows, vectors)(tile, finish);
    multiply_for<false>(rows, vectors)(tile, finish);
    const auto columns = std::min(vectors * lanes, tile.columns);
    for (std::size_t r = 0; r < rows; ++r)
        wide::finish_all(tile.to + r * tile.to_stride, columns, finish);
}

} // namespace

std::size_t WordMatrix::panel_start(std::size_t panel) const
{
    return panel * vectors_ * lanes * ((inner_ + 1) / 2);
}

std::size_t WordMatrix::stride() const
{
    return (inner_ + lanes - 1) / lanes * (lanes / 2);
}

WordMatrix::WordMatrix(const Weights& weights, std::span<const float> bias)
    : inner_(weights.inner),
      outer_(weights.outer)
{
    const auto all = (outer_ + lanes - 1) / lanes;
    vectors_ = all == 4 || all == 2 ? 2 : 3;
    const auto half = (inner_ + 1) / 2;
    units_.assign(all * lanes, 0.0F);
    bias_.assign(all * lanes, 0.0F);
    std::ranges::copy(bias, bias_.begin());
    pairs_.assign(all * lanes * half, 0);
    const auto number = [&](std::size_t i, std::size_t o) {
        return weights.numbers[i * weights.inner_step + o * weights.outer_step];
    };
    for (std::size_t o = 0; o < outer_; ++o) {
        float sum = 0.0F;
        float greatest = 0.0F;
        for (std::size_t i = 0; i < inner_; ++i) {
            sum += std::abs(number(i, o));
            greatest = std::max(greatest, std::abs(number(i, o)));
        }
        constexpr auto most = static_cast<float>(std::numeric_limits<std::int32_t>::max());
        const float room = most / highest - static_cast<float>(inner_);
        const float unit = std::max({sum / room, greatest / 32767.0F, least});
        units_[o] = unit;
        const auto panel = o / (vectors_ * lanes);
        const auto width = std::min(vectors_, all - panel * vectors_) * lanes;
        std::int32_t* column = pairs_.data() + panel_start(panel) + o % (vectors_ * lanes);
        for (std::size_t i = 0; i < inner_; ++i) {
            const auto word = static_cast<std::int16_t>(std::nearbyint(number(i, o) / unit));
            const auto bits = static_cast<std::uint32_t>(static_cast<std::uint16_t>(word));
            const auto place = place_of(i, inner_);
            auto& pair = column[place / 2 * width];
            pair = static_cast<std::int32_t>(
                static_cast<std::uint32_t>(pair) | bits << place % 2 * 16
            );
        }
    }
}

void WordMatrix::prepare(WordScratch& scratch) const
{
    const auto rows = rows_at_once();
    scratch.words.resize(std::max(scratch.words.size(), rows * stride()));
    scratch.units.resize(std::max(scratch.units.size(), rows));
}

std::size_t WordMatrix::rows_at_once() const
{
    constexpr std::size_t pairs = 16384; // the second cache holds them and a few panels
    return std::max<std::size_t>(1, pairs / stride() / tile_rows) * tile_rows;
}

void WordMatrix::set_row(
    WordScratch& scratch, std::size_t index, const float* numbers, const float* gates
) const
{
    std::int32_t* words = scratch.words.data() + index * stride();
    scratch.units[index] = gates == nullptr ? to_words<false>(numbers, gates, inner_, words)
                                            : to_words<true>(numbers, gates, inner_, words);
}

void WordMatrix::multiply(
    const float* from,
    const float* gates,
    std::size_t rows,
    const Finish& finish,
    float* to,
    WordScratch& scratch
) const
{
    const auto block = rows_at_once();
    for (std::size_t first = 0; first < rows; first += block) {
        const auto here = std::min(block, rows - first);
        for (std::size_t r = 0; r < here; ++r)
            set_row(scratch, r, from + (first + r) * inner_, gates);
        multiply_rows(scratch, here, finish, to + first * outer_);
    }
}

void WordMatrix::multiply_rows(
    const WordScratch& scratch, std::size_t rows, const Finish& finish, float* to
) const
{
    for (std::size_t column = 0, panel = 0; column < outer_; column += vectors_ * lanes, ++panel) {
        const auto vectors = std::min(vectors_, (outer_ - column + lanes - 1) / lanes);
        for (std::size_t r = 0; r < rows; r += tile_rows) {
            multiply_tile(
                {.source = scratch.words.data() + r * stride(),
                 .stride = stride(),
                 .source_units = scratch.units.data() + r,
                 .weights = pairs_.data() + panel_start(panel),
                 .pairs = (inner_ + 1) / 2,
                 .units = units_.data() + column,
                 .bias = bias_.data() + column,
                 .to = to + r * outer_ + column,
                 .to_stride = outer_,
                 .columns = outer_ - column},
                std::min(tile_rows, rows - r),
                vectors,
                finish
            );
        }
    }
}

} // namespace dossier::ocr::net
