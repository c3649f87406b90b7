#include "ocr/net/fold_weights.h"

#include "ocr/net/model_error.h"

#include <algorithm>
#include <cmath>

namespace dossier::ocr::net {
namespace {

/// A weighted node seen by output channel, with weights and bias of its own to change.
class Channels {
public:
    Channels(Graph& graph, Node& node)
        : graph_(graph),
          node_(node),
          axis_(node.op == "ConvTranspose" ? 1 : 0)
    {
        const Constant* weights = graph.find_constant(node.inputs[1]);
        if (weights == nullptr || weights->shape.size() != 4 || node.integer("group", 1) < 1) {
            throw ModelError("the model has a convolution without constant weights");
        }
        weights_ = *weights;
        drop_dead(weights_.floats);
        bias_.shape = {weights_.shape[static_cast<std::size_t>(axis_)]};
        bias_.floats.assign(
            static_cast<std::size_t>(weights_.shape[static_cast<std::size_t>(axis_)]), 0.0F
        );
        if (node.inputs.size() < 3 || node.inputs[2].empty()) return;
        const Constant* bias = graph.find_constant(node.inputs[2]);
        if (bias == nullptr || bias->floats.size() != bias_.floats.size()) {
            throw ModelError("the model has a convolution with an odd bias");
        }
        bias_ = *bias;
    }

    std::size_t count() const { return bias_.floats.size(); }

    /// One number for all channels, or one for each, as ONNX broadcasts them; empty otherwise.
    std::vector<float> each(const std::string& value, bool is_by_channel) const
    {
        const Constant* constant = graph_.find_constant(value);
        if (constant == nullptr) return {};
        const auto& shape = constant->shape;
        if (constant->floats.size() == 1) return std::vector(count(), constant->floats.front());
        const auto channels = static_cast<std::int64_t>(count());
        const bool by_channel = (is_by_channel && shape == Shape{channels}) ||
                                shape == Shape{1, channels, 1, 1} || shape == Shape{channels, 1, 1};
        return by_channel ? constant->floats : std::vector<float>{};
    }

    void scale_and_shift(const std::vector<float>& scale, const std::vector<float>& shift)
    {
        const Shape after(weights_.shape.begin() + axis_ + 1, weights_.shape.end());
        const auto inner = static_cast<std::size_t>(count_of(after));
        for (std::size_t i = 0, channel = 0; i < weights_.floats.size();
             channel = (channel + 1) % count()) {
            for (const auto end = i + inner; i < end; ++i)
                weights_.floats[i] *= scale[channel];
        }
        for (std::size_t c = 0; c < count(); ++c) {
            bias_.floats[c] = bias_.floats[c] * scale[c] + shift[c];
        }
    }

    void store()
    {
        drop_dead(weights_.floats);
        drop_dead(bias_.floats);
        // Weights may be shared by nodes; the changed ones belong to this node alone.
        const auto name = node_.output;
        node_.inputs = {node_.inputs[0], name + "#weights", name + "#bias"};
        graph_.constants[node_.inputs[1]] = std::move(weights_);
        graph_.constants[node_.inputs[2]] = std::move(bias_);
    }

private:
    /// Dead channels keep weights of 1e-38: nothing, at a hundred cycles a product, of those that
    /// are scaled here as well.
    static void drop_dead(std::vector<float>& numbers)
    {
        const auto is_nothing = [](float number) { return std::abs(number) < 1e-20F; };
        std::ranges::replace_if(numbers, is_nothing, 0.0F);
    }

