#pragma once
// Makes the steps of an executor: one walk over a fused graph that finds every shape, computes what
// is known already and gives each value its place in the arena.

#include "ocr/net/arena.h"
#include "ocr/net/kernels.h"

#include <map>
#include <optional>

namespace dossier::ocr::net {

class Builder {
public:
    Builder(const Graph& graph, Kernels& kernels) : graph_(graph), kernels_(kernels) {}

    /// Throws ModelError for a graph that does not fit together or asks for the unknown.
    void build(const Shape& input_shape);

    std::vector<Step> steps;
    ArenaPlan plan;
    Value input;
    Value output;

private:
    Value place(const Shape& shape, bool is_pixels);
    const Value& value(const std::string& name) const;
    /// The value, turned into the wanted order of its numbers if it lies in the other.
    Value ordered(const std::string& name, bool is_pixels);
    Value result(const Node& node, const Shape& shape, bool is_pixels);
    /// The result in the place of the node's first input, row-major, if nobody needs that any more.
    std::optional<Value> result_in_place(const Node& node, const Shape& shape);
    /// The integers a node takes as attribute (older opsets) or as input.
    Shape integers(const Node& node, const std::string& attribute, std::size_t position) const;
    void free_after(const Node& node);
    /// Integers known now: shapes and what is computed from them. False for everything else.
    bool fold(const Node& node);

    void add_step(const Node& node);
    void convolution(const Node& node);
    void linear(const Node& node);
    void product(const Node& node);
    void softmax(const Node& node);
    void norm(const Node& node);
    void arithmetic(const Node& node);
    void gated(const Node& node);
    void add_gate(const Value& from, const Value& scale, float offset, const Value& to);
    void pool(const Node& node);
    void pool_all(const Node& node);
    void resize(const Node& node);
    void spread(const Node& node);
    void concat(const Node& node);
    void copy(const Node& node, const Value& from, const Shape& shape);
    void reshape(const Node& node);
    void squeeze(const Node& node);
    void transposed(const Node& node);
    void slice_part(const Node& node);

    const Graph& graph_;
    Kernels& kernels_;
    std::map<std::string, Value> values_;
    std::map<std::string, Constant> folded_;
    std::map<std::string, std::size_t> last_use_;
    std::vector<std::size_t> temporary_;
    std::size_t index_ = 0; ///< of the node that is being made
};

} // namespace dossier::ocr::net
