#pragma once
// Chinese surnames: what does not begin with one is likelier a misread name than a rare one.

#include <string_view>

namespace dossier::ocr {

/// Whether a name of Han characters begins with a surname of the Hundred Family Surnames or another
/// common today, in either hand.
[[nodiscard]] bool begins_with_surname(std::u32string_view name);

} // namespace dossier::ocr
