#include "ocr/net/wide_kernels.h"

#include "ocr/net/model_error.h"
#include "ocr/net/shapes.h"

namespace dossier::ocr::net {
namespace {

/// Weights and bias of a node, which Kernels knows to be there.
struct Constants {
    const Constant& weights;
    const Constant& bias;
};

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
    const auto strides = node.list("strides", {1, 1});
    const auto pads = node.list("pads", {0, 0, 0, 0});
    if (node.list("dilations", {1, 1}) != Shape{1, 1}) return {};
    const bool is_alone = node.integer("group", 1) == shape[0] && shape[1] == 1;
    if (is_alone) {
        const auto half = shape[2] / 2;
        const bool is_known = (shape[2] == 3 || shape[2] == 5) && shape[2] == shape[3] &&
                              pads == Shape{half, half, half, half} && strides[1] <= 2;
        return is_known ? depthwise(graph, node, from, to) : Step{};
    }
    if (!is_of_single_pixels(node, shape)) return {};
    const auto inner = static_cast<std::size_t>(shape[1]);
    const auto outer = static_cast<std::size_t>(shape[0]);
    return product(
        graph,
        node,
        {.inner = inner, .outer = outer, .inner_step = 1, .outer_step = inner},
        from,
        to,
        gates
    );
}

Step WideKernels::linear(const Graph& graph, const Node& node, const Value& from, const Value& to)
{
    const auto& shape = graph.find_constant(node.inputs[1])->shape;
    const auto inner = static_cast<std::size_t>(shape[0]);
    const auto outer = static_cast<std::size_t>(shape[1]);
    return product(
        graph,
        node,
        {.inner = inner, .outer = outer, .inner_step = outer, .outer_step = 1},
        from,
        to
    );
}

Step WideKernels::product(
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
    const auto constants = constants_of(graph, node, weights.outer);
    auto& matrix = matrices_[node.inputs[1]];
    if (matrix == nullptr) {
        auto filled = weights;
        filled.numbers = constants.weights.floats;
        matrix = std::make_shared<WordMatrix>(filled, constants.bias.floats);
    }
    matrix->prepare(scratch_);
    return [this,
            matrix = matrix,
            from = from.offset,
            to = to.offset,
            rows = size_of(from) / weights.inner,
            finish = finish_of(node),
            gates](float* arena) {
        const float* by = gates ? arena + gates->offset : nullptr;
        matrix->multiply(arena + from, by, rows, finish, arena + to, scratch_);
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
    auto& weights = depthwise_[node.inputs[1]];
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
