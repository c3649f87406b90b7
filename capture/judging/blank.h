#pragma once
// Whether anything was ever put on a sheet.

#include "capture/judging/survey.h"

namespace dossier::capture {

/// Millimetres of strokes on the sheet, measured along them: what paper, its other side, ruled
/// lines, holes, staples, dust and the lid do is left out.
[[nodiscard]] double strokes_mm(const Survey& page);

/// 0 (surely something on it) .. 1 (surely blank).
[[nodiscard]] double blank_probability(const Survey& page);

} // namespace dossier::capture
