#include "ocr/net/kernels.h"

#include "ocr/net/finish.h"
#include "ocr/net/model_error.h"
#include "ocr/net/wide_kernels.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <omp.h>
#include <oneapi/dnnl/dnnl.hpp>
#include <optional>
#include <unordered_map>
#include <vector>

namespace dossier::ocr::net {
namespace {

using dnnl::memory;
using Tag = memory::format_tag;

constexpr auto f32 = memory::data_type::f32;

/// Whether the processor multiplies words of 16 bits, sixteen pairs at a time. The kind of the
/// processor alone says so, no measuring: two readers of one page read the same.
bool multiplies_whole()
{
    constexpr unsigned needed = dnnl_cpu_isa_avx512_core_vnni;
    return (static_cast<unsigned>(dnnl::get_effective_cpu_isa()) & needed) == needed;
}

memory::desc plain(const Shape& shape)
{
    constexpr std::array tags{Tag::a, Tag::ab, Tag::abc, Tag::abcd, Tag::abcde};
    if (shape.empty() || shape.size() > tags.size()) {
        throw ModelError("the model has a tensor of too many dimensions");
    }
    return {shape, f32, tags[shape.size() - 1]};
}

/// There is at most one eltwise_linear in a chain: in oneDNN 2.6.3 a second one would silently use
/// the first one's numbers.
dnnl::primitive_attr post_operations(const Finish& finish)
{
    using dnnl::algorithm;
    dnnl::post_ops chain;
    switch (finish.activation) {
    case Activation::none: break;
    case Activation::relu: chain.append_eltwise(1.0F, algorithm::eltwise_relu, 0.0F, 0.0F); break;
    case Activation::hard_swish:
        chain.append_eltwise(1.0F, algorithm::eltwise_hardswish, 0.0F, 0.0F);
        break;
    case Activation::swish: chain.append_eltwise(1.0F, algorithm::eltwise_swish, 1.0F, 0.0F); break;
    case Activation::sigmoid:
        chain.append_eltwise(1.0F, algorithm::eltwise_logistic, 0.0F, 0.0F);
        break;
    case Activation::hard_sigmoid:
        if (finish.is_scaled) throw ModelError("two linear operations in one chain");
        chain.append_eltwise(1.0F, algorithm::eltwise_linear, finish.alpha, finish.beta);
        chain.append_eltwise(1.0F, algorithm::eltwise_clip, 0.0F, 1.0F);
        break;
    }
    if (finish.is_scaled)
        chain.append_eltwise(1.0F, algorithm::eltwise_linear, finish.scale, finish.shift);
    dnnl::primitive_attr attributes;
    attributes.set_post_ops(chain);
    return attributes;
}

/// One argument of a primitive that lies in the arena.
struct Place {
    int argument;
    memory::desc layout;
    std::size_t offset;
};

} // namespace

std::size_t size_of(const Value& value)
{
    return static_cast<std::size_t>(count_of(value.shape));
}

struct Kernels::State {
    dnnl::engine engine{dnnl::engine::kind::cpu, 0};
    dnnl::stream stream{engine};
    std::optional<WideKernels> wide; ///< where the processor can
    // Prepared weights by name; one entry for each layout that a kernel asked for.
    std::unordered_map<std::string, std::vector<memory>> weights;

    /// The constant as a kernel wants it: copied, and reordered if it asks for another layout.
    memory prepare(
        const Graph& graph,
        const std::string& name,
        const memory::desc& from,
        const memory::desc& to
    )
    {
        auto& prepared = weights[name];
        for (const auto& one : prepared) {
            if (one.get_desc() == to) return one;
        }
        const Constant* constant = graph.find_constant(name);
        if (constant == nullptr || constant->floats.size() * sizeof(float) != from.get_size()) {
            throw ModelError("the model has weights that do not fit their node");
        }
        auto numbers = constant->floats;
        memory source(from, engine, numbers.data());
        memory target(to, engine);
        dnnl::reorder(source, target).execute(stream, source, target);
        stream.wait();
        prepared.push_back(target);
        return target;
    }

