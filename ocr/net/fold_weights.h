#pragma once
// Rewritings that change the weights of convolutions, so that the nodes after them disappear.

#include "ocr/net/pattern.h"

namespace dossier::ocr::net {

bool is_convolution(const Node& node);

/// Batch norm and multiplications and additions by channel go into the weights before them. Every
/// convolution has a bias afterwards.
void fold_into_convolutions(Pattern& pattern);

/// A transposed convolution whose steps do not overlap is a 1x1 convolution to n*n times the
/// channels, whose results are then spread over n*n pixels. Expects folded weights.
void split_transposed_convolutions(Graph& graph);

} // namespace dossier::ocr::net
