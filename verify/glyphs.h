#pragma once
// The characters of a value that are doubted: where another reading of as many characters has
// another one (己 for 已, 0 for O). Pure.

#include "ocr/reading.h"

#include <string>
#include <vector>

namespace dossier::verify {

/// Each once, in the order of the value, in UTF-8.
[[nodiscard]] std::vector<std::string> doubted_glyphs(const ocr::Field& field);

} // namespace dossier::verify
