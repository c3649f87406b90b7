#include "samples/render/blur.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace dossier::samples {
namespace {

std::vector<float> bell(double deviation)
{
    const int reach = std::max(1, static_cast<int>(std::ceil(deviation * 2.5)));
    std::vector<float> weights;
    float sum = 0;
    for (int i = -reach; i <= reach; ++i) {
        weights.push_back(static_cast<float>(std::exp(-i * i / (2 * deviation * deviation))));
        sum += weights.back();
    }
    for (float& weight : weights)
        weight /= sum;
    return weights;
}

/// One pass of the blur along a row or a column of `count` samples, `step` bytes apart.
void blur_line(
    std::uint8_t* line,
    int count,
    std::ptrdiff_t step,
    const std::vector<float>& weights,
    std::vector<float>& scratch
)
{
    const int reach = static_cast<int>(weights.size() / 2);
    scratch.resize(static_cast<std::size_t>(count + 2 * reach));
    for (int i = -reach; i < count + reach; ++i)
        scratch[static_cast<std::size_t>(i + reach)] = line[std::clamp(i, 0, count - 1) * step];
    for (int i = 0; i < count; ++i) {
        float sum = 0.5F;
        for (std::size_t k = 0; k < weights.size(); ++k)
            sum += weights[k] * scratch[static_cast<std::size_t>(i) + k];
        line[i * step] = static_cast<std::uint8_t>(std::min(sum, 255.0F));
    }
}

} // namespace

void blur(Image& image, double deviation, int top, int bottom)
{
    if (bottom <= top) return;
    const auto weights = bell(deviation);
    std::vector<float> scratch;
    const std::ptrdiff_t row_bytes = static_cast<std::ptrdiff_t>(image.width) * image.channels;
    for (int c = 0; c < image.channels; ++c) {
        for (int y = top; y < bottom; ++y)
            blur_line(image.row(y) + c, image.width, image.channels, weights, scratch);
        for (int x = 0; x < image.width; ++x)
            blur_line(
                image.row(top) + static_cast<std::ptrdiff_t>(x) * image.channels + c,
                bottom - top,
                row_bytes,
                weights,
                scratch
            );
    }
}

} // namespace dossier::samples
