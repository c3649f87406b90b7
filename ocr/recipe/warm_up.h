#pragma once
// Reads a small page made on the spot, so that everything the libraries do only once (counting
// processors, choosing instructions, building tables) is done before the launcher forks: a child in
// its sandbox could not, and need not, do it again.

#include "ocr/engine.h"

namespace dossier::ocr {

void warm_up(const Engines& engines);

} // namespace dossier::ocr
