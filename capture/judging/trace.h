#pragma once
// What the scanner leaves on every page: the brightness of its white, the lines that dirt on its
// glass draws.

#include "capture/facts.h"
#include "capture/judging/survey.h"

namespace dossier::capture {

/// Streaks are at most a millimetre wide and darker than both sides over the whole height of the
/// picture, margins included, which no rule of a form is.
[[nodiscard]] ScanTrace find_trace(const Survey& page);

} // namespace dossier::capture
