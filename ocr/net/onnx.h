#pragma once
// Reads the few ONNX messages a model file is made of (ModelProto, GraphProto, NodeProto,
// TensorProto, AttributeProto) from protobuf's wire format. Every length is checked against what is
// there, every shape against its values, so that a damaged file gives a ModelError and nothing
// else.

#include "ocr/net/graph.h"

#include <cstddef>
#include <filesystem>
#include <span>

namespace dossier::ocr::net {

/// The graph of a model held in memory. Throws ModelError.
[[nodiscard]] Graph read_onnx(std::span<const std::byte> model);

/// The graph of a model file. Throws ModelError, also when the file cannot be read.
[[nodiscard]] Graph load_onnx(const std::filesystem::path& file);

} // namespace dossier::ocr::net
