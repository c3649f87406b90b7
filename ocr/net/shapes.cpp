#include "ocr/net/shapes.h"

#include "ocr/net/model_error.h"

#include <algorithm>

namespace dossier::ocr::net {
namespace {

std::size_t axis_of(std::int64_t axis, const Shape& shape)
{
    const auto rank = static_cast<std::int64_t>(shape.size());
    if (axis < -rank || axis >= rank) throw ModelError("the model names an axis that is not there");
    return static_cast<std::size_t>(axis < 0 ? axis + rank : axis);
}

} // namespace

bool is_of_single_pixels(const Node& node, const Shape& weights)
{
    return weights.size() == 4 && weights[2] * weights[3] == 1 && node.integer("group", 1) == 1 &&
           node.list("strides", {1, 1}) == Shape{1, 1} &&
           node.list("pads", {0, 0, 0, 0}) == Shape{0, 0, 0, 0};
}

Shape convolved_shape(const Node& node, const Shape& from, const Shape& weights)
{
    const auto pads = node.list("pads", {0, 0, 0, 0});
    const auto strides = node.list("strides", {1, 1});
    const auto dilations = node.list("dilations", {1, 1});
    if (from.size() != 4 || weights.size() != 4 || pads.size() != 4 || strides.size() != 2 ||
        dilations.size() != 2 || from[1] != weights[1] * node.integer("group", 1)) {
        throw ModelError("the model has a convolution that does not fit");
    }
    Shape to{from[0], weights[0]};
    for (std::size_t i = 0; i < 2; ++i) {
        const auto reach = dilations[i] * (weights[2 + i] - 1) + 1;
        const auto room = from[2 + i] + pads[i] + pads[2 + i] - reach;
        if (room < 0 || strides[i] < 1) throw ModelError("the input is too small for the model");
        to.push_back(room / strides[i] + 1);
    }
    return to;
}

Shape reshaped(const Shape& from, const Shape& wanted)
{
    Shape to = wanted;
    for (std::size_t i = 0; i < to.size(); ++i) {
        if (to[i] == 0) to[i] = i < from.size() ? from[i] : -1;
    }
    const auto open = std::ranges::count(to, -1);
    const auto known = open == 1 ? -count_of(to) : count_of(to);
    if (open > 1 || known <= 0 || count_of(from) % known != 0) {
        throw ModelError("the model reshapes to another size");
    }
    std::ranges::replace(to, -1, count_of(from) / known);
    return to;
}

Shape squeezed(const Shape& from, const Shape& axes)
{
    std::vector<bool> drop(from.size(), false);
    for (const auto axis : axes)
        drop[axis_of(axis, from)] = true;
    Shape to;
    for (std::size_t i = 0; i < from.size(); ++i) {
        if (!drop[i])
            to.push_back(from[i]);
        else if (from[i] != 1)
            throw ModelError("the model squeezes an axis that is not 1");
    }
    return to;
}

Shape permuted(const Shape& from, const Shape& order)
{
    if (order.size() != from.size()) throw ModelError("the model transposes an odd number of axes");
    Shape to;
    for (const auto axis : order)
        to.push_back(from[axis_of(axis, from)]);
    return to;
}

Part part_of(const Shape& from, const Shape& starts, const Shape& ends, const Shape& axes)
{
    if (starts.size() != axes.size() || ends.size() != axes.size()) {
        throw ModelError("the model cuts along an odd number of axes");
    }
    Part part{.first = Shape(from.size(), 0), .shape = from};
    for (std::size_t i = 0; i < axes.size(); ++i) {
        const auto axis = axis_of(axes[i], from);
        const auto size = from[axis];
        const auto within = [&](std::int64_t at) {
            return std::clamp<std::int64_t>(at < 0 ? at + size : at, 0, size);
        };
        part.first[axis] = within(starts[i]);
        part.shape[axis] = within(ends[i]) - part.first[axis];
        if (part.shape[axis] < 1) throw ModelError("the model cuts out nothing");
    }
    return part;
}

Constant fold_integers(const Node& node, std::span<const Constant> inputs)
{
    Constant result;
    if (inputs.empty()) throw ModelError("the model has the unknown operator " + node.op);
    if (node.op == "Shape") {
        result.ints = inputs[0].shape;
    } else if (node.op == "Cast") {
        result.ints = inputs[0].ints;
    } else if (node.op == "Concat") {
        for (const auto& input : inputs) {
            result.ints.insert(result.ints.end(), input.ints.begin(), input.ints.end());
        }
    } else if (node.op == "Slice") {
        const auto count = static_cast<std::int64_t>(inputs[0].ints.size());
        // Attributes up to version 9 of the operators, inputs since.
        const bool as_inputs = inputs.size() > 2;
        const Shape starts = as_inputs ? inputs[1].ints : node.list("starts", {});
        const Shape ends = as_inputs ? inputs[2].ints : node.list("ends", {});
        const auto part = part_of({count}, starts, ends, {0});
        result.ints.assign(
            inputs[0].ints.begin() + part.first[0],
            inputs[0].ints.begin() + part.first[0] + part.shape[0]
        );
    } else
        throw ModelError("the model computes a shape with the unknown operator " + node.op);
    result.shape = {static_cast<std::int64_t>(result.ints.size())};
    return result;
}

} // namespace dossier::ocr::net
