#pragma once
// What comes out of a node in size: ONNX's rules for shapes, and the integers that models compute
// from them. Pure functions; a model that breaks a rule gives a ModelError.

#include "ocr/net/graph.h"

#include <span>

namespace dossier::ocr::net {

/// Whether each pixel of a convolution's result comes from one pixel, which makes it a product of
/// matrices. `weights`: their shape.
bool is_of_single_pixels(const Node& node, const Shape& weights);

/// Conv of an image 1, channels, height, width with weights out, in, height, width.
Shape convolved_shape(const Node& node, const Shape& from, const Shape& weights);

/// Reshape: 0 keeps a dimension, one -1 takes what is left.
Shape reshaped(const Shape& from, const Shape& wanted);

/// Squeeze: without the named axes, which must be 1.
Shape squeezed(const Shape& from, const Shape& axes);

Shape permuted(const Shape& from, const Shape& order);

/// A block of a tensor: where it starts and how large it is, on every axis.
struct Part {
    Shape first;
    Shape shape;
};

Part part_of(const Shape& from, const Shape& starts, const Shape& ends, const Shape& axes);

/// Computes Shape, Cast, Slice, Concat and the like on integers. Shape takes its input's shape.
Constant fold_integers(const Node& node, std::span<const Constant> inputs);

} // namespace dossier::ocr::net
