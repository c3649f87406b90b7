#include "ocr/net/loops.h"

#include "ocr/net/model_error.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace dossier::ocr::net {
namespace {

Shape strides_of(const Shape& shape)
{
    Shape strides(shape.size(), 1);
    for (auto i = shape.size(); i-- > 1;)
        strides[i - 1] = strides[i] * shape[i];
    return strides;
}

/// Visits a grid in row-major order and copies from where the strides lead.
void gather(const float* from, const Shape& grid, const Shape& strides, float* to)
{
    const auto last = grid.size() - 1;
    const auto length = grid[last];
    const auto step = strides[last];
    const auto rows = count_of(grid) / std::max<std::int64_t>(length, 1);
    Shape at(grid.size(), 0);
    std::int64_t offset = 0;
    for (std::int64_t row = 0; row < rows; ++row, to += length) {
        const float* source = from + offset;
        if (step == 1)
            std::copy_n(source, length, to);
        else {
            for (std::int64_t i = 0; i < length; ++i)
                to[i] = source[i * step];
        }
        for (auto axis = last; axis-- > 0;) {
            offset += strides[axis];
            if (++at[axis] < grid[axis]) break;
            offset -= strides[axis] * grid[axis];
            at[axis] = 0;
        }
    }
}

} // namespace

Pixels pixels_of(const Shape& shape)
{
    if (shape.size() != 4 || shape[0] != 1) throw ModelError("the model has an odd image shape");
    return {
        .height = static_cast<std::size_t>(shape[2]),
        .width = static_cast<std::size_t>(shape[3]),
        .channels = static_cast<std::size_t>(shape[1])};
}

void pixels_to_planes(const float* from, const Pixels& size, float* to)
{
    for (std::size_t p = 0; p < size.count(); ++p) {
        for (std::size_t c = 0; c < size.channels; ++c) {
            to[c * size.count() + p] = from[p * size.channels + c];
        }
    }
}

void planes_to_pixels(const float* from, const Pixels& size, float* to)
{
    for (std::size_t p = 0; p < size.count(); ++p) {
        for (std::size_t c = 0; c < size.channels; ++c) {
            to[p * size.channels + c] = from[c * size.count() + p];
        }
    }
}

void transpose(const float* from, const Shape& shape, const Shape& order, float* to)
{
    const auto strides = strides_of(shape);
    Shape grid;
    Shape steps;
    for (const auto axis : order) {
        grid.push_back(shape[static_cast<std::size_t>(axis)]);
        steps.push_back(strides[static_cast<std::size_t>(axis)]);
    }
    gather(from, grid, steps, to);
}

void slice(const float* from, const Shape& shape, const Shape& first, const Shape& part, float* to)
{
    const auto strides = strides_of(shape);
    std::int64_t start = 0;
    for (std::size_t axis = 0; axis < shape.size(); ++axis)
        start += first[axis] * strides[axis];
    gather(from + start, part, strides, to);
}

void copy_window(const float* from, const Windows& windows, std::size_t x, std::size_t y, float* to)
{
    const auto& [rows, columns, channels] = windows.image;
    const auto before = x * windows.step_x;
    // of the window's columns, those from `first` to before `last` are within the image
    const auto first =
        std::min(windows.width, windows.pad_left - std::min(windows.pad_left, before));
    const auto room = columns + windows.pad_left - std::min(columns + windows.pad_left, before);
    const auto last = std::max(first, std::min(windows.width, room));
    for (std::size_t dy = 0; dy < windows.height; ++dy, to += windows.width * channels) {
        const auto row = y * windows.step_y + dy - windows.pad_top; // above the image it wraps
        if (row >= rows) {
            std::fill_n(to, windows.width * channels, 0.0F);
            continue;
        }
        std::fill_n(to, first * channels, 0.0F);
        const auto start = row * columns + before + first - windows.pad_left;
        std::copy_n(from + start * channels, (last - first) * channels, to + first * channels);
        std::fill_n(to + last * channels, (windows.width - last) * channels, 0.0F);
    }
}

