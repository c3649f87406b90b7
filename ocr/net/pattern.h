#pragma once
// The questions that rewriting a graph asks again and again: who makes this value, who alone uses
// it, which number stands beside it.

#include "ocr/net/graph.h"

#include <algorithm>
#include <optional>
#include <string_view>

namespace dossier::ocr::net {

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

/// Makes the node another operator, without any attribute.
inline void become(Node& node, std::string op, std::vector<std::string> inputs)
{
    node.op = std::move(op);
    node.inputs = std::move(inputs);
    node.ints.clear();
    node.floats.clear();
    node.text.clear();
}

} // namespace dossier::ocr::net
