#pragma once
// The name of a region that a record is classed by (filing.h). Pure.

#include <string_view>

namespace dossier::verify {

/// The province that a code of GB/T 2260 lies in ("北京市"), or empty.
[[nodiscard]] std::string_view region_name(std::string_view code);

} // namespace dossier::verify
