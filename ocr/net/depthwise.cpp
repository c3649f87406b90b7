#include "ocr/net/depthwise.h"

#include "ocr/net/wide.h"

#include <algorithm>

namespace dossier::ocr::net {
namespace {

using wide::lanes;

constexpr std::size_t strip = Depthwise::strip_width;

/// Up to eight neighbours of sixteen channels, in all rows.
struct Column {
    const float* from; ///< first channel of the image's first pixel
    Pixels size;
    std::ptrdiff_t left; ///< the pixel where the leftmost window starts: before the image at first
    std::size_t step_y;
    const float* weights;
    const float* bias;
    float* to; ///< first channel of the leftmost result in the first row
    std::size_t row_step;
    std::size_t height;
    std::size_t count; ///< of results in a row
    __mmask16 channels;
};

/// `IsWhole`: all windows within the image, all channels and all eight results are there.
template <std::size_t Size, std::size_t StepX, bool IsHardSwish, bool IsWhole>
DOSSIER_WIDE void convolve_column(const Column& column, const Finish& finish)
{
    constexpr std::size_t reach = (strip - 1) * StepX + Size;
    const auto pixel = column.size.channels;
    const auto width = static_cast<std::ptrdiff_t>(column.size.width);
    __mmask16 masks[reach];
#pragma GCC unroll 24
    for (std::size_t x = 0; x < reach; ++x) {
        const auto at = column.left + static_cast<std::ptrdiff_t>(x);
        masks[x] = at >= 0 && at < width ? column.channels : __mmask16{0};
    }
    const __m512 bias = _mm512_loadu_ps(column.bias);
    const wide::HardSwish hard_swish(finish);
    for (std::size_t y = 0; y < column.height; ++y) {
        __m512 sums[strip];
#pragma GCC unroll 8
        for (std::size_t i = 0; i < strip; ++i)
            sums[i] = bias;
        for (std::size_t dy = 0; dy < Size; ++dy) {
            const auto row = y * column.step_y + dy - Size / 2; // before the first it wraps
            if (row >= column.size.height) continue;
            const float* from =
                column.from + (static_cast<std::ptrdiff_t>(row) * width + column.left) *
                                  static_cast<std::ptrdiff_t>(pixel);
            const float* at = column.weights + dy * Size * lanes;
            __m512 weights[Size];
#pragma GCC unroll 5
            for (std::size_t dx = 0; dx < Size; ++dx)
                weights[dx] = _mm512_loadu_ps(at + dx * lanes);
#pragma GCC unroll 24
            for (std::size_t x = 0; x < reach; ++x) {
                const __m512 numbers = IsWhole ? _mm512_loadu_ps(from + x * pixel)
                                               : _mm512_maskz_loadu_ps(masks[x], from + x * pixel);
#pragma GCC unroll 8
                for (std::size_t i = 0; i < strip; ++i) {
                    if (x < i * StepX || x - i * StepX >= Size) continue;
                    sums[i] = _mm512_fmadd_ps(numbers, weights[x - i * StepX], sums[i]);
                }
            }
        }
        float* to = column.to + y * column.row_step;
#pragma GCC unroll 8
        for (std::size_t i = 0; i < strip; ++i) {
            if constexpr (IsHardSwish) sums[i] = hard_swish.of(sums[i]);
            if constexpr (IsWhole)
                _mm512_storeu_ps(to + i * pixel, sums[i]);
            else if (i < column.count)
                _mm512_mask_storeu_ps(to + i * pixel, column.channels, sums[i]);
        }
    }
}

template <std::size_t Size, std::size_t StepX, bool IsHardSwish>
void convolve_with(const Column& column, const Finish& finish)
{
    constexpr std::ptrdiff_t reach = (strip - 1) * StepX + Size;
    const bool is_whole = column.left >= 0 && column.count == strip &&
                          column.left + reach <= static_cast<std::ptrdiff_t>(column.size.width) &&
                          column.channels == wide::first_lanes(lanes);
    if (is_whole)
        convolve_column<Size, StepX, IsHardSwish, true>(column, finish);
    else
        convolve_column<Size, StepX, IsHardSwish, false>(column, finish);
}

template <bool IsHardSwish>
void convolve_with(const Window& window, const Column& column, const Finish& finish)
{
    if (window.size == 3 && window.step_x == 1)
        convolve_with<3, 1, IsHardSwish>(column, finish);
    else if (window.size == 3)
        convolve_with<3, 2, IsHardSwish>(column, finish);
    else if (window.step_x == 1)
        convolve_with<5, 1, IsHardSwish>(column, finish);
    else
        convolve_with<5, 2, IsHardSwish>(column, finish);
}

} // namespace

Depthwise::Depthwise(
    const Window& window, std::span<const float> weights, std::span<const float> bias
)
    : window_(window)
{
    const auto blocks = (bias.size() + lanes - 1) / lanes;
    const auto area = window.size * window.size;
    bias_.assign(blocks * lanes, 0.0F);
    std::ranges::copy(bias, bias_.begin());
    weights_.assign(blocks * lanes * area, 0.0F);
    for (std::size_t channel = 0; channel < bias.size(); ++channel) {
        for (std::size_t i = 0; i < area; ++i) {
            weights_[(channel / lanes * area + i) * lanes + channel % lanes] =
                weights[channel * area + i];
        }
    }
}

void Depthwise::convolve_strip(
    const float* from,
    const Pixels& size,
    std::size_t x,
    const Finish& finish,
    float* to,
    std::size_t row_step
) const
{
    const bool is_hard_swish = finish.activation == Activation::hard_swish;
    const auto area = window_.size * window_.size;
    const auto result = window_.over(size);
    const auto count = std::min(strip, result.width - x);
    for (std::size_t channel = 0; channel < size.channels; channel += lanes) {
        const Column column{
            .from = from + channel,
            .size = size,
            .left = static_cast<std::ptrdiff_t>(x * window_.step_x) -
                    static_cast<std::ptrdiff_t>(window_.size / 2),
            .step_y = window_.step_y,
            .weights = weights_.data() + channel * area,
            .bias = bias_.data() + channel,
            .to = to + channel,
            .row_step = row_step,
            .height = result.height,
            .count = count,
            .channels = wide::first_lanes(size.channels - channel)};
        if (is_hard_swish)
            convolve_with<true>(window_, column, finish);
        else
            convolve_with<false>(window_, column, finish);
    }
    if (is_hard_swish) return;
    for (std::size_t y = 0; y < result.height; ++y)
        wide::finish_all(to + y * row_step, count * size.channels, finish);
}

void Depthwise::convolve(const float* from, const Pixels& size, const Finish& finish, float* to)
    const
{
    const auto width = window_.over(size).width;
    for (std::size_t x = 0; x < width; x += strip)
        convolve_strip(from, size, x, finish, to + x * size.channels, width * size.channels);
}

} // namespace dossier::ocr::net
