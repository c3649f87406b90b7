#include "tests/ocr/net/reference.h"

#include "ocr/net/arena.h"
#include "ocr/net/executor.h"
#include "ocr/net/fuse.h"
#include "ocr/net/loops.h"
#include "ocr/net/shapes.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <stdexcept>

namespace dossier::ocr::net {
namespace {

using Index = std::int64_t;

/// Offset of a position in a tensor; axes of size 1 and missing leading axes are broadcast.
std::size_t offset_of(const Shape& shape, const Shape& at)
{
    Index offset = 0;
    const auto skipped = at.size() - shape.size();
    for (std::size_t axis = 0; axis < shape.size(); ++axis) {
        offset = offset * shape[axis] + (shape[axis] == 1 ? 0 : at[axis + skipped]);
    }
    return static_cast<std::size_t>(offset);
}

/// A tensor whose value at each position is what the function says.
Tensor filled(const Shape& shape, const std::function<float(const Shape&)>& value)
{
    Tensor tensor{shape, {}};
    Shape at(shape.size(), 0);
    for (Index i = 0; i < count_of(shape); ++i) {
        tensor.values.push_back(value(at));
        for (auto axis = shape.size(); axis-- > 0;) {
            if (++at[axis] < shape[axis]) break;
            at[axis] = 0;
        }
    }
    return tensor;
}

float at(const Tensor& tensor, const Shape& place)
{
    return tensor.values[offset_of(tensor.shape, place)];
}

/// The value at four coordinates of a tensor of four dimensions.
float at(const Tensor& tensor, Index a, Index b, Index c, Index d)
{
    const auto& shape = tensor.shape;
    return tensor
        .values[static_cast<std::size_t>(((a * shape[1] + b) * shape[2] + c) * shape[3] + d)];
}

Tensor
element_wise(const std::vector<Tensor>& in, const std::function<float(float, float)>& combine)
{
    const auto& larger = in[0].shape.size() < in[1].shape.size() ? in[1].shape : in[0].shape;
    auto shape = larger;
    const auto& smaller = in[0].shape.size() < in[1].shape.size() ? in[0].shape : in[1].shape;
    const auto skipped = shape.size() - smaller.size();
    for (std::size_t i = 0; i < smaller.size(); ++i) {
        shape[i + skipped] = std::max(shape[i + skipped], smaller[i]);
    }
    return filled(shape, [&](const Shape& p) { return combine(at(in[0], p), at(in[1], p)); });
}

Tensor each(const Tensor& in, const std::function<float(float)>& change)
{
    Tensor out = in;
    std::ranges::transform(in.values, out.values.begin(), change);
    return out;
}

Tensor convolve(const Node& node, const std::vector<Tensor>& in)
{
    const auto& x = in[0];
    const auto& w = in[1];
    const auto pads = node.list("pads", {0, 0, 0, 0});
    const auto strides = node.list("strides", {1, 1});
    const auto groups = node.integer("group", 1);
    const auto per_group = w.shape[0] / groups;
    return filled(convolved_shape(node, x.shape, w.shape), [&](const Shape& p) {
        float sum = in.size() > 2 ? in[2].values[static_cast<std::size_t>(p[1])] : 0.0F;
        for (Index c = 0; c < w.shape[1]; ++c) {
            for (Index ky = 0; ky < w.shape[2]; ++ky) {
                for (Index kx = 0; kx < w.shape[3]; ++kx) {
                    const Index y = p[2] * strides[0] - pads[0] + ky;
                    const Index column = p[3] * strides[1] - pads[1] + kx;
                    if (y < 0 || y >= x.shape[2] || column < 0 || column >= x.shape[3]) continue;
                    const Index channel = p[1] / per_group * w.shape[1] + c;
                    sum += at(x, 0, channel, y, column) * at(w, p[1], c, ky, kx);
                }
            }
        }
        return sum;
    });
}

Tensor convolve_transposed(const Node& node, const std::vector<Tensor>& in)
{
    const auto& x = in[0];
    const auto& w = in[1];
    const auto stride = node.list("strides", {1, 1});
    const Shape shape{
        1,
        w.shape[1],
        (x.shape[2] - 1) * stride[0] + w.shape[2],
        (x.shape[3] - 1) * stride[1] + w.shape[3]};
    auto out = filled(shape, [](const Shape&) { return 0.0F; });
    filled(x.shape, [&](const Shape& p) {
        for (Index o = 0; o < w.shape[1]; ++o) {
            for (Index ky = 0; ky < w.shape[2]; ++ky) {
                for (Index kx = 0; kx < w.shape[3]; ++kx) {
                    const Shape to{0, o, p[2] * stride[0] + ky, p[3] * stride[1] + kx};
                    out.values[offset_of(shape, to)] += at(x, p) * at(w, {p[1], o, ky, kx});
                }
            }
        }
        return 0.0F;
    });
    return out;
}

Tensor normalise(const Node& node, const std::vector<Tensor>& in)
{
    const float epsilon = node.number("epsilon", 1e-5F);
    return filled(in[0].shape, [&](const Shape& p) {
        const auto c = static_cast<std::size_t>(p[1]);
        return (at(in[0], p) - in[3].values[c]) / std::sqrt(in[4].values[c] + epsilon) *
                   in[1].values[c] +
               in[2].values[c];
    });
}

Tensor multiply_matrices(const std::vector<Tensor>& in)
{
    auto shape = in[0].shape;
    shape.back() = in[1].shape.back();
    const auto inner = in[0].shape.back();
    return filled(shape, [&](const Shape& p) {
        auto left = p;
        left.back() = 0;
        auto right = p;
        right[right.size() - 2] = 0;
        const auto skipped = static_cast<std::ptrdiff_t>(right.size() - in[1].shape.size());
        auto a = offset_of(in[0].shape, left);
        auto b = offset_of(in[1].shape, Shape(right.begin() + skipped, right.end()));
        float sum = 0.0F;
        for (Index k = 0; k < inner; ++k, ++a, b += static_cast<std::size_t>(shape.back())) {
            sum += in[0].values[a] * in[1].values[b];
        }
        return sum;
    });
}

/// Mean over a window of the last axes.
Tensor pool(const Tensor& in, Index height, Index width)
{
    const Shape shape{1, in.shape[1], in.shape[2] / height, in.shape[3] / width};
    return filled(shape, [&](const Shape& p) {
        float sum = 0.0F;
        for (Index y = 0; y < height; ++y) {
            for (Index x = 0; x < width; ++x) {
                sum += at(in, {0, p[1], p[2] * height + y, p[3] * width + x});
            }
        }
        return sum / static_cast<float>(height * width);
    });
}

/// Applies a function to each row of the last axis.
Tensor by_row(const Tensor& in, const std::function<std::vector<float>(std::vector<float>)>& change)
{
    Tensor out{in.shape, {}};
    const auto size = in.shape.back();
    for (auto row = in.values.begin(); row != in.values.end(); row += size) {
        const auto changed = change({row, row + size});
        out.values.insert(out.values.end(), changed.begin(), changed.end());
    }
    if (out.values.size() * static_cast<std::size_t>(size) == in.values.size())
        out.shape.back() = 1;
    return out;
}

std::vector<float> mean_of(const std::vector<float>& row)
{
    float sum = 0.0F;
    for (const float value : row)
        sum += value;
    return {sum / static_cast<float>(row.size())};
}

std::vector<float> softmax_of(std::vector<float> row)
{
    const float highest = std::ranges::max(row);
    float sum = 0.0F;
    for (float& value : row)
        sum += value = std::exp(value - highest);
    for (float& value : row)
        value /= sum;
    return row;
}

Tensor concatenate(const std::vector<Tensor>& in)
{
    auto shape = in[0].shape;
    for (std::size_t i = 1; i < in.size(); ++i)
        shape[1] += in[i].shape[1];
    return filled(shape, [&](Shape p) {
        std::size_t part = 0;
        for (; p[1] >= in[part].shape[1]; ++part)
            p[1] -= in[part].shape[1];
        return at(in[part], p);
    });
}

float sigmoid(float x)
{
    return 1.0F / (1.0F + std::exp(-x));
}

/// The nodes of a recogniser or detector, by their names in the standard.
Tensor compute(const Node& node, const std::vector<Tensor>& in, const std::vector<Shape>& integers)
{
    const auto& op = node.op;
    if (op == "Add") return element_wise(in, std::plus<float>());
    if (op == "Sub") return element_wise(in, std::minus<float>());
    if (op == "Mul") return element_wise(in, std::multiplies<float>());
    if (op == "Div") return element_wise(in, std::divides<float>());
    if (op == "Pow") return element_wise(in, [](float a, float b) { return std::pow(a, b); });
    if (op == "Sqrt") return each(in[0], [](float a) { return std::sqrt(a); });
    if (op == "Relu") return each(in[0], [](float a) { return std::max(a, 0.0F); });
    if (op == "Sigmoid") return each(in[0], sigmoid);
    if (op == "Clip") {
        const float low = in.size() == 3 ? in[1].values[0] : node.number("min", 0);
        const float high = in.size() == 3 ? in[2].values[0] : node.number("max", 0);
        return each(in[0], [=](float a) { return std::clamp(a, low, high); });
    }
    if (op == "HardSigmoid") {
        const float alpha = node.number("alpha", 0.2F);
        const float beta = node.number("beta", 0.5F);
        return each(in[0], [=](float a) { return std::clamp(a * alpha + beta, 0.0F, 1.0F); });
    }
    if (op == "Identity" || op == "Cast") return in[0];
    if (op == "Conv") return convolve(node, in);
    if (op == "ConvTranspose") return convolve_transposed(node, in);
    if (op == "BatchNormalization") return normalise(node, in);
    if (op == "MatMul") return multiply_matrices(in);
    if (op == "GlobalAveragePool") return pool(in[0], in[0].shape[2], in[0].shape[3]);
    if (op == "AveragePool") {
        const auto kernel = node.list("kernel_shape", {});
        return pool(in[0], kernel[0], kernel[1]);
    }
    if (op == "ReduceMean") return by_row(in[0], mean_of);
    if (op == "Softmax") return by_row(in[0], softmax_of);
    if (op == "Concat") return concatenate(in);
    if (op == "Reshape") return {reshaped(in[0].shape, integers.back()), in[0].values};
    if (op == "Squeeze") return {squeezed(in[0].shape, node.list("axes", {})), in[0].values};
    if (op == "Transpose") {
        const auto order = node.list("perm", {});
        return filled(permuted(in[0].shape, order), [&](const Shape& p) {
            Shape from(p.size());
            for (std::size_t i = 0; i < p.size(); ++i)
                from[static_cast<std::size_t>(order[i])] = p[i];
            return at(in[0], from);
        });
    }
    if (op == "Slice") {
        // Attributes up to version 9 of the operators, inputs since.
        const auto list = [&](std::size_t position, const char* attribute) {
            return integers.empty() ? node.list(attribute, {}) : integers.at(position);
        };
        const auto part = part_of(in[0].shape, list(0, "starts"), list(1, "ends"), list(2, "axes"));
        return filled(part.shape, [&](Shape p) {
            for (std::size_t i = 0; i < p.size(); ++i)
                p[i] += part.first[i];
            return at(in[0], p);
        });
    }
    if (op == "Resize") {
        const auto factor = static_cast<Index>(in.back().values[2]);
        const auto& from = in[0].shape;
        return filled({1, from[1], from[2] * factor, from[3] * factor}, [&](Shape p) {
            p[2] /= factor;
            p[3] /= factor;
            return at(in[0], p);
        });
    }
    throw std::logic_error("the reference does not know " + op);
}

} // namespace

Tensor compute_by_definition(const Graph& graph, const Tensor& input)
{
    std::map<std::string, Tensor> tensors{{graph.input, input}};
    std::map<std::string, Shape> integers;
    for (const auto& [name, constant] : graph.constants) {
        if (!constant.floats.empty())
            tensors[name] = {constant.shape, constant.floats};
        else
            integers[name] = constant.ints;
    }
    for (const auto& node : graph.nodes) {
        std::vector<Tensor> in;
        std::vector<Shape> numbers;
        std::vector<Constant> known;
        for (const auto& name : node.inputs) {
            const auto tensor = tensors.find(name);
            const auto list = integers.find(name);
            if (tensor != tensors.end()) in.push_back(tensor->second);
            if (list != integers.end()) numbers.push_back(list->second);
            known.push_back(
                {.shape = tensor == tensors.end() ? Shape{} : tensor->second.shape,
                 .ints = list == integers.end() ? Shape{} : list->second}
            );
        }
        if (node.op == "Shape" || in.empty()) {
            integers[node.output] = fold_integers(node, known).ints;
        } else
            tensors[node.output] = compute(node, in, numbers);
    }
    return tensors.at(graph.output);
}

std::vector<float> made_up_numbers(std::size_t count, unsigned seed)
{
    std::vector<float> numbers(count);
    for (float& number : numbers) {
        seed = seed * 1664525U + 1013904223U;
        number = static_cast<float>(seed >> 8U) / 8388608.0F - 1.0F;
    }
    return numbers;
}

Tensor compute_by_executor(Graph graph, const Tensor& input, Precision precision, Numbers numbers)
{
    fuse(graph);
    Kernels kernels(precision);
    kernels.use(numbers);
    const Executor executor(graph, input.shape, kernels);
    const Arena arena(executor.arena_size());
    planes_to_pixels(
        input.values.data(), pixels_of(input.shape), executor.input(arena.floats()).data()
    );
    const auto output = executor.run(arena.floats());
    Tensor result{executor.output_shape(), {output.begin(), output.end()}};
    if (result.shape.size() == 4) {
        pixels_to_planes(output.data(), pixels_of(result.shape), result.values.data());
    }
    return result;
}

float largest_difference(const Tensor& left, const Tensor& right)
{
    if (left.shape != right.shape) return std::numeric_limits<float>::infinity();
    float largest = 0.0F;
    for (std::size_t i = 0; i < left.values.size(); ++i) {
        const float difference = std::abs(left.values[i] - right.values[i]);
        if (!(difference <= largest)) largest = difference; // a NaN counts as a difference
    }
    return largest;
}

} // namespace dossier::ocr::net
