#pragma once
// Convolutions of each channel by itself (AVX-512): eight neighbours of sixteen channels at a time,
// so that a number once read serves all the sums it goes into.

#include "ocr/net/aligned.h"
#include "ocr/net/finish.h"
#include "ocr/net/loops.h"

#include <span>

namespace dossier::ocr::net {

/// The image is padded with half a window of zeros on each side.
struct Window {
    std::size_t size = 3; ///< 3 or 5, both ways
    std::size_t step_y = 1;
    std::size_t step_x = 1; ///< 1 or 2

    Pixels over(const Pixels& image) const
    {
        return {
            .height = (image.height - 1) / step_y + 1,
            .width = (image.width - 1) / step_x + 1,
            .channels = image.channels};
    }
};

class Depthwise {
public:
    static constexpr std::size_t strip_width = 8;

    /// `weights`: channel, y, x; `bias`: one for each channel.
    Depthwise(const Window& window, std::span<const float> weights, std::span<const float> bias);

    const Window& window() const { return window_; }

    /// The results of all rows from column `x` on, at most eight in each, from one row to the next
    /// `row_step` numbers. Only where the processor has AVX-512.
    void convolve_strip(
        const float* from,
        const Pixels& size,
        std::size_t x,
        const Finish& finish,
        float* to,
        std::size_t row_step
    ) const;

    void convolve(const float* from, const Pixels& size, const Finish& finish, float* to) const;

private:
    Window window_;
    AlignedVector<float> weights_; ///< sixteen channels, y, x, channel
    AlignedVector<float> bias_;    ///< rounded up to sixteen channels
};

} // namespace dossier::ocr::net
