#pragma once
// The operators that this project computes itself on processors with AVX-512 VNNI, because oneDNN
// takes twice as long for them or makes a kernel for each size: products of matrices and
// convolutions (whole_product.h), convolutions of each channel by itself (depthwise.h) and of
// pictures (direct.h), softmax (wide_loops.h). One kernel serves all sizes; none is made at run
// time.

#include "ocr/net/depthwise.h"
#include "ocr/net/direct.h"
#include "ocr/net/step.h"
#include "ocr/net/whole_product.h"

#include <memory>
#include <optional>
#include <unordered_map>

namespace dossier::ocr::net {

class WideKernels {
public:
    /// Steps as those of Kernels; none where oneDNN does better.
    Step convolution(
        const Graph& graph,
        const Node& node,
        const Value& from,
        const Value& to,
        const std::optional<Value>& gates
    );
    Step linear(const Graph& graph, const Node& node, const Value& from, const Value& to);
    static Step product(const Value& left, const Value& right, const Value& to);
    static Step softmax(const Value& from, const Value& to);

    /// From now on: words, as at first, or bytes for large matrices.
    void use(Numbers numbers) { numbers_ = numbers; }

private:
    /// A node's weights as words and, where they are large, as bytes.
    struct Matrices {
        std::unique_ptr<const WholeMatrix> words;
        std::unique_ptr<const WholeMatrix> bytes{};
    };

    /// The node's weights, made at first sight. Those for windows lie by outer and inner channel,
    /// y, x; windows by y, x, channel.
    std::shared_ptr<const Matrices> matrices(
        const Graph& graph, const Node& node, const Weights& weights, bool are_windows = false
    );
    const WholeMatrix& of(const Matrices& matrices) const;
    Step multiply(
        const Graph& graph,
        const Node& node,
        const Weights& weights,
        const Value& from,
        const Value& to,
        const std::optional<Value>& gates = {}
    );
    Step depthwise(const Graph& graph, const Node& node, const Value& from, const Value& to);

    Step windows(const Graph& graph, const Node& node, const Value& from, const Value& to);
    Step direct(
        const Graph& graph,
        const Node& node,
        const Windows& windows,
        const Value& from,
        const Value& to
    );

    Numbers numbers_ = Numbers::words;
    WholeScratch scratch_;
    AlignedVector<float> window_; ///< or a padded image
    // Prepared weights by the names of weights and bias.
    std::unordered_map<std::string, std::shared_ptr<const Matrices>> matrices_;
    std::unordered_map<std::string, std::shared_ptr<const Depthwise>> depthwise_;
    std::unordered_map<std::string, std::shared_ptr<const Direct>> direct_;
};

} // namespace dossier::ocr::net
