#pragma once
// Convolutions whose windows hold few numbers, as those of pictures with three channels (AVX-512):
// the sums of eight neighbours, sixteen channels each, stay in registers.

#include "ocr/net/aligned.h"
#include "ocr/net/finish.h"
#include "ocr/net/loops.h"

#include <span>

namespace dossier::ocr::net {

class Direct {
public:
    /// `weights`: outer and inner channel, y, x; `bias`: one for each outer channel.
    Direct(const Windows& windows, std::span<const float> weights, std::span<const float> bias);

    /// Makes `padded` large enough for convolve() of such images.
    void prepare(AlignedVector<float>& padded, const Pixels& image, const Pixels& result) const;

    /// Only where the processor has AVX-512.
    void convolve(
        const float* from,
        const Pixels& image,
        const Finish& finish,
        float* to,
        const Pixels& result,
        AlignedVector<float>& padded
    ) const;

private:
    std::size_t padded_width(const Pixels& image, const Pixels& result) const;

    Windows windows_;              ///< but for the image
    AlignedVector<float> weights_; ///< sixteen outer channels, y, x, inner channel, outer channel
    AlignedVector<float> bias_;    ///< rounded up to sixteen
};

} // namespace dossier::ocr::net
