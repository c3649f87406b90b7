#include "ocr/net/direct.h"

#include "ocr/net/wide.h"

#include <algorithm>

namespace dossier::ocr::net {
namespace {

using wide::lanes;

constexpr std::size_t strip = 8;

/// Eight windows side by side, or what is left of a row, and sixteen channels.
struct Strip {
    const float* from;    ///< the first window's first number
    std::size_t row_step; ///< of the source
    std::size_t step;     ///< from one window to the next
    std::size_t rows;     ///< of the windows, within the image
    std::size_t run;      ///< numbers in a row of a window
    const float* weights;
    const float* bias;
    float* to;
    std::size_t channels; ///< from one result to the next
    std::size_t count;
    __mmask16 mask;
};

template <bool IsHardSwish>
DOSSIER_WIDE void convolve_strip(const Strip& here, const Finish& finish)
{
    __m512 sums[strip];
#pragma GCC unroll 8
    for (std::size_t i = 0; i < strip; ++i)
        sums[i] = _mm512_loadu_ps(here.bias);
    const float* weights = here.weights;
    const float* row = here.from;
    for (std::size_t y = 0; y < here.rows; ++y, row += here.row_step) {
        for (std::size_t j = 0; j < here.run; ++j, weights += lanes) {
            const __m512 weight = _mm512_load_ps(weights);
#pragma GCC unroll 8
            for (std::size_t i = 0; i < strip; ++i) {
                const __m512 number = _mm512_set1_ps(row[i * here.step + j]);
                sums[i] = _mm512_fmadd_ps(number, weight, sums[i]);
            }
        }
    }
    const wide::HardSwish hard_swish(finish);
#pragma GCC unroll 8
    for (std::size_t i = 0; i < strip; ++i) {
        if constexpr (IsHardSwish) sums[i] = hard_swish.of(sums[i]);
        if (i < here.count) _mm512_mask_storeu_ps(here.to + i * here.channels, here.mask, sums[i]);
    }
}

} // namespace

Direct::Direct(const Windows& windows, std::span<const float> weights, std::span<const float> bias)
    : windows_(windows)
{
    const auto blocks = (bias.size() + lanes - 1) / lanes;
    const auto inner = windows.image.channels;
    const auto area = windows.height * windows.width;
    bias_.assign(blocks * lanes, 0.0F);
    std::ranges::copy(bias, bias_.begin());
    weights_.assign(blocks * lanes * area * inner, 0.0F);
    for (std::size_t o = 0; o < bias.size(); ++o) {
        for (std::size_t i = 0; i < inner; ++i) {
            for (std::size_t at = 0; at < area; ++at) {
                const auto place = (o / lanes * area + at) * inner + i;
                weights_[place * lanes + o % lanes] = weights[(o * inner + i) * area + at];
            }
        }
    }
}

std::size_t Direct::padded_width(const Pixels& image, const Pixels& result) const
{
    const auto windows = (result.width + strip - 1) / strip * strip;
    const auto reach = (windows - 1) * windows_.step_x + windows_.width;
    return std::max(image.width + windows_.pad_left, reach);
}

void Direct::prepare(AlignedVector<float>& padded, const Pixels& image, const Pixels& result) const
{
    const auto needed = padded_width(image, result) * image.height * image.channels;
    padded.resize(std::max(padded.size(), needed));
}

void Direct::convolve(
    const float* from,
    const Pixels& image,
    const Finish& finish,
    float* to,
    const Pixels& result,
    AlignedVector<float>& padded
) const
{
    const auto row_step = padded_width(image, result) * image.channels;
    const auto before = windows_.pad_left * image.channels;
    const auto row_size = image.width * image.channels;
    for (std::size_t y = 0; y < image.height; ++y) {
        float* row = padded.data() + y * row_step;
        std::fill_n(row, before, 0.0F);
        std::copy_n(from + y * row_size, row_size, row + before);
        std::fill(row + before + row_size, row + row_step, 0.0F);
    }
    const bool is_hard_swish = finish.activation == Activation::hard_swish;
    const auto convolve = is_hard_swish ? convolve_strip<true> : convolve_strip<false>;
    const auto run = windows_.width * image.channels;
    for (std::size_t y = 0; y < result.height; ++y) {
        const auto top = y * windows_.step_y;
        const auto above = windows_.pad_top - std::min(windows_.pad_top, top);
        const auto first = top + above - windows_.pad_top;
        const auto room = image.height - std::min(image.height, first);
        const auto rows = std::min(windows_.height - std::min(windows_.height, above), room);
        float* results = to + y * result.width * result.channels;
        for (std::size_t x = 0; x < result.width; x += strip) {
            for (std::size_t channel = 0; channel < result.channels; channel += lanes) {
                const auto area = windows_.height * run;
                convolve(
                    {.from =
                         padded.data() + first * row_step + x * windows_.step_x * image.channels,
                     .row_step = row_step,
                     .step = windows_.step_x * image.channels,
                     .rows = rows,
                     .run = run,
                     .weights = weights_.data() + channel * area + above * run * lanes,
                     .bias = bias_.data() + channel,
                     .to = results + x * result.channels + channel,
                     .channels = result.channels,
                     .count = std::min(strip, result.width - x),
                     .mask = wide::first_lanes(result.channels - channel)},
                    finish
                );
            }
        }
        if (!is_hard_swish) wide::finish_all(results, result.width * result.channels, finish);
    }
}

} // namespace dossier::ocr::net