    Graph& graph_;
    Node& node_;
    std::ptrdiff_t axis_;
    Constant weights_;
    Constant bias_;
};

/// Scale and shift that a node does to each channel; empty when it does something else.
struct Affine {
    std::vector<float> scale;
    std::vector<float> shift;
};

Affine affine_of(const Node& node, const std::string& x, const Channels& channels)
{
    if (node.op == "BatchNormalization" && node.inputs.size() == 5 && node.inputs[0] == x) {
        auto scale = channels.each(node.inputs[1], true);
        auto shift = channels.each(node.inputs[2], true);
        const auto mean = channels.each(node.inputs[3], true);
        const auto variance = channels.each(node.inputs[4], true);
        if (scale.empty() || shift.empty() || mean.empty() || variance.empty()) return {};
        const float epsilon = node.number("epsilon", 1e-5F);
        for (std::size_t c = 0; c < scale.size(); ++c) {
            scale[c] /= std::sqrt(variance[c] + epsilon);
            shift[c] -= mean[c] * scale[c];
        }
        return {scale, shift};
    }
    if (node.op != "Mul" && node.op != "Add") return {};
    const auto beside = Pattern::input_beside(node, x);
    auto numbers = beside.empty() ? std::vector<float>() : channels.each(beside, false);
    if (numbers.empty()) return {};
    const std::vector<float> ones(channels.count(), 1.0F);
    const std::vector<float> zeros(channels.count(), 0.0F);
    return node.op == "Mul" ? Affine{std::move(numbers), zeros} : Affine{ones, std::move(numbers)};
}

} // namespace

bool is_convolution(const Node& node)
{
    return node.op == "Conv" || node.op == "ConvTranspose";
}

void fold_into_convolutions(Pattern& pattern)
{
    for (auto& node : pattern.nodes()) {
        if (!is_convolution(node)) continue;
        Channels channels(pattern.graph(), node);
        const auto result = node.output;
        for (Node* user = pattern.only_user(node.output); user != nullptr;
             user = pattern.only_user(node.output)) {
            const auto affine = affine_of(*user, node.output, channels);
            if (affine.scale.empty()) break;
            channels.scale_and_shift(affine.scale, affine.shift);
            node.output = user->output;
            user->op.clear();
        }
        channels.store();
    }
    pattern.remove_dead();
}

void split_transposed_convolutions(Graph& graph)
{
    std::vector<Node> nodes;
    for (auto& node : graph.nodes) {
        if (node.op != "ConvTranspose") {
            nodes.push_back(std::move(node));
            continue;
        }
        const auto weights = graph.constants.at(node.inputs[1]); // in, out, dy, dx
        const auto bias = graph.constants.at(node.inputs[2]);
        const auto n = weights.shape[2];
        if (weights.shape[3] != n || node.list("strides", {}) != Shape{n, n} ||
            node.list("pads", {0, 0, 0, 0}) != Shape{0, 0, 0, 0} || node.integer("group", 1) != 1 ||
            node.list("output_padding", {0, 0}) != Shape{0, 0}) {
            throw ModelError("the model has a transposed convolution that overlaps");
        }
        const auto in = static_cast<std::size_t>(weights.shape[0]);
        const auto out = static_cast<std::size_t>(weights.shape[1]);
        const auto block = static_cast<std::size_t>(n * n);
        Constant spread{.shape = {weights.shape[1] * n * n, weights.shape[0], 1, 1}};
        spread.floats.resize(weights.floats.size());
        for (std::size_t i = 0; i < in; ++i) {
            for (std::size_t o = 0; o < out; ++o) {
                for (std::size_t b = 0; b < block; ++b) {
                    spread.floats[(b * out + o) * in + i] =
                        weights.floats[(i * out + o) * block + b];
                }
            }
        }
        Constant repeated{.shape = {weights.shape[1] * n * n}};
        for (std::size_t b = 0; b < block; ++b) {
            repeated.floats.insert(repeated.floats.end(), bias.floats.begin(), bias.floats.end());
        }
        graph.constants[node.inputs[1]] = std::move(spread);
        graph.constants[node.inputs[2]] = std::move(repeated);
        const auto result = node.output;
        node.op = "Conv";
        node.output = result + "#blocks";
        node.ints = {{"strides", {1, 1}}};
        Node shuffle{.op = "DepthToSpace", .inputs = {node.output}, .output = result};
        shuffle.ints["blocksize"] = {n};
        nodes.push_back(std::move(node));
        nodes.push_back(std::move(shuffle));
    }
    graph.nodes = std::move(nodes);
}

} // namespace dossier::ocr::net