    Step bind(
        const dnnl::primitive& primitive,
        std::unordered_map<int, memory> arguments,
        const std::vector<Place>& places
    )
    {
        struct Moving {
            memory values;
            std::size_t offset;
        };

        std::vector<Moving> moving;
        for (const auto& place : places) {
            memory values(place.layout, engine, nullptr);
            arguments[place.argument] = values;
            moving.push_back({values, place.offset});
        }
        return [this, primitive, arguments = std::move(arguments), moving](float* arena) mutable {
            for (auto& one : moving)
                one.values.set_data_handle(arena + one.offset, stream);
            primitive.execute(stream, arguments);
        };
    }
};

Kernels::Kernels(Precision precision)
{
    // The number of threads is written into the kernels when they are made.
    omp_set_num_threads(1);
    try {
        state_ = std::make_unique<State>();
        if (precision == Precision::fastest && multiplies_whole()) state_->wide.emplace();
    } catch (const dnnl::error& error) {
        throw ModelError(std::string("oneDNN does not start: ") + error.what());
    }
}

Kernels::~Kernels() = default;

bool Kernels::are_wide() const
{
    return state_->wide.has_value();
}

void Kernels::use(Numbers numbers)
{
    if (state_->wide) state_->wide->use(numbers);
}

Step Kernels::convolution(
    const Graph& graph,
    const Node& node,
    const Value& from,
    const Value& to,
    const std::optional<Value>& gates
)
{
    const Constant* weights = graph.find_constant(node.inputs[1]);
    if (weights == nullptr || weights->shape.size() != 4) {
        throw ModelError("the model has a convolution without constant weights");
    }
    if (state_->wide) {
        if (auto step = state_->wide->convolution(graph, node, from, to, gates)) return step;
    }
    if (gates) throw ModelError("the model gates a convolution that is no product");
    const auto groups = node.integer("group", 1);
    auto shape = weights->shape;
    if (groups > 1) {
        shape[0] /= groups;
        shape.insert(shape.begin(), groups);
    }
    const auto pads = node.list("pads", {0, 0, 0, 0});
    const auto dilations = node.list("dilations", {1, 1});
    const auto strides = node.list("strides", {1, 1});
    try {
        const memory::desc source(from.shape, f32, Tag::nhwc);
        const memory::desc target(to.shape, f32, Tag::nhwc);
        const memory::desc bias({to.shape[1]}, f32, Tag::a);
        const dnnl::convolution_forward::desc wanted(
            dnnl::prop_kind::forward_inference,
            dnnl::algorithm::convolution_direct,
            source,
            {shape, f32, Tag::any},
            bias,
            target,
            strides,
            {dilations[0] - 1, dilations[1] - 1},
            {pads[0], pads[1]},
            {pads[2], pads[3]}
        );
        const dnnl::convolution_forward::primitive_desc chosen(
            wanted, post_operations(finish_of(node)), state_->engine
        );
        return state_->bind(
            dnnl::convolution_forward(chosen),
            {{DNNL_ARG_WEIGHTS,
              state_->prepare(graph, node.inputs[1], plain(shape), chosen.weights_desc())},
             {DNNL_ARG_BIAS, state_->prepare(graph, node.inputs[2], bias, bias)}},
            {{DNNL_ARG_SRC, source, from.offset}, {DNNL_ARG_DST, target, to.offset}}
        );
    } catch (const dnnl::error& error) {
        throw ModelError("oneDNN refuses the convolution " + node.output + ": " + error.what());
    }
}

Step Kernels::linear(const Graph& graph, const Node& node, const Value& from, const Value& to)
{
    const Constant* weights = graph.find_constant(node.inputs[1]);
    if (weights == nullptr || weights->shape.size() != 2) {
        throw ModelError("the model has a linear layer without constant weights");
    }
    if (state_->wide) return state_->wide->linear(graph, node, from, to);
    const auto inner = weights->shape[0];
    const auto outer = weights->shape[1];
    const auto rows = count_of(from.shape) / inner;
    try {
        const auto source = plain({rows, inner});
        const auto target = plain({rows, outer});
        const auto bias = plain({1, outer});
        const dnnl::matmul::desc wanted(source, {{inner, outer}, f32, Tag::any}, bias, target);
        const dnnl::matmul::primitive_desc chosen(
            wanted, post_operations(finish_of(node)), state_->engine
        );
        return state_->bind(
            dnnl::matmul(chosen),
            {{DNNL_ARG_WEIGHTS,
              state_->prepare(graph, node.inputs[1], plain({inner, outer}), chosen.weights_desc())},
             {DNNL_ARG_BIAS, state_->prepare(graph, node.inputs[2], bias, bias)}},
            {{DNNL_ARG_SRC, source, from.offset}, {DNNL_ARG_DST, target, to.offset}}
        );
    } catch (const dnnl::error& error) {
        throw ModelError("oneDNN refuses the product " + node.output + ": " + error.what());
    }
}

Step Kernels::product(const Value& left, const Value& right, const Value& to)
{
    if (state_->wide) return WideKernels::product(left, right, to);
    try {
        const dnnl::matmul::desc wanted(plain(left.shape), plain(right.shape), plain(to.shape));
        const dnnl::matmul::primitive_desc chosen(wanted, state_->engine);
        return state_->bind(
            dnnl::matmul(chosen),
            {},
            {{DNNL_ARG_SRC, plain(left.shape), left.offset},
             {DNNL_ARG_WEIGHTS, plain(right.shape), right.offset},
             {DNNL_ARG_DST, plain(to.shape), to.offset}}
        );
    } catch (const dnnl::error& error) {
        throw ModelError(std::string("oneDNN refuses a product: ") + error.what());
    }
}

Step Kernels::softmax(const Value& from, const Value& to)
{
    if (state_->wide) return WideKernels::softmax(from, to);
    const auto size = from.shape.back();
    const Shape rows{count_of(from.shape) / size, size};
    try {
        const dnnl::softmax_forward::desc wanted(
            dnnl::prop_kind::forward_inference, plain(rows), 1
        );
        const dnnl::softmax_forward::primitive_desc chosen(wanted, state_->engine);
        return state_->bind(
            dnnl::softmax_forward(chosen),
            {},
            {{DNNL_ARG_SRC, plain(rows), from.offset}, {DNNL_ARG_DST, plain(rows), to.offset}}
        );
    } catch (const dnnl::error& error) {
        throw ModelError(std::string("oneDNN refuses a softmax: ") + error.what());
    }
}

} // namespace dossier::ocr::net
