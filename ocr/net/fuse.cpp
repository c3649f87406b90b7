#include "ocr/net/fuse.h"

#include "ocr/net/model_error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace dossier::ocr::net {
namespace {

/// A graph with the questions that patterns ask. Nodes are taken out by clearing their operator.
class Pattern {
public:
    explicit Pattern(Graph& graph) : graph_(graph) {}

    Node* producer(const std::string& value)
    {
        for (auto& node : graph_.nodes) {
            if (!node.op.empty() && node.output == value) return &node;
        }
        return nullptr;
    }

    Node* producer(const std::string& value, std::string_view op)
    {
        Node* node = producer(value);
        return node != nullptr && node->op == op ? node : nullptr;
    }

    /// The one node that uses the value, or null when there are none or several.
    Node* only_user(const std::string& value)
    {
        Node* user = nullptr;
        if (value == graph_.output) return nullptr;
        for (auto& node : graph_.nodes) {
            if (node.op.empty() || std::ranges::find(node.inputs, value) == node.inputs.end())
                continue;
            if (user != nullptr) return nullptr;
            user = &node;
        }
        return user;
    }

    Node* only_user(const std::string& value, std::string_view op)
    {
        Node* node = only_user(value);
        return node != nullptr && node->op == op ? node : nullptr;
    }

    std::optional<float> number(const std::string& value) const
    {
        const Constant* constant = graph_.find_constant(value);
        if (constant == nullptr || constant->floats.size() != 1) return std::nullopt;
        return constant->floats.front();
    }

    /// The number that the node combines its other input with.
    std::optional<float> number_beside(const Node& node, const std::string& other) const
    {
        const auto beside = input_beside(node, other);
        return beside.empty() ? std::nullopt : number(beside);
    }

    static std::string input_beside(const Node& node, const std::string& other)
    {
        if (node.inputs.size() != 2) return {};
        if (node.inputs[0] == other) return node.inputs[1];
        return node.inputs[1] == other ? node.inputs[0] : std::string();
    }

    void remove_dead()
    {
        std::erase_if(graph_.nodes, [](const Node& node) { return node.op.empty(); });
    }

    Graph& graph() { return graph_; }

