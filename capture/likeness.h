#pragma once
// Whether two pages are scans of the same sheet. A hint for people, never a reason to drop one.

#include "capture/facts.h"

namespace dossier::capture {

/// How many bits differ; 1009, more than there are, when either page has none.
[[nodiscard]] int likeness_distance(const Likeness& one, const Likeness& other);

/// Up to here two pages may be scans of one sheet: what is read on them must confirm it, for pages
/// of one layout come as near (figures in the README).
inline constexpr int likeness_threshold = 320;

} // namespace dossier::capture
