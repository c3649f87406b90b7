#pragma once
// Registers as the interface spells them, and what is asked of one.

#include "store/registers.h"
#include "store/types.h"
#include "web/json.h"

#include <optional>
#include <string_view>

namespace dossier::web {

[[nodiscard]] std::string_view to_text(store::RegisterKind kind);
/// `handover`, `loans`, `destruction`.
[[nodiscard]] std::optional<store::RegisterKind> parse_register_kind(std::string_view text);
[[nodiscard]] Json to_json(const store::RegisterItem& item);
[[nodiscard]] Json to_json(const store::Listing<store::RegisterItem>& listing);

} // namespace dossier::web
