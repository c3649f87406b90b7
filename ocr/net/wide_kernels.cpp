#include "ocr/net/wide_kernels.h"

#include "ocr/net/model_error.h"
#include "ocr/net/shapes.h"
#include "ocr/net/wide_loops.h"

#include <algorithm>

namespace dossier::ocr::net {
namespace {

/// What the prepared weights of a node are known by.
std::string key_of(const Node& node)
{
    return node.inputs[1] + '\n' + node.inputs[2];
}

struct Constants {
    const Constant& weights;
    const Constant& bias;
};

/// `outer`: how many numbers the bias should have. Throws ModelError.
Constants constants_of(const Graph& graph, const Node& node, std::size_t outer)
{
    const Constant* weights = graph.find_constant(node.inputs[1]);
    const Constant* bias = graph.find_constant(node.inputs[2]);
    if (weights == nullptr || bias == nullptr || bias->floats.size() != outer ||
        static_cast<std::int64_t>(weights->floats.size()) != count_of(weights->shape)) {
        throw ModelError("the model has weights that do not fit their node");
    }
    return {*weights, *bias};
}

/// Where bytes were measured to cost next to nothing (README, 2026-11-27).
bool is_large(const Weights& weights)
{
    return weights.inner >= 240 && weights.outer >= 240;
}

} // namespace

Step WideKernels::convolution(
    const Graph& graph,
    const Node& node,
    const Value& from,
    const Value& to,
    const std::optional<Value>& gates
)
{
    const auto& shape = graph.find_constant(node.inputs[1])->shape;
    if (is_of_single_pixels(node, shape)) {
        const auto inner = static_cast<std::size_t>(shape[1]);
        const auto outer = static_cast<std::size_t>(shape[0]);
        return multiply(
            graph,
            node,
            {.inner = inner, .outer = outer, .inner_step = 1, .outer_step = inner},
            from,
            to,
            gates
        );
    }
    const auto groups = node.integer("group", 1);
    if (gates || node.list("dilations", {1, 1}) != Shape{1, 1}) return {};
    if (groups == 1) return windows(graph, node, from, to);
    const auto half = shape[2] / 2;
    const bool is_depthwise = groups == shape[0] && shape[1] == 1 && shape[2] == shape[3] &&
                              (shape[2] == 3 || shape[2] == 5) &&
                              node.list("pads", {0, 0, 0, 0}) == Shape(4, half) &&
                              node.list("strides", {1, 1})[1] <= 2;
    return is_depthwise ? depthwise(graph, node, from, to) : Step{};
}

Step WideKernels::linear(const Graph& graph, const Node& node, const Value& from, const Value& to)
{
    const auto& shape = graph.find_constant(node.inputs[1])->shape;
    const auto inner = static_cast<std::size_t>(shape[0]);
    const auto outer = static_cast<std::size_t>(shape[1]);
    return multiply(
        graph,
        node,
        {.inner = inner, .outer = outer, .inner_step = outer, .outer_step = 1},
        from,
        to
    );
}

std::shared_ptr<const WideKernels::Matrices> WideKernels::matrices(
    const Graph& graph, const Node& node, const Weights& weights, bool are_windows
)
{
    const auto constants = constants_of(graph, node, weights.outer);
    auto& made = matrices_[key_of(node)];
    if (made == nullptr) {
        const auto& [shape, numbers, ints] = constants.weights;
        auto filled = weights;
        filled.numbers = numbers;
        std::vector<float> turned(are_windows ? numbers.size() : 0);
        if (are_windows) {
            transpose(numbers.data(), shape, {0, 2, 3, 1}, turned.data());
            filled.numbers = turned;
        }
        const auto make = [&](Numbers kind) {
            return std::make_unique<WholeMatrix>(filled, constants.bias.floats, kind);
        };
        made = std::make_shared<Matrices>(
            make(Numbers::words), is_large(filled) ? make(Numbers::bytes) : nullptr
        );
    }
    made->words->prepare(scratch_);
    if (made->bytes != nullptr) made->bytes->prepare(scratch_);
    return made;
}

const WholeMatrix& WideKernels::of(const Matrices& matrices) const
{
    return numbers_ == Numbers::bytes && matrices.bytes != nullptr ? *matrices.bytes
                                                                   : *matrices.words;
}

Step WideKernels::multiply(
    const Graph& graph,
    const Node& node,
    const Weights& weights,
    const Value& from,
    const Value& to,
    const std::optional<Value>& gates
)
{
    if (gates && size_of(*gates) != weights.inner) {
        throw ModelError("the model has a gate that does not fit");
    }
    return [this,
            matrices = matrices(graph, node, weights),
            from = from.offset,
            to = to.offset,
            rows = size_of(from) / weights.inner,
            finish = finish_of(node),
            gates](float* arena) {
        const float* by = gates ? arena + gates->offset : nullptr;
        of(*matrices).multiply(arena + from, by, rows, finish, arena + to, scratch_);
    };
}

Step WideKernels::windows(const Graph& graph, const Node& node, const Value& from, const Value& to)
{
    // Windows of fewer numbers cost more to copy than words win.
    constexpr std::size_t worth_copying = 96;
    const Constant& given = *graph.find_constant(node.inputs[1]);
    const auto strides = node.list("strides", {1, 1});
    const auto pads = node.list("pads", {0, 0, 0, 0});
    const Windows windows{
        .image = pixels_of(from.shape),
        .height = static_cast<std::size_t>(given.shape[2]),
        .width = static_cast<std::size_t>(given.shape[3]),
        .step_y = static_cast<std::size_t>(strides[0]),
        .step_x = static_cast<std::size_t>(strides[1]),
        .pad_top = static_cast<std::size_t>(pads[0]),
        .pad_left = static_cast<std::size_t>(pads[1])};
    const auto inner = windows.count();
    if (inner < worth_copying) return direct(graph, node, windows, from, to);
    const Weights weights{
        .inner = inner,
        .outer = static_cast<std::size_t>(given.shape[0]),
        .inner_step = 1,
        .outer_step = inner};
    window_.resize(std::max(window_.size(), inner));
    return [this,
            matrices = matrices(graph, node, weights, true),
            from = from.offset,
            to = to.offset,
            size = pixels_of(to.shape),
            windows,
            finish = finish_of(node)](float* arena) {
        const auto& matrix = of(*matrices);
        const auto block = matrix.rows_at_once();
        for (std::size_t first = 0; first < size.count(); first += block) {
            const auto here = std::min(block, size.count() - first);
            for (std::size_t i = 0; i < here; ++i) {
                const auto y = (first + i) / size.width;
                const auto x = (first + i) % size.width;
                copy_window(arena + from, windows, x, y, window_.data());
                matrix.set_row(scratch_, i, window_.data());
            }
            matrix.multiply_rows(scratch_, here, finish, arena + to + first * size.channels);
        }
    };
}

Step WideKernels::direct(
    const Graph& graph, const Node& node, const Windows& windows, const Value& from, const Value& to
)
{
    const auto constants = constants_of(graph, node, static_cast<std::size_t>(to.shape[1]));
    auto& weights = direct_[key_of(node)];
    if (weights == nullptr) {
        weights =
            std::make_shared<Direct>(windows, constants.weights.floats, constants.bias.floats);
    }
    const auto result = pixels_of(to.shape);
    weights->prepare(window_, windows.image, result);
    return [this,
            weights = weights,
            from = from.offset,
            to = to.offset,
            image = windows.image,
            result,
            finish = finish_of(node)](float* arena) {
        weights->convolve(arena + from, image, finish, arena + to, result, window_);
    };
}

Step WideKernels::product(const Value& left, const Value& right, const Value& to)
{
    const auto rank = to.shape.size();
    const ProductSize size{
        .rows = static_cast<std::size_t>(left.shape[rank - 2]),
        .inner = static_cast<std::size_t>(left.shape[rank - 1]),
        .outer = static_cast<std::size_t>(right.shape[rank - 1])};
    const auto count = size_of(to) / (size.rows * size.outer);
    const bool fits = left.shape.size() == rank && right.shape.size() == rank &&
                      size_of(left) == count * size.rows * size.inner &&
                      size_of(right) == count * size.inner * size.outer;
    if (!fits) throw ModelError("the model has a product that does not fit");
    return [=, left = left.offset, right = right.offset, to = to.offset](float* arena) {
        for (std::size_t i = 0; i < count; ++i) {
            wide_product(
                arena + left + i * size.rows * size.inner,
                arena + right + i * size.inner * size.outer,
                size,
                arena + to + i * size.rows * size.outer
            );
        }
    };
}

Step WideKernels::softmax(const Value& from, const Value& to)
{
    const auto size = static_cast<std::size_t>(from.shape.back());
    return [=, rows = size_of(from) / size, from = from.offset, to = to.offset](float* arena) {
        wide_softmax(arena + from, rows, size, arena + to);
    };
}

Step WideKernels::depthwise(
    const Graph& graph, const Node& node, const Value& from, const Value& to
)
{
    const auto constants = constants_of(graph, node, static_cast<std::size_t>(to.shape[1]));
    const auto strides = node.list("strides", {1, 1});
    const Window window{
        .size = static_cast<std::size_t>(constants.weights.shape[2]),
        .step_y = static_cast<std::size_t>(strides[0]),
        .step_x = static_cast<std::size_t>(strides[1])};
    auto& weights = depthwise_[key_of(node)];
    if (weights == nullptr) {
        weights =
            std::make_shared<Depthwise>(window, constants.weights.floats, constants.bias.floats);
    }
    return [weights = weights,
            from = from.offset,
            to = to.offset,
            size = pixels_of(from.shape),
            finish = finish_of(node)](float* arena) {
        weights->convolve(arena + from, size, finish, arena + to);
    };
}

} // namespace dossier::ocr::net
