#pragma once

#include <string>
#include <string_view>

namespace dossier::web {

/// A cell that no spreadsheet takes for a formula.
[[nodiscard]] std::string csv_cell(std::string_view text);

} // namespace dossier::web
