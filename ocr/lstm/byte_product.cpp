#include "ocr/lstm/byte_product.h"

#include "ocr/lstm/byte_sums.h"

#include <algorithm>

namespace dossier::ocr::lstm {
namespace {

std::size_t whole(std::size_t count, std::size_t unit)
{
    return (count + unit - 1) / unit * unit;
}

template <std::size_t Rows>
DOSSIER_WIDE void multiply_tile(
    const std::uint8_t* from,
    std::size_t inner,
    const std::int8_t* weights,
    const std::int32_t* start,
    std::int32_t* to,
    std::size_t to_stride
)
{
    __m512i sums[Rows][panel_vectors];
#pragma GCC unroll 6
    for (std::size_t r = 0; r < Rows; ++r) {
#pragma GCC unroll 4
        for (std::size_t v = 0; v < panel_vectors; ++v)
            sums[r][v] = _mm512_loadu_si512(start + v * net::wide::lanes);
    }
    add_panel<Rows>(sums, from, inner, weights, inner);
#pragma GCC unroll 6
    for (std::size_t r = 0; r < Rows; ++r) {
#pragma GCC unroll 4
        for (std::size_t v = 0; v < panel_vectors; ++v)
            _mm512_storeu_si512(to + r * to_stride + v * net::wide::lanes, sums[r][v]);
    }
}

} // namespace

ByteMatrix::ByteMatrix(std::size_t inner, std::size_t outer)
    : inner_(whole(inner, 4)),
      outer_(whole(outer, panel_width)),
      weights_(inner_ * outer_)
{}

void ByteMatrix::set(std::size_t inner, std::size_t outer, std::int8_t weight)
{
    const auto panel = outer / panel_width * panel_width * inner_;
    const auto four = inner / 4 * 4 * panel_width;
    weights_[panel + four + outer % panel_width * 4 + inner % 4] = weight;
}

void ByteMatrix::multiply(
    const std::uint8_t* from, std::size_t rows, const std::int32_t* start, std::int32_t* to
) const
{
    for (std::size_t column = 0; column < outer_; column += panel_width) {
        const auto* weights = panel(column / panel_width);
        std::size_t r = 0;
        for (; r + tile_rows <= rows; r += tile_rows) {
            multiply_tile<tile_rows>(
                from + r * inner_, inner_, weights, start + column, to + r * outer_ + column, outer_
            );
        }
        for (; r < rows; ++r) {
            multiply_tile<1>(
                from + r * inner_, inner_, weights, start + column, to + r * outer_ + column, outer_
            );
        }
    }
}

} // namespace dossier::ocr::lstm
