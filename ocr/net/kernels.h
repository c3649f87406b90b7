#pragma once
// The heavy operators: convolutions, products of matrices, softmax, done by oneDNN or, where that
// is faster, by whole_product.h. This is the only file pair that knows oneDNN. Making a kernel
// writes and maps machine code, so kernels are made in the launcher before it forks; running one
// maps nothing.
//
// oneDNN is told to use one thread: a child is one thread, pages are spread over processes.

#include "ocr/net/step.h"
#include "ocr/net/whole_product.h"

#include <memory>
#include <optional>

namespace dossier::ocr::net {

/// In which numbers matrices are multiplied. `fastest`: bytes and words of 16 bits where the
/// processor has instructions for them (AVX-512 VNNI; wide_kernels.h); elsewhere, and with `whole`,
/// floats.
enum class Precision { fastest, whole };

class Kernels {
public:
    explicit Kernels(Precision precision = Precision::fastest);
    ~Kernels();
    Kernels(const Kernels&) = delete;
    Kernels& operator=(const Kernels&) = delete;

    /// Whether this processor's kernels are our own (wide_kernels.h): then another size costs
    /// hardly anything, and convolution() may be given gates.
    bool are_wide() const;

    /// What `fastest` multiplies large matrices in from now on: words at first, or bytes.
    void use(Numbers numbers);

    /// Attributes as in fuse.h. Weights are kept once for all steps made with the same name.
    Step convolution(
        const Graph& graph,
        const Node& node,
        const Value& from,
        const Value& to,
        const std::optional<Value>& gates = {}
    );
    Step linear(const Graph& graph, const Node& node, const Value& from, const Value& to);
    Step product(const Value& left, const Value& right, const Value& to);
    /// Over the last axis; `to` may be `from`.
    Step softmax(const Value& from, const Value& to);

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace dossier::ocr::net
