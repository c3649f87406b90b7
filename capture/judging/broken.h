#pragma once
// Whether a copier or a hard threshold has worn the print away.

#include "capture/judging/survey.h"

namespace dossier::capture {

/// The share of the print, measured along its lines, that is left in crumbs much smaller than its
/// characters, 0..1. Black and white only: 0 for other pages. `text_height` in pixels of `full`.
[[nodiscard]] double broken_share(const Survey& page, int text_height);

} // namespace dossier::capture
