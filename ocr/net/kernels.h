#pragma once
// The heavy operators: convolutions, products of matrices, softmax, done by oneDNN or, where that
// is faster, by word_product.h. This is the only file pair that knows oneDNN. Making a kernel
// writes and maps machine code, so kernels are made in the launcher before it forks; running one
// maps nothing.
//
// oneDNN is told to use one thread: a child is one thread, pages are spread over processes.

#include "ocr/net/graph.h"

#include <functional>
#include <memory>

namespace dossier::ocr::net {

/// One step of a network: reads and writes its places in the arena whose start it is given.
using Step = std::function<void(float* arena)>;

/// A tensor in the arena. An image (`is_pixels`) has the shape 1, channels, height, width and its
/// values in the order y, x, channel.
struct Value {
    Shape shape;
    bool is_pixels = false;
    std::size_t offset = 0;
};

/// How many numbers it has.
std::size_t size_of(const Value& value);

/// In which numbers matrices are multiplied. `fastest`: words of 16 bits where the processor has
/// instructions for them (AVX-512 VNNI; word_product.h); elsewhere, and with `whole`, floats.
enum class Precision { fastest, whole };

class Kernels {
public:
    explicit Kernels(Precision precision = Precision::fastest);
    ~Kernels();
    Kernels(const Kernels&) = delete;
    Kernels& operator=(const Kernels&) = delete;

    /// Attributes as in fuse.h. Weights are kept once for all steps made with the same name.
    Step convolution(const Graph& graph, const Node& node, const Value& from, const Value& to);
    Step linear(const Graph& graph, const Node& node, const Value& from, const Value& to);
    Step product(const Value& left, const Value& right, const Value& to);
    /// Over the last axis.
    Step softmax(const Value& from, const Value& to);

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace dossier::ocr::net
