#pragma once
// The operators that move numbers about or touch each of them once: plain loops over buffers that
// do not overlap. "Pixels" are the values of an image in the order y, x, channel; all other tensors
// are row-major.

#include "ocr/net/graph.h"

#include <span>

namespace dossier::ocr::net {

/// Sizes of an image tensor; ONNX writes them 1, channels, height, width.
struct Pixels {
    std::size_t height = 0;
    std::size_t width = 0;
    std::size_t channels = 0;

    std::size_t count() const { return height * width; }
};

/// The sizes of a shape of four dimensions whose first is 1.
Pixels pixels_of(const Shape& shape);

void pixels_to_planes(const float* from, const Pixels& size, float* to);
void planes_to_pixels(const float* from, const Pixels& size, float* to);

/// Axis i of the result is axis order[i] of the source.
void transpose(const float* from, const Shape& shape, const Shape& order, float* to);

/// The part from `first` on, of the given shape.
void slice(const float* from, const Shape& shape, const Shape& first, const Shape& part, float* to);

/// The windows that a convolution sees, one after the other. Beyond the image there are zeros.
struct Windows {
    Pixels image;
    std::size_t height = 1;
    std::size_t width = 1;
    std::size_t step_y = 1;
    std::size_t step_x = 1;
    std::size_t pad_top = 0;
    std::size_t pad_left = 0;

    /// Numbers in one of them.
    std::size_t count() const { return height * width * image.channels; }
};

/// The window of the result's pixel at x, y: row by row.
void copy_window(
    const float* from, const Windows& windows, std::size_t x, std::size_t y, float* to
);

void average_all(const float* from, const Pixels& size, float* to);

/// Mean over windows of height x width that stand side by side.
void average_windows(const float* from, const Pixels& size, Pixels window, float* to);

/// The greatest over windows of height x width that stand side by side.
void greatest_of_windows(const float* from, const Pixels& size, Pixels window, float* to);

/// Repeats each pixel factor x factor times.
void enlarge(const float* from, const Pixels& size, std::size_t factor, float* to);

/// The channels of every source, one after the other, for each pixel.
struct ChannelSource {
    const float* values = nullptr;
    std::size_t channels = 0;
};

void join_channels(std::span<const ChannelSource> sources, std::size_t pixels, float* to);

/// Channels (dy, dx, channel) of each pixel become block x block pixels.
void depth_to_space(const float* from, const Pixels& size, std::size_t block, float* to);

/// to = from * (scale by channel + offset)
void gate(const float* from, const Pixels& size, const float* scale, float offset, float* to);

void layer_norm(
    std::span<const float> from,
    std::span<const float> weight,
    std::span<const float> bias,
    float epsilon,
    float* to
);

void add(const float* left, const float* right, std::size_t count, float* to);
void multiply(const float* left, const float* right, std::size_t count, float* to);

} // namespace dossier::ocr::net
