#pragma once
// Moments as signed texts spell them.

#include "store/types.h"

#include <string>

namespace dossier::store {

/// RFC 3339 in UTC, whole seconds: `2026-11-25T08:15:00Z`.
[[nodiscard]] std::string moment_text(Instant at);

} // namespace dossier::store
