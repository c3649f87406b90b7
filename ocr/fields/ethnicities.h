#pragma once
// The peoples of China (GB/T 3304-1991), to read them by: verify has the table that values are held
// to, with its version.

#include <string_view>

namespace dossier::ocr {

/// In simplified characters, without 族.
[[nodiscard]] bool is_ethnicity(std::u32string_view name);

} // namespace dossier::ocr
