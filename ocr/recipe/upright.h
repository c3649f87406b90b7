#pragma once
// Which way up a page stands, told from a few of its lines before anything else is done to it.

#include "capture/straighten.h"
#include "ocr/engine.h"

namespace dossier::ocr {

/// By how many degrees (0, 90, 180 or 270) the page has to be turned clockwise to stand upright.
/// The lines that straightening saw are asked one by one, first the classifier of directions where
/// there is one, until they are sure together; when they stay divided, a few are read both ways and
/// the way that reads more surely is up. Lines whose characters all lie on their sides are vertical
/// writing.
[[nodiscard]] int find_turn(const capture::Straightened& page, const Engines& engines);

} // namespace dossier::ocr
