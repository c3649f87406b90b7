#pragma once
// What a network is made of when it runs: values in an arena and the steps between them.

#include "ocr/net/graph.h"

#include <functional>

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

} // namespace dossier::ocr::net
