#pragma once
// What the site's document types and policy say of values, as the archive asks for it.

#include "web/site.h"

namespace dossier::web {

/// The site outlives them.
[[nodiscard]] store::FieldRules field_rules(const Site& site, store::Instant now);

} // namespace dossier::web
