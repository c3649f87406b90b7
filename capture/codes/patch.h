#pragma once
// Reads patch codes: four parallel bars of two widths (capture/codes.h names the source).

#include "capture/codes/small_page.h"
#include "capture/facts.h"

#include <vector>

namespace dossier::capture {

/// Boxes are in pixels of the page, not of the small picture.
[[nodiscard]] std::vector<Code> find_patches(const SmallPage& small);

} // namespace dossier::capture
