#pragma once
// Which way up a page stands, told from a few of its lines before anything else is done to it.

#include "capture/straighten.h"
#include "ocr/engine.h"

namespace dossier::ocr {

/// Whether the page stands on its head. The lines that straightening saw are asked one by one,
/// first the classifier of directions where there is one, until they are sure together; when they
/// stay divided, a few are read both ways and the way that reads more surely is up.
[[nodiscard]] bool is_upside_down(const capture::Straightened& page, const Engines& engines);

} // namespace dossier::ocr
