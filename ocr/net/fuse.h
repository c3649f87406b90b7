#pragma once
// Rewrites a graph into fewer, larger nodes that compute the same. Does not depend on the width of
// the input, so it runs once a model.
//
// Nodes it introduces, beside ONNX's own:
//   HardSwish(x)            x * clip(x + 3, 0, 6) / 6
//   Swish(x)                x * sigmoid(x)
//   LayerNorm(x, w, b)      over the last axis; attribute epsilon
//   Gate(x, s)              x * (s + offset), s one number a channel; attribute offset
//   Linear(x, w, b)         x * w + b over the last axis
//   DepthToSpace(x)         blocksize n, ONNX's mode CRD with the block outermost: (dy, dx,
//   channel)
// Conv and Linear may carry `activation` (text, with alpha and beta) and `scale` (two floats a, b:
// a * y + b applied after the activation). A Conv of single pixels may have a fourth input: x is
// multiplied by it before, one number a channel.

#include "ocr/net/graph.h"

namespace dossier::ocr::net {

void fuse(Graph& graph);

} // namespace dossier::ocr::net
