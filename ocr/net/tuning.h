#pragma once
// What a model learned here on top of what it came with: numbers that are added to its weights. The
// model stays as its makers published it (its hash is pinned), and a file of a quarter of its size
// makes of it one that reads worn print (tests/bench/tune/README.md).

#include "ocr/net/graph.h"

#include <cstddef>
#include <filesystem>
#include <span>

namespace dossier::ocr::net {

/// Adds what a tuning says to the constants it names. Its layout: a line `dossier tuning 1`; then
/// for each constant a byte with the length of its name, the name, how many numbers it has (32
/// bits), what a step is worth (a 32-bit float) and the steps of its numbers (8 bits, signed), all
/// little-endian. Throws ModelError where it is damaged or of another model.
void tune(Graph& graph, std::span<const std::byte> tuning);

/// The same from a file; nothing is changed where there is none.
void tune(Graph& graph, const std::filesystem::path& file);

} // namespace dossier::ocr::net
