#pragma once
// The operators that this project computes itself on processors with AVX-512 VNNI, because oneDNN
// takes twice as long for them: products of matrices (word_product.h), and convolutions of each
// channel by itself (depthwise.h). One kernel serves all sizes; none is made at run time.

#include "ocr/net/depthwise.h"
#include "ocr/net/step.h"
#include "ocr/net/word_product.h"

#include <memory>
#include <optional>
#include <unordered_map>

namespace dossier::ocr::net {

class WideKernels {
public:
    /// Steps as those of Kernels, or none where oneDNN does as well.
    Step convolution(
        const Graph& graph,
        const Node& node,
        const Value& from,
        const Value& to,
        const std::optional<Value>& gates
    );
    Step linear(const Graph& graph, const Node& node, const Value& from, const Value& to);

private:
    Step product(
        const Graph& graph,
        const Node& node,
        const Weights& weights,
        const Value& from,
        const Value& to,
        const std::optional<Value>& gates = {}
    );
    Step depthwise(const Graph& graph, const Node& node, const Value& from, const Value& to);

    WordScratch scratch_;
    // Prepared weights by name.
    std::unordered_map<std::string, std::shared_ptr<const WordMatrix>> matrices_;
    std::unordered_map<std::string, std::shared_ptr<const Depthwise>> depthwise_;
};

} // namespace dossier::ocr::net