void average_all(const float* from, const Pixels& size, float* to)
{
    std::fill_n(to, size.channels, 0.0F);
    for (std::size_t p = 0; p < size.count(); ++p) {
        for (std::size_t c = 0; c < size.channels; ++c)
            to[c] += from[p * size.channels + c];
    }
    for (std::size_t c = 0; c < size.channels; ++c)
        to[c] /= static_cast<float>(size.count());
}

void average_windows(const float* from, const Pixels& size, Pixels window, float* to)
{
    const auto rows = size.height / window.height;
    const auto columns = size.width / window.width;
    const float share = 1.0F / static_cast<float>(window.count());
    std::fill_n(to, rows * columns * size.channels, 0.0F);
    for (std::size_t y = 0; y < rows * window.height; ++y) {
        for (std::size_t x = 0; x < columns * window.width; ++x) {
            const float* pixel = from + (y * size.width + x) * size.channels;
            float* sum = to + (y / window.height * columns + x / window.width) * size.channels;
            for (std::size_t c = 0; c < size.channels; ++c)
                sum[c] += pixel[c] * share;
        }
    }
}

void greatest_of_windows(const float* from, const Pixels& size, Pixels window, float* to)
{
    const auto rows = size.height / window.height;
    const auto columns = size.width / window.width;
    std::fill_n(to, rows * columns * size.channels, std::numeric_limits<float>::lowest());
    for (std::size_t y = 0; y < rows * window.height; ++y) {
        for (std::size_t x = 0; x < columns * window.width; ++x) {
            const float* pixel = from + (y * size.width + x) * size.channels;
            float* most = to + (y / window.height * columns + x / window.width) * size.channels;
            for (std::size_t c = 0; c < size.channels; ++c)
                most[c] = std::max(most[c], pixel[c]);
        }
    }
}

void enlarge(const float* from, const Pixels& size, std::size_t factor, float* to)
{
    for (std::size_t y = 0; y < size.height * factor; ++y) {
        const float* row = from + y / factor * size.width * size.channels;
        for (std::size_t x = 0; x < size.width * factor; ++x) {
            to = std::copy_n(row + x / factor * size.channels, size.channels, to);
        }
    }
}

void join_channels(std::span<const ChannelSource> sources, std::size_t pixels, float* to)
{
    for (std::size_t p = 0; p < pixels; ++p) {
        for (const auto& source : sources) {
            to = std::copy_n(source.values + p * source.channels, source.channels, to);
        }
    }
}

void depth_to_space(const float* from, const Pixels& size, std::size_t block, float* to)
{
    const auto channels = size.channels / (block * block);
    for (std::size_t y = 0; y < size.height * block; ++y) {
        for (std::size_t x = 0; x < size.width * block; ++x) {
            const float* pixel = from + (y / block * size.width + x / block) * size.channels;
            const auto part = (y % block * block + x % block) * channels;
            to = std::copy_n(pixel + part, channels, to);
        }
    }
}

void gate(const float* from, const Pixels& size, const float* scale, float offset, float* to)
{
    for (std::size_t p = 0; p < size.count(); ++p) {
        for (std::size_t c = 0; c < size.channels; ++c) {
            const auto i = p * size.channels + c;
            to[i] = from[i] * (scale[c] + offset);
        }
    }
}

void layer_norm(
    std::span<const float> from,
    std::span<const float> weight,
    std::span<const float> bias,
    float epsilon,
    float* to
)
{
    const auto size = weight.size();
    for (; from.size() >= size; from = from.subspan(size), to += size) {
        float mean = 0.0F;
        for (const float value : from.first(size))
            mean += value;
        mean /= static_cast<float>(size);
        float variance = 0.0F;
        for (const float value : from.first(size))
            variance += (value - mean) * (value - mean);
        const float factor = 1.0F / std::sqrt(variance / static_cast<float>(size) + epsilon);
        for (std::size_t i = 0; i < size; ++i) {
            to[i] = (from[i] - mean) * factor * weight[i] + bias[i];
        }
    }
}

void add(const float* left, const float* right, std::size_t count, float* to)
{
    for (std::size_t i = 0; i < count; ++i)
        to[i] = left[i] + right[i];
}

void multiply(const float* left, const float* right, std::size_t count, float* to)
{
    for (std::size_t i = 0; i < count; ++i)
        to[i] = left[i] * right[i];
}

} // namespace dossier::ocr::net
