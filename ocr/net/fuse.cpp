#include "ocr/net/fuse.h"

#include "ocr/net/fold_weights.h"
#include "ocr/net/shapes.h"

#include <array>
#include <optional>
#include <string>

namespace dossier::ocr::net {
namespace {

/// The input that a node hands on as it is: it copies, makes floats of floats, multiplies by one or
/// adds nothing. Empty where it does something.
std::string handed_on(const Pattern& pattern, const Node& node)
{
    constexpr std::int64_t to_float = 1; // TensorProto.DataType
    const bool is_cast = node.op == "Cast" && node.integer("to", 0) == to_float;
    if (node.inputs.empty()) return {};
    if (node.op == "Identity" || is_cast) return node.inputs.front();
    if ((node.op != "Mul" && node.op != "Add") || node.inputs.size() != 2) return {};
    const float nothing = node.op == "Mul" ? 1.0F : 0.0F;
    for (const std::size_t each : {0U, 1U})
        if (pattern.number(node.inputs[1 - each]) == nothing) return node.inputs[each];
    return {};
}

void drop_what_changes_nothing(Pattern& pattern)
{
    for (auto& node : pattern.nodes()) {
        const auto kept = handed_on(pattern, node);
        if (kept.empty() || node.output == pattern.graph().output) continue;
        for (auto& user : pattern.nodes())
            std::ranges::replace(user.inputs, node.output, kept);
        node.op.clear();
    }
    pattern.remove_dead();
}

/// A constant whose shape is turned into that of one number a channel, or, by a shape that is
/// computed, of one for each of the last axis, which it has already (its user checks the size).
void fold_reshaped_constants(Pattern& pattern)
{
    Graph& graph = pattern.graph();
    for (auto& node : pattern.nodes()) {
        if (node.op != "Reshape" || node.inputs.size() != 2) continue;
        const Constant* from = graph.find_constant(node.inputs[0]);
        if (from == nullptr || from->floats.empty()) continue;
        Constant folded = *from;
        if (const Constant* shape = graph.find_constant(node.inputs[1]))
            folded.shape = reshaped(from->shape, shape->ints);
        graph.constants[node.output] = std::move(folded);
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

/// The nodes that make a layer norm, `result` the last of them.
struct LayerNorm {
    std::array<Node*, 8> inner{};
    Node* result = nullptr;
    std::array<std::string, 3> inputs; ///< x, weight, bias
    float epsilon = 0.0F;
};

/// x - mean(x) divided by the root of its mean square plus epsilon, times w, plus b; the square is
/// `power`.
std::optional<LayerNorm> layer_norm_around(Pattern& pattern, Node& power)
{
    if (power.op != "Pow" || pattern.number(power.inputs[1]) != 2.0F) return std::nullopt;
    const auto then = [&](Node* node, const char* op) {
        return node == nullptr ? nullptr : pattern.only_user(node->output, op);
    };
    Node* centred = pattern.producer(power.inputs[0], "Sub");
    Node* mean = centred == nullptr ? nullptr : pattern.producer(centred->inputs[1], "ReduceMean");
    Node* variance = then(&power, "ReduceMean");
    Node* shifted = then(variance, "Add");
    Node* root = then(shifted, "Sqrt");
    Node* quotient = then(root, "Div");
    Node* scaled = then(quotient, "Mul");
    Node* result = then(scaled, "Add");
    if (result == nullptr || mean == nullptr) return std::nullopt;
    const auto& x = centred->inputs[0];
    const auto is_over_last = [](const Node& node) { // of three, in which lines are read
        const Shape axes = node.list("axes", {});
        return axes == Shape{-1} || axes == Shape{2};
    };
    if (!is_over_last(*mean) || !is_over_last(*variance) || mean->inputs != std::vector{x} ||
        quotient->inputs[0] != centred->output)
        return std::nullopt;
    const auto epsilon = pattern.number_beside(*shifted, variance->output);
    if (!epsilon) return std::nullopt;
    return LayerNorm{
        .inner = {mean, centred, &power, variance, shifted, root, quotient, scaled},
        .result = result,
        .inputs =
            {x,
             Pattern::input_beside(*scaled, quotient->output),
             Pattern::input_beside(*result, scaled->output)},
        .epsilon = *epsilon};
}

void join_layer_norm(Pattern& pattern)
{
    for (auto& power : pattern.nodes()) {
        const auto norm = layer_norm_around(pattern, power);
        if (!norm) continue;
        become(*norm->result, "LayerNorm", {norm->inputs.begin(), norm->inputs.end()});
        norm->result->floats["epsilon"] = {norm->epsilon};
        for (Node* node : norm->inner)
            node->op.clear();
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

/// A gate before a convolution of single pixels becomes its fourth input.
void attach_gates(Pattern& pattern)
{
    for (auto& gate : pattern.nodes()) {
        if (gate.op != "Gate" || gate.number("offset", 0.0F) != 0.0F) continue;
        Node* user = pattern.only_user(gate.output, "Conv");
        if (user == nullptr || user->inputs[0] != gate.output) continue;
        const Constant* weights = pattern.graph().find_constant(user->inputs[1]);
        if (weights == nullptr || !is_of_single_pixels(*user, weights->shape)) continue;
        user->inputs[0] = gate.inputs[0];
        user->inputs.push_back(gate.inputs[1]);
        gate.op.clear();
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

} // namespace

void fuse(Graph& graph)
{
    Pattern pattern(graph);
    drop_what_changes_nothing(pattern);
    fold_reshaped_constants(pattern);
    join_hard_swish(pattern);
    join_swish(pattern);
    join_layer_norm(pattern);
    join_gates(pattern);
    fold_into_convolutions(pattern);
    join_linear(pattern);
    attach_activations(pattern);
    attach_gates(pattern);
    split_transposed_convolutions(graph);
}

} // namespace dossier::ocr::net
