#pragma once
// The report of an import: a line a row of the index, then a line a file without row. It names
// files, never a value of the index.

#include "web/import/run.h"

#include <string>

namespace dossier::web {

/// JSON lines: {"line", "path", "state", "code", "message", "sha256", "original_id",
/// "duplicate_of"}; a file without row has no line and the state `unlisted`.
[[nodiscard]] std::string report_jsonl(const ImportOutcome& outcome);
/// The same columns for a spreadsheet.
[[nodiscard]] std::string report_csv(const ImportOutcome& outcome);

} // namespace dossier::web
