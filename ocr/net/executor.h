#pragma once
// A network for one fixed input shape, ready to run: a list of steps and the places of their
// values in one arena. Everything that takes time or maps executable memory happens in the
// constructor; run() only computes.

#include "ocr/net/kernels.h"

#include <span>

namespace dossier::ocr::net {

class Executor {
public:
    /// `graph` as fuse() leaves it; `input` is 1, channels, height, width. Steps refer to
    /// `kernels`, which must outlive the executor; `graph` may go. Throws ModelError.
    Executor(const Graph& graph, const Shape& input, Kernels& kernels);

    /// How many floats run() needs to work on.
    std::size_t arena_size() const { return arena_size_; }

    const Shape& input_shape() const { return input_.shape; }

    const Shape& output_shape() const { return output_.shape; }

    /// Where the input goes before run(): pixels in the order y, x, channel.
    std::span<float> input(std::span<float> arena) const;
    /// Computes and returns the output, which lies in the arena: pixels if it has four dimensions,
    /// row-major otherwise.
    std::span<const float> run(std::span<float> arena) const;

private:
    std::vector<Step> steps_;
    Value input_;
    Value output_;
    std::size_t arena_size_ = 0;
};

} // namespace dossier::ocr::net