    std::vector<Node>& nodes() { return graph_.nodes; }

private:
    Graph& graph_;
};

void become(Node& node, std::string op, std::vector<std::string> inputs)
{
    node.op = std::move(op);
    node.inputs = std::move(inputs);
    node.ints.clear();
    node.floats.clear();
    node.text.clear();
}

void drop_multiplications_by_one(Pattern& pattern)
{
    for (auto& node : pattern.nodes()) {
        if (node.op != "Mul" || node.inputs.size() != 2) continue;
        const bool right = pattern.number(node.inputs[1]) == 1.0F;
        if (!right && pattern.number(node.inputs[0]) != 1.0F) continue;
        if (node.output == pattern.graph().output) continue;
        const auto kept = node.inputs[right ? 0 : 1];
        for (auto& user : pattern.nodes())
            std::ranges::replace(user.inputs, node.output, kept);
        node.op.clear();
    }
    pattern.remove_dead();
}

bool clips_between_0_and_6(const Pattern& pattern, const Node& clip)
{
    if (clip.inputs.size() == 3) {
        return pattern.number(clip.inputs[1]) == 0.0F && pattern.number(clip.inputs[2]) == 6.0F;
    }
    return clip.number("min", -1) == 0.0F && clip.number("max", -1) == 6.0F;
}

/// x -> Add 3 -> Clip 0..6 -> Mul x -> Div 6
void join_hard_swish(Pattern& pattern)
{
    for (auto& clip : pattern.nodes()) {
        if (clip.op != "Clip" || !clips_between_0_and_6(pattern, clip)) continue;
        Node* add = pattern.producer(clip.inputs[0], "Add");
        Node* product = pattern.only_user(clip.output, "Mul");
        if (add == nullptr || product == nullptr) continue;
        const auto x = Pattern::input_beside(*product, clip.output);
        Node* quotient = pattern.only_user(product->output, "Div");
        if (quotient == nullptr || pattern.number_beside(*add, x) != 3.0F) continue;
        if (pattern.number(quotient->inputs[1]) != 6.0F) continue;
        become(*quotient, "HardSwish", {x});
        add->op.clear();
        clip.op.clear();
        product->op.clear();
    }
    pattern.remove_dead();
}

/// x -> Sigmoid -> Mul x
void join_swish(Pattern& pattern)
{
    for (auto& sigmoid : pattern.nodes()) {
        if (sigmoid.op != "Sigmoid") continue;
        Node* product = pattern.only_user(sigmoid.output, "Mul");
        if (product == nullptr) continue;
        const auto x = Pattern::input_beside(*product, sigmoid.output);
        if (x != sigmoid.inputs[0]) continue;
        become(*product, "Swish", {x});
        sigmoid.op.clear();
    }
    pattern.remove_dead();
}

/// x - mean(x) divided by the root of its mean square plus epsilon, times w, plus b.
void join_layer_norm(Pattern& pattern)
{
    for (auto& power : pattern.nodes()) {
        if (power.op != "Pow" || pattern.number(power.inputs[1]) != 2.0F) continue;
        Node* centred = pattern.producer(power.inputs[0], "Sub");
        Node* variance = pattern.only_user(power.output, "ReduceMean");
        if (centred == nullptr || variance == nullptr) continue;
        Node* mean = pattern.producer(centred->inputs[1], "ReduceMean");
        Node* shifted = pattern.only_user(variance->output, "Add");
        Node* root = shifted ? pattern.only_user(shifted->output, "Sqrt") : nullptr;
        Node* quotient = root ? pattern.only_user(root->output, "Div") : nullptr;
        Node* scaled = quotient ? pattern.only_user(quotient->output, "Mul") : nullptr;
        Node* result = scaled ? pattern.only_user(scaled->output, "Add") : nullptr;
        if (result == nullptr || mean == nullptr ||
            mean->inputs != std::vector{centred->inputs[0]} ||
            mean->list("axes", {}) != Shape{-1} || variance->list("axes", {}) != Shape{-1} ||
            quotient->inputs[0] != centred->output) {
            continue;
        }
        const auto epsilon = pattern.number_beside(*shifted, variance->output);
        if (!epsilon) continue;
        const auto weight = Pattern::input_beside(*scaled, quotient->output);
        const auto bias = Pattern::input_beside(*result, scaled->output);
        become(*result, "LayerNorm", {centred->inputs[0], weight, bias});
        result->floats["epsilon"] = {*epsilon};
        for (Node* node : {mean, centred, &power, variance, shifted, root, quotient, scaled}) {
            node->op.clear();
        }
    }
    pattern.remove_dead();
}

/// x * s, where s is one number a channel, and x + x * s.
void join_gates(Pattern& pattern)
{
    for (auto& product : pattern.nodes()) {
        if (product.op != "Mul" || product.inputs.size() != 2) continue;
        const bool left = pattern.producer(product.inputs[0], "HardSigmoid") != nullptr;
        if (!left && pattern.producer(product.inputs[1], "HardSigmoid") == nullptr) continue;
        const auto scale = product.inputs[left ? 0 : 1];
        const auto x = product.inputs[left ? 1 : 0];
        Node* sum = pattern.only_user(product.output, "Add");
        const bool adds_itself = sum != nullptr && Pattern::input_beside(*sum, product.output) == x;
        become(adds_itself ? *sum : product, "Gate", {x, scale});
        (adds_itself ? *sum : product).floats["offset"] = {adds_itself ? 1.0F : 0.0F};
        if (adds_itself) product.op.clear();
    }
    pattern.remove_dead();
}

/// A weighted node seen by output channel, with weights and bias of its own to change.
class Channels {
public:
    Channels(Graph& graph, Node& node)
        : graph_(graph),
          node_(node),
          axis_(node.op == "ConvTranspose" ? 1U : 0U)
    {
        const Constant* weights = graph.find_constant(node.inputs[1]);
        if (weights == nullptr || weights->shape.size() != 4 || node.integer("group", 1) < 1) {
            throw ModelError("the model has a convolution without constant weights");
        }
        weights_ = *weights;
        bias_.shape = {weights_.shape[axis_]};
        bias_.floats.assign(static_cast<std::size_t>(weights_.shape[axis_]), 0.0F);
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
        std::int64_t inner = 1;
        for (auto i = axis_ + 1; i < weights_.shape.size(); ++i)
            inner *= weights_.shape[i];
        for (std::size_t i = 0; i < weights_.floats.size(); ++i) {
            weights_.floats[i] *= scale[(i / static_cast<std::size_t>(inner)) % count()];
        }
        for (std::size_t c = 0; c < count(); ++c) {
            bias_.floats[c] = bias_.floats[c] * scale[c] + shift[c];
        }
    }

