#pragma once
// Customers and what is due, as JSON.

#include "store/customers.h"
#include "web/json.h"

#include <chrono>

namespace dossier::web {

[[nodiscard]] Json to_json(const store::CustomerItem& item);
[[nodiscard]] Json to_json(const store::Customer& customer);
[[nodiscard]] Json to_json(const store::CustomerMerge& merge);
[[nodiscard]] Json to_json(const store::Due& due);
[[nodiscard]] std::string date_text(std::chrono::sys_days day);

} // namespace dossier::web
