#pragma once
// Requests of people about their own data, as the interface spells them.

#include "store/data_requests.h"
#include "web/json.h"

#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

namespace dossier::web {

[[nodiscard]] std::string_view to_text(store::DataRight right);
/// `access copy`; nothing where a word is unknown or there is none.
[[nodiscard]] std::optional<std::vector<store::DataRight>> parse_rights(std::string_view text);
[[nodiscard]] std::optional<store::DataAnswer> parse_answer(std::string_view text);

/// `today`: of the site, by which a request is overdue.
[[nodiscard]] Json to_json(const store::DataRequestItem& item, std::chrono::sys_days today);
[[nodiscard]] Json to_json(const store::DataRequest& request, std::chrono::sys_days today);

} // namespace dossier::web
