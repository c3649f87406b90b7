#pragma once
// Two recognisers' readings of one line as one, character by character: each is believed where it
// knows better.

#include "ocr/engine.h"

#include <vector>

namespace dossier::ocr {

/// `net`: of the surer recogniser, which lacks characters that `knows` it to lack; `other`: of the
/// one that has them. Boxes of both on the same page.
[[nodiscard]] std::vector<Symbol>
merged(const std::vector<Symbol>& net, const std::vector<Symbol>& other, const Engine& knows);

} // namespace dossier::ocr
