#pragma once
// How records are filed, as JSON.

#include "store/types.h"
#include "web/json.h"

#include <vector>

namespace dossier::web {

[[nodiscard]] Json to_json(const store::Filing& filing);
[[nodiscard]] Json to_json(const store::FilingChange& change);
[[nodiscard]] Json to_json(const store::FiledItem& item);
/// Words and titles of each class, and how numbers are written.
[[nodiscard]] Json to_json(const verify::FilingPlan& plan);

} // namespace dossier::web
