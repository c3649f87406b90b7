#include "ocr/net/whole_product.h"

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

template <bool IsGated>
DOSSIER_WIDE_INLINE __m512 load_scaled(
    const float* from, const float* scales, const float* gates, std::size_t i, std::size_t count
)
{
    return _mm512_mul_ps(load<IsGated>(from, gates, i, count), _mm512_loadu_ps(scales + i));
}

struct Quantised {
    float unit; ///< what 1 is worth
    std::int32_t zero;
};

template <bool IsGated>
DOSSIER_WIDE Quantised to_bytes(
    const float* from, const float* scales, const float* gates, std::size_t count, std::int32_t* to
)
{
    constexpr float levels = 255.0F;
    __m512 most = _mm512_setzero_ps();
    __m512 least_of_all = _mm512_setzero_ps();
    for (std::size_t i = 0; i < count; i += lanes) {
        const __m512 numbers = load_scaled<IsGated>(from, scales, gates, i, count);
        most = _mm512_max_ps(most, numbers);
        least_of_all = _mm512_min_ps(least_of_all, numbers);
    }
    const float lowest = _mm512_reduce_min_ps(least_of_all);
    const float unit = std::max(_mm512_reduce_max_ps(most) - lowest, least) / levels;
    const auto zero = static_cast<std::int32_t>(std::nearbyint(-lowest / unit));
    const __m512 per_unit = _mm512_set1_ps(1.0F / unit);
    const __m512i zeros = _mm512_set1_epi32(zero);
    for (std::size_t i = 0; i < count; i += lanes) {
        const __m512 scaled = load_scaled<IsGated>(from, scales, gates, i, count);
        const __m512i numbers = _mm512_cvtps_epi32(_mm512_mul_ps(scaled, per_unit));
        const __m512i shifted =
            _mm512_max_epi32(_mm512_add_epi32(numbers, zeros), _mm512_setzero_si512());
        _mm_storeu_si128(reinterpret_cast<__m128i*>(to + i / 4), _mm512_cvtusepi32_epi8(shifted));
    }
    return {unit, zero};
}

/// A few rows times one panel of columns.
struct Tile {
    const std::int32_t* source; ///< rows of groups
    std::size_t stride;         ///< from one to the next
    const float* source_units;  ///< by row
    const std::int32_t* zeros;  ///< of bytes, by row
    const std::int32_t* weights;
    std::size_t groups;
    const float* units; ///< by column
    const std::int32_t* sums;
    const float* bias;
    float* to;
    std::size_t to_stride;
    std::size_t columns;
};

template <Numbers numbers, std::size_t Rows, std::size_t Vectors, bool IsHardSwish>
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
    for (std::size_t k = 0; k < tile.groups; ++k, weights += Vectors * lanes) {
        __m512i columns[Vectors];
#pragma GCC unroll 3
        for (std::size_t v = 0; v < Vectors; ++v)
            columns[v] = _mm512_load_si512(weights + v * lanes);
#pragma GCC unroll 8
        for (std::size_t r = 0; r < Rows; ++r) {
            const __m512i group = _mm512_set1_epi32(tile.source[r * tile.stride + k]);
#pragma GCC unroll 3
            for (std::size_t v = 0; v < Vectors; ++v)
                if constexpr (numbers == Numbers::bytes)
                    wide::add_products_of_bytes(sums[r][v], group, columns[v]);
                else
                    wide::add_products_of_words(sums[r][v], group, columns[v]);
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
            if constexpr (numbers == Numbers::bytes) {
                const __m512i of_zeros = _mm512_mullo_epi32(
                    _mm512_loadu_si512(tile.sums + column), _mm512_set1_epi32(tile.zeros[r])
                );
                sums[r][v] = _mm512_sub_epi32(sums[r][v], of_zeros);
            }
            const __m512 unit = _mm512_mul_ps(units, _mm512_set1_ps(tile.source_units[r]));
            __m512 x = _mm512_fmadd_ps(_mm512_cvtepi32_ps(sums[r][v]), unit, bias);
            if constexpr (IsHardSwish) x = hard_swish.of(x);
            _mm512_mask_storeu_ps(tile.to + r * tile.to_stride + column, mask, x);
        }
    }
}

