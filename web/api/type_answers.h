#pragma once
// What the handlers of type versions and of drafts share.

#include "web/publishing.h"
#include "web/site.h"

namespace dossier::web {

[[nodiscard]] Response problem_of(const TypeFault& fault);

/// Publishes, and says which version it became, or why not.
[[nodiscard]] Response published_response(const Call& call, const Publication& publication);

} // namespace dossier::web
