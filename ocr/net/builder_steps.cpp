// One function for each operator of ONNX and of fuse.h: what comes out in size, and the step that
// computes it.

#include "ocr/net/builder.h"
#include "ocr/net/loops.h"
#include "ocr/net/model_error.h"
#include "ocr/net/shapes.h"
#include "ocr/net/wide_loops.h"

#include <algorithm>

namespace dossier::ocr::net {

void Builder::add_step(const Node& node)
{
    using Make = void (Builder::*)(const Node&);
    static const std::map<std::string, Make, std::less<>> makers{
        {"Add", &Builder::arithmetic},
        {"AveragePool", &Builder::pool},
        {"Concat", &Builder::concat},
        {"Conv", &Builder::convolution},
        {"DepthToSpace", &Builder::spread},
        {"Gate", &Builder::gated},
        {"GlobalAveragePool", &Builder::pool_all},
        {"LayerNorm", &Builder::norm},
        {"Linear", &Builder::linear},
        {"MatMul", &Builder::product},
        {"MaxPool", &Builder::pool},
        {"Mul", &Builder::arithmetic},
        {"Reshape", &Builder::reshape},
        {"Resize", &Builder::resize},
        {"Slice", &Builder::slice_part},
        {"Softmax", &Builder::softmax},
        {"Squeeze", &Builder::squeeze},
        {"Transpose", &Builder::transposed},
    };
    const auto maker = makers.find(node.op);
    if (maker == makers.end()) throw ModelError("the model has the unknown operator " + node.op);
    (this->*maker->second)(node);
}

void Builder::convolution(const Node& node)
{
    Value from = ordered(node.inputs[0], true);
    const Constant* weights = graph_.find_constant(node.inputs[1]);
    if (weights == nullptr) throw ModelError("the model has a convolution without weights");
    std::optional<Value> gates;
    if (node.inputs.size() == 4) gates = ordered(node.inputs[3], true);
    if (gates && !kernels_.are_wide()) {
        const Value gated = place(from.shape, true);
        temporary_.push_back(gated.offset);
        add_gate(from, *gates, 0.0F, gated);
        from = gated;
        gates.reset();
    }
    const Value to = result(node, convolved_shape(node, from.shape, weights->shape), true);
    steps.push_back(kernels_.convolution(graph_, node, from, to, gates));
}

void Builder::linear(const Node& node)
{
    const Value from = ordered(node.inputs[0], false);
    const Constant* weights = graph_.find_constant(node.inputs[1]);
    auto shape = from.shape;
    if (weights == nullptr || shape.back() != weights->shape.front()) {
        throw ModelError("the model has a linear layer that does not fit");
    }
    shape.back() = weights->shape.back();
    steps.push_back(kernels_.linear(graph_, node, from, result(node, shape, false)));
}

void Builder::product(const Node& node)
{
    const Value left = ordered(node.inputs[0], false);
    const Value right = ordered(node.inputs[1], false);
    auto shape = left.shape;
    if (shape.size() < 2 || right.shape.size() != shape.size()) {
        throw ModelError("the model has a product that does not fit");
    }
    shape.back() = right.shape.back();
    steps.push_back(kernels_.product(left, right, result(node, shape, false)));
}

void Builder::softmax(const Node& node)
{
    const Value from = ordered(node.inputs[0], false);
    const auto last = static_cast<std::int64_t>(from.shape.size()) - 1;
    const auto axis = node.integer("axis", last);
    if (axis != last && axis != -1) throw ModelError("the model has a softmax over an inner axis");
    const auto in_place = result_in_place(node, from.shape);
    steps.push_back(kernels_.softmax(from, in_place ? *in_place : result(node, from.shape, false)));
}

void Builder::norm(const Node& node)
{
    const Value from = ordered(node.inputs[0], false);
    const Constant* weight = graph_.find_constant(node.inputs[1]);
    const Constant* bias = graph_.find_constant(node.inputs[2]);
    const auto size = static_cast<std::size_t>(from.shape.back());
    if (weight == nullptr || bias == nullptr || weight->floats.size() != size ||
        bias->floats.size() != size) {
        throw ModelError("the model has a normalisation that does not fit");
    }
    const Value to = result(node, from.shape, false);
    steps.emplace_back([from,
                        to,
                        count = size_of(from),
                        weights = weight->floats,
                        biases = bias->floats,
                        epsilon = node.number("epsilon", 1e-5F),
                        norm = kernels_.are_wide() ? wide_layer_norm : layer_norm](float* arena) {
        norm({arena + from.offset, count}, weights, biases, epsilon, arena + to.offset);
    });
}

void Builder::arithmetic(const Node& node)
{
    const bool is_sum = node.op == "Add";
    for (const bool first : {true, false}) {
        const Constant* number = graph_.find_constant(node.inputs[first ? 0 : 1]);
        if (number == nullptr) continue;
        if (is_sum || number->floats.size() != 1) {
            throw ModelError("the model adds a constant that does not fold into its weights");
        }
        const Value from = value(node.inputs[first ? 1 : 0]);
        const Value to = result(node, from.shape, from.is_pixels);
        steps.emplace_back(
            [from, to, count = size_of(from), factor = number->floats.front()](float* arena) {
                for (std::size_t i = 0; i < count; ++i) {
                    arena[to.offset + i] = arena[from.offset + i] * factor;
                }
            }
        );
        return;
    }
    const Value left = value(node.inputs[0]);
    const Value right = ordered(node.inputs[1], left.is_pixels);
    if (left.shape != right.shape) throw ModelError("the model adds tensors of two shapes");
    const Value to = result(node, left.shape, left.is_pixels);
    steps.emplace_back([=, count = size_of(left)](float* arena) {
        const auto combine = is_sum ? net::add : net::multiply;
        combine(arena + left.offset, arena + right.offset, count, arena + to.offset);
    });
}

void Builder::add_gate(const Value& from, const Value& scale, float offset, const Value& to)
{
    const auto size = pixels_of(from.shape);
    if (scale.shape != Shape{1, from.shape[1], 1, 1}) {
        throw ModelError("the model has a gate that does not fit");
    }
    steps.emplace_back([=](float* arena) {
        gate(arena + from.offset, size, arena + scale.offset, offset, arena + to.offset);
    });
}

void Builder::gated(const Node& node)
{
    const Value from = ordered(node.inputs[0], true);
    const Value scale = ordered(node.inputs[1], true);
    add_gate(from, scale, node.number("offset", 0.0F), result(node, from.shape, true));
}

void Builder::pool_all(const Node& node)
{
    const Value from = ordered(node.inputs[0], true);
    const auto size = pixels_of(from.shape);
    const Value to = result(node, {1, from.shape[1], 1, 1}, true);
    steps.emplace_back([=](float* arena) {
        average_all(arena + from.offset, size, arena + to.offset);
    });
}

void Builder::pool(const Node& node)
{
    const Value from = ordered(node.inputs[0], true);
    const auto size = pixels_of(from.shape);
    const auto kernel = node.list("kernel_shape", {1, 1});
    if (node.list("strides", {1, 1}) != kernel ||
        node.list("pads", {0, 0, 0, 0}) != Shape{0, 0, 0, 0}) {
        throw ModelError("the model has a pooling whose windows overlap");
    }
    const Value to = result(
        node, {1, from.shape[1], from.shape[2] / kernel[0], from.shape[3] / kernel[1]}, true
    );
    const Pixels window{
        .height = static_cast<std::size_t>(kernel[0]),
        .width = static_cast<std::size_t>(kernel[1]),
        .channels = 1};
    steps.emplace_back([=, is_mean = node.op == "AveragePool"](float* arena) {
        const auto combine = is_mean ? average_windows : greatest_of_windows;
        combine(arena + from.offset, size, window, arena + to.offset);
    });
}

void Builder::resize(const Node& node)
{
    const Value from = ordered(node.inputs[0], true);
    const Constant* scales =
        node.inputs.size() == 3 ? graph_.find_constant(node.inputs[2]) : nullptr;
    const bool is_known =
        scales != nullptr && scales->floats.size() == 4 && node.word("mode") == "nearest";
    const float factor = is_known ? scales->floats[2] : 0.0F;
    const auto whole = static_cast<std::int64_t>(factor);
    if (!is_known || whole < 1 || factor != static_cast<float>(whole) ||
        scales->floats[3] != factor) {
        throw ModelError("the model has an enlargement by more than whole pixels");
    }
    const auto size = pixels_of(from.shape);
    const Value to =
        result(node, {1, from.shape[1], from.shape[2] * whole, from.shape[3] * whole}, true);
    steps.emplace_back([=](float* arena) {
        enlarge(arena + from.offset, size, static_cast<std::size_t>(whole), arena + to.offset);
    });
}

void Builder::spread(const Node& node)
{
    const Value from = ordered(node.inputs[0], true);
    const auto block = node.integer("blocksize", 1);
    const auto size = pixels_of(from.shape);
    const Shape shape{
        1, from.shape[1] / (block * block), from.shape[2] * block, from.shape[3] * block};
    const Value to = result(node, shape, true);
    steps.emplace_back([=](float* arena) {
        depth_to_space(
            arena + from.offset, size, static_cast<std::size_t>(block), arena + to.offset
        );
    });
}

void Builder::concat(const Node& node)
{
    if (node.integer("axis", 1) != 1) throw ModelError("the model joins along an odd axis");
    std::vector<Value> parts;
    Shape shape;
    for (const auto& name : node.inputs) {
        parts.push_back(ordered(name, true));
        if (shape.empty())
            shape = parts.back().shape;
        else
            shape[1] += parts.back().shape[1];
    }
    const Value to = result(node, shape, true);
    const auto pixels = pixels_of(shape).count();
    steps.emplace_back([=](float* arena) {
        std::vector<ChannelSource> sources;
        sources.reserve(parts.size());
        for (const auto& part : parts) {
            sources.push_back({arena + part.offset, static_cast<std::size_t>(part.shape[1])});
        }
        join_channels(sources, pixels, arena + to.offset);
    });
}

void Builder::copy(const Node& node, const Value& from, const Shape& shape)
{
    if (count_of(shape) != count_of(from.shape)) {
        throw ModelError("the model reshapes to another size");
    }
    if (result_in_place(node, shape)) return;
    const Value to = result(node, shape, false);
    steps.emplace_back([from, to, count = size_of(from)](float* arena) {
        std::copy_n(arena + from.offset, count, arena + to.offset);
    });
}

void Builder::reshape(const Node& node)
{
    const Value from = ordered(node.inputs[0], false);
    copy(node, from, reshaped(from.shape, integers(node, "shape", 1)));
}

void Builder::squeeze(const Node& node)
{
    const Value from = ordered(node.inputs[0], false);
    copy(node, from, squeezed(from.shape, integers(node, "axes", 1)));
}

void Builder::transposed(const Node& node)
{
    const Value from = ordered(node.inputs[0], false);
    const auto order = node.list("perm", {});
    const Value to = result(node, permuted(from.shape, order), false);
    steps.emplace_back([=](float* arena) {
        transpose(arena + from.offset, from.shape, order, arena + to.offset);
    });
}

void Builder::slice_part(const Node& node)
{
    const Value from = ordered(node.inputs[0], false);
    const auto part = part_of(
        from.shape,
        integers(node, "starts", 1),
        integers(node, "ends", 2),
        integers(node, "axes", 3)
    );
    const Value to = result(node, part.shape, false);
    steps.emplace_back([=](float* arena) {
        slice(arena + from.offset, from.shape, part.first, part.shape, arena + to.offset);
    });
}

} // namespace dossier::ocr::net