using Multiply = void (*)(const Tile&, const Finish&);

template <Numbers numbers, std::size_t Vectors, bool IsHardSwish>
constexpr Multiply multiply_rows[] = {
    nullptr,
    multiply_tile<numbers, 1, Vectors, IsHardSwish>,
    multiply_tile<numbers, 2, Vectors, IsHardSwish>,
    multiply_tile<numbers, 3, Vectors, IsHardSwish>,
    multiply_tile<numbers, 4, Vectors, IsHardSwish>,
    multiply_tile<numbers, 5, Vectors, IsHardSwish>,
    multiply_tile<numbers, 6, Vectors, IsHardSwish>,
    multiply_tile<numbers, 7, Vectors, IsHardSwish>,
    multiply_tile<numbers, 8, Vectors, IsHardSwish>};

template <Numbers numbers, bool IsHardSwish>
Multiply multiply_for(std::size_t rows, std::size_t vectors)
{
    if (vectors == 1) return multiply_rows<numbers, 1, IsHardSwish>[rows];
    if (vectors == 2) return multiply_rows<numbers, 2, IsHardSwish>[rows];
    return multiply_rows<numbers, 3, IsHardSwish>[rows];
}

template <Numbers numbers>
void multiply_tile(const Tile& tile, std::size_t rows, std::size_t vectors, const Finish& finish)
{
    if (finish.activation == Activation::hard_swish)
        return multiply_for<numbers, true>(rows, vectors)(tile, finish);
    multiply_for<numbers, false>(rows, vectors)(tile, finish);
    const auto columns = std::min(vectors * lanes, tile.columns);
    for (std::size_t r = 0; r < rows; ++r)
        wide::finish_all(tile.to + r * tile.to_stride, columns, finish);
}

float number_of(const Weights& weights, std::size_t inner, std::size_t outer)
{
    return weights.numbers[inner * weights.inner_step + outer * weights.outer_step];
}

} // namespace

std::size_t WholeMatrix::panel_start(std::size_t panel) const
{
    return panel * vectors_ * lanes * groups();
}

std::size_t WholeMatrix::stride() const
{
    return (inner_ + lanes - 1) / lanes * (lanes / in_group());
}

WholeMatrix::WholeMatrix(const Weights& weights, std::span<const float> bias, Numbers numbers)
    : numbers_(numbers),
      inner_(weights.inner),
      outer_(weights.outer)
{
    const auto all = (outer_ + lanes - 1) / lanes;
    vectors_ = all == 4 || all == 2 ? 2 : 3;
    units_.assign(all * lanes, 0.0F);
    bias_.assign(all * lanes, 0.0F);
    sums_.assign(all * lanes, 0);
    std::ranges::copy(bias, bias_.begin());
    groups_.assign(all * lanes * groups(), 0);
    if (numbers_ == Numbers::bytes) even_out(weights);
    for (std::size_t column = 0; column < outer_; ++column)
        fill_column(weights, column);
}

void WholeMatrix::even_out(const Weights& weights)
{
    constexpr float lowest = 1e-3F; // what weighs less need not be exact
    scales_.assign((inner_ + lanes - 1) / lanes * lanes, 1.0F);
    float greatest = least;
    for (std::size_t i = 0; i < inner_; ++i) {
        float here = 0.0F;
        for (std::size_t o = 0; o < outer_; ++o)
            here = std::max(here, std::abs(number_of(weights, i, o)));
        scales_[i] = here;
        greatest = std::max(greatest, here);
    }
    for (std::size_t i = 0; i < inner_; ++i)
        scales_[i] = std::max(scales_[i] / greatest, lowest);
}

