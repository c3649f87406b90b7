#pragma once
// A neural network as data: constants and nodes in an order in which they can be computed. This is
// what the ONNX reader returns, what the rewriting passes change and what the executor is built
// from. Operator and attribute names are those of ONNX, plus the ones that fuse.h introduces.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace dossier::ocr::net {

using Shape = std::vector<std::int64_t>;

/// Product of the dimensions.
std::int64_t count_of(const Shape& shape);

/// A constant, row-major. Either `floats` or `ints` is filled.
struct Constant {
    Shape shape;
    std::vector<float> floats{};
    std::vector<std::int64_t> ints{};
};

struct Node {
    std::string op;
    std::vector<std::string> inputs; ///< an empty name is an input left out
    std::string output;
    std::map<std::string, std::vector<std::int64_t>> ints{};
    std::map<std::string, std::vector<float>> floats{};
    std::map<std::string, std::string> text{};

    /// The attribute, or `otherwise` where the node has none of that name.
    std::int64_t integer(const std::string& name, std::int64_t otherwise) const;
    float number(const std::string& name, float otherwise) const;
    Shape list(const std::string& name, const Shape& otherwise) const;
    std::string word(const std::string& name) const;
};

struct Graph {
    std::vector<Node> nodes;
    std::map<std::string, Constant> constants;
    std::string input;
    std::string output;

    /// The constant of that name, or null.
    const Constant* find_constant(const std::string& name) const;
};

} // namespace dossier::ocr::net
