#pragma once
// What happens to each number that a convolution or a product gives, before it is stored.

#include "ocr/net/graph.h"

#include <cstdint>

namespace dossier::ocr::net {

enum class Activation : std::uint8_t { none, relu, hard_swish, swish, sigmoid, hard_sigmoid };

/// The activation, then scale and shift. A hard sigmoid is `alpha` x + `beta` between 0 and 1.
struct Finish {
    Activation activation = Activation::none;
    float alpha = 0.2F;
    float beta = 0.5F;
    float scale = 1.0F;
    float shift = 0.0F;
    bool is_scaled = false; ///< whether scale and shift do anything
};

/// Of a node as fuse() leaves it. Throws ModelError for an activation that nobody knows.
Finish finish_of(const Node& node);

} // namespace dossier::ocr::net