void WholeMatrix::fill_column(const Weights& weights, std::size_t column)
{
    const bool are_bytes = numbers_ == Numbers::bytes;
    const auto number = [&](std::size_t i) {
        const float given = number_of(weights, i, column);
        return are_bytes ? given / scales_[i] : given;
    };
    float sum = 0.0F;
    float greatest = 0.0F;
    for (std::size_t i = 0; i < inner_; ++i) {
        sum += std::abs(number(i));
        greatest = std::max(greatest, std::abs(number(i)));
    }
    constexpr auto most = static_cast<float>(std::numeric_limits<std::int32_t>::max());
    const float room = most / highest - static_cast<float>(inner_);
    const float unit = are_bytes ? std::max(greatest / 127.0F, least)
                                 : std::max({sum / room, greatest / 32767.0F, least});
    units_[column] = unit;
    const auto all = (outer_ + lanes - 1) / lanes;
    const auto panel = column / (vectors_ * lanes);
    const auto width = std::min(vectors_, all - panel * vectors_) * lanes;
    std::int32_t* to = groups_.data() + panel_start(panel) + column % (vectors_ * lanes);
    const auto bits = 32 / in_group();
    const auto mask = (1U << bits) - 1U;
    for (std::size_t i = 0; i < inner_; ++i) {
        const auto whole = static_cast<std::int32_t>(std::nearbyint(number(i) / unit));
        sums_[column] += whole;
        const auto place = are_bytes ? i : place_of(i, inner_);
        auto& group = to[place / in_group() * width];
        group = static_cast<std::int32_t>(
            static_cast<std::uint32_t>(group) | (static_cast<std::uint32_t>(whole) & mask)
                                                    << place % in_group() * bits
        );
    }
}

void WholeMatrix::prepare(WholeScratch& scratch) const
{
    const auto rows = rows_at_once();
    scratch.groups.resize(std::max(scratch.groups.size(), rows * stride()));
    scratch.units.resize(std::max(scratch.units.size(), rows));
    scratch.zeros.resize(std::max(scratch.zeros.size(), rows));
}

std::size_t WholeMatrix::rows_at_once() const
{
    constexpr std::size_t groups = 16384; // the second cache holds them and a few panels
    return std::max<std::size_t>(1, groups / stride() / tile_rows) * tile_rows;
}

void WholeMatrix::set_row(
    WholeScratch& scratch, std::size_t index, const float* numbers, const float* gates
) const
{
    std::int32_t* to = scratch.groups.data() + index * stride();
    if (numbers_ == Numbers::bytes) {
        const auto [unit, zero] = gates == nullptr
                                      ? to_bytes<false>(numbers, scales_.data(), gates, inner_, to)
                                      : to_bytes<true>(numbers, scales_.data(), gates, inner_, to);
        scratch.units[index] = unit;
        scratch.zeros[index] = zero;
        return;
    }
    scratch.units[index] = gates == nullptr ? to_words<false>(numbers, gates, inner_, to)
                                            : to_words<true>(numbers, gates, inner_, to);
}

void WholeMatrix::multiply(
    const float* from,
    const float* gates,
    std::size_t rows,
    const Finish& finish,
    float* to,
    WholeScratch& scratch
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

void WholeMatrix::multiply_rows(
    const WholeScratch& scratch, std::size_t rows, const Finish& finish, float* to
) const
{
    const auto multiply =
        numbers_ == Numbers::bytes ? multiply_tile<Numbers::bytes> : multiply_tile<Numbers::words>;
    for (std::size_t column = 0, panel = 0; column < outer_; column += vectors_ * lanes, ++panel) {
        const auto vectors = std::min(vectors_, (outer_ - column + lanes - 1) / lanes);
        for (std::size_t r = 0; r < rows; r += tile_rows) {
            multiply(
                {.source = scratch.groups.data() + r * stride(),
                 .stride = stride(),
                 .source_units = scratch.units.data() + r,
                 .zeros = scratch.zeros.data() + r,
                 .weights = groups_.data() + panel_start(panel),
                 .groups = groups(),
                 .units = units_.data() + column,
                 .sums = sums_.data() + column,
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
