#pragma once
// Retention, holds and disposals as the interface spells them.

#include "store/disposals.h"
#include "store/types.h"
#include "web/json.h"

#include <string_view>

namespace dossier::web {

[[nodiscard]] std::string_view to_text(store::DisposalState state);
[[nodiscard]] std::string_view to_text(store::DisposalStep step);
[[nodiscard]] std::string_view to_text(store::Opinion opinion);

[[nodiscard]] Json to_json(const store::DueRecord& record);
[[nodiscard]] Json to_json(const store::Disposal& disposal);
[[nodiscard]] Json to_json(const store::LegalHold& hold);
[[nodiscard]] Json to_json(const store::Listing<store::DisposalSummary>& listing);
[[nodiscard]] Json to_json(const store::Listing<store::LegalHold>& listing);

} // namespace dossier::web
