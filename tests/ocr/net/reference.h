#pragma once
// ONNX operators as the standard words them, one loop a sum, all tensors row-major: slow, obvious,
// and the judge of the executor.

#include "ocr/net/graph.h"
#include "ocr/net/kernels.h"

#include <vector>

namespace dossier::ocr::net {

struct Tensor {
    Shape shape;
    std::vector<float> values;
};

/// Computes the graph's output. The graph is as the ONNX reader returns it, not fused.
Tensor compute_by_definition(const Graph& graph, const Tensor& input);

/// Numbers between -1 and 1 that look random and are always the same.
std::vector<float> made_up_numbers(std::size_t count, unsigned seed = 1);

/// The executor's answer for the same graph: fused, by oneDNN, in row-major order.
Tensor compute_by_executor(
    Graph graph,
    const Tensor& input,
    Precision precision = Precision::whole,
    Numbers numbers = Numbers::words
);

/// The largest difference between two tensors of one shape; infinite if the shapes differ.
float largest_difference(const Tensor& left, const Tensor& right);

} // namespace dossier::ocr::net
