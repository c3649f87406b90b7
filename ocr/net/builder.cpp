#include "ocr/net/builder.h"

#include "ocr/net/loops.h"
#include "ocr/net/model_error.h"
#include "ocr/net/shapes.h"

namespace dossier::ocr::net {

void Builder::build(const Shape& input_shape)
{
    values_[graph_.input] = place(input_shape, true);
    input = values_[graph_.input];
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
        for (const auto& name : graph_.nodes[i].inputs)
            last_use_[name] = i;
    }
    last_use_[graph_.output] = graph_.nodes.size();
    for (const Node& node : graph_.nodes) {
        if (!fold(node)) add_step(node);
        free_after(node);
        ++index_;
    }
    output = ordered(graph_.output, value(graph_.output).shape.size() == 4);
}

Value Builder::place(const Shape& shape, bool is_pixels)
{
    const auto size = static_cast<std::size_t>(count_of(shape));
    return {.shape = shape, .is_pixels = is_pixels, .offset = plan.take(size)};
}

const Value& Builder::value(const std::string& name) const
{
    const auto found = values_.find(name);
    if (found == values_.end()) throw ModelError("the model uses " + name + " before it exists");
    return found->second;
}

bool Builder::fold(const Node& node)
{
    std::vector<Constant> inputs;
    for (const auto& name : node.inputs) {
        if (node.op == "Shape") {
            inputs.push_back({.shape = value(name).shape});
        } else if (const auto found = folded_.find(name); found != folded_.end()) {
            inputs.push_back(found->second);
        } else if (const Constant* constant = graph_.find_constant(name);
                   constant != nullptr && constant->floats.empty()) {
            inputs.push_back(*constant);
        } else
            return false;
    }
    folded_[node.output] = fold_integers(node, inputs);
    return true;
}

Value Builder::ordered(const std::string& name, bool is_pixels)
{
    const Value& from = value(name);
    if (from.is_pixels == is_pixels) return from;
    const auto size = pixels_of(from.shape);
    Value to = place(from.shape, is_pixels);
    temporary_.push_back(to.offset);
    steps.emplace_back([=](float* arena) {
        const auto turn = is_pixels ? planes_to_pixels : pixels_to_planes;
        turn(arena + from.offset, size, arena + to.offset);
    });
    return to;
}

Value Builder::result(const Node& node, const Shape& shape, bool is_pixels)
{
    return values_[node.output] = place(shape, is_pixels);
}

std::optional<Value> Builder::result_in_place(const Node& node, const Shape& shape)
{
    const auto& name = node.inputs[0];
    const Value from = value(name);
    if (from.is_pixels || last_use_[name] != index_) return std::nullopt;
    values_.erase(name);
    return values_[node.output] = {.shape = shape, .is_pixels = false, .offset = from.offset};
}

Shape Builder::integers(const Node& node, const std::string& attribute, std::size_t position) const
{
    if (position >= node.inputs.size()) return node.list(attribute, {});
    const auto& name = node.inputs[position];
    if (const auto found = folded_.find(name); found != folded_.end()) return found->second.ints;
    const Constant* constant = graph_.find_constant(name);
    if (constant == nullptr) throw ModelError("the model computes a shape from pixels");
    return constant->ints;
}

void Builder::free_after(const Node& node)
{
    for (const auto offset : temporary_)
        plan.give_back(offset);
    temporary_.clear();
    for (const auto& name : node.inputs) {
        const auto found = values_.find(name);
        if (found == values_.end() || last_use_[name] != index_) continue;
        plan.give_back(found->second.offset);
        values_.erase(found);
    }
}

} // namespace dossier::ocr::net