    void store()
    {
        // Weights may be shared by nodes; the changed ones belong to this node alone.
        const auto name = node_.output;
        node_.inputs = {node_.inputs[0], name + "#weights", name + "#bias"};
        graph_.constants[node_.inputs[1]] = std::move(weights_);
        graph_.constants[node_.inputs[2]] = std::move(bias_);
    }

private:
    Graph& graph_;
    Node& node_;
    std::size_t axis_;
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

bool is_convolution(const Node& node)
{
    return node.op == "Conv" || node.op == "ConvTranspose";
}

/// Batch norm and multiplications and additions by channel go into the weights before them.
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

/// MatMul by a constant matrix, plus a constant row.
void join_linear(Pattern& pattern)
{
    for (auto& product : pattern.nodes()) {
        if (product.op != "MatMul") continue;
        const Constant* weights = pattern.graph().find_constant(product.inputs[1]);
        Node* sum = pattern.only_user(product.output, "Add");
        if (weights == nullptr || weights->shape.size() != 2 || sum == nullptr) continue;
        const auto bias_name = Pattern::input_beside(*sum, product.output);
        const Constant* bias = pattern.graph().find_constant(bias_name);
        if (bias == nullptr || bias->shape != Shape{weights->shape[1]}) continue;
        become(*sum, "Linear", {product.inputs[0], product.inputs[1], bias_name});
        product.op.clear();
    }
    pattern.remove_dead();
}

/// Activations move into the node before them, and the scalar scale and shift that may follow.
void attach_activations(Pattern& pattern)
{
    static constexpr std::array<std::string_view, 5> activations{
        "Relu", "HardSwish", "Swish", "Sigmoid", "HardSigmoid"};
    for (auto& node : pattern.nodes()) {
        if (!is_convolution(node) && node.op != "Linear") continue;
        Node* user = pattern.only_user(node.output);
        if (user == nullptr || std::ranges::find(activations, user->op) == activations.end())
            continue;
        node.text["activation"] = user->op;
        node.floats["alpha"] = {user->number("alpha", 0.2F)};
        node.floats["beta"] = {user->number("beta", 0.5F)};
        node.output = user->output;
        user->op.clear();
        if (node.op != "Conv") continue;
        Node* product = pattern.only_user(node.output, "Mul");
        const auto scale = product ? pattern.number_beside(*product, node.output) : std::nullopt;
        Node* sum = scale ? pattern.only_user(product->output, "Add") : nullptr;
        const auto shift = sum ? pattern.number_beside(*sum, product->output) : std::nullopt;
        if (!shift) continue;
        node.floats["scale"] = {*scale, *shift};
        node.output = sum->output;
        product->op.clear();
        sum->op.clear();
    }
    pattern.remove_dead();
}

/// A transposed convolution whose steps do not overlap is a 1x1 convolution to n*n times the
/// channels, whose results are then spread over n*n pixels.
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

} // namespace

void fuse(Graph& graph)
{
    Pattern pattern(graph);
    drop_multiplications_by_one(pattern);
    join_hard_swish(pattern);
    join_swish(pattern);
    join_layer_norm(pattern);
    join_gates(pattern);
    fold_into_convolutions(pattern);
    join_linear(pattern);
    attach_activations(pattern);
    split_transposed_convolutions(graph);
}

} // namespace dossier::ocr::net
