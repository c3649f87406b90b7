#pragma once
// Customers and what is due, as JSON.

#include "store/customers.h"
#include "web/json.h"

namespace dossier::web {

[[nodiscard]] Json to_json(const store::CustomerItem& item);
[[nodiscard]] Json to_json(const store::Customer& customer);
[[nodiscard]] Json to_json(const store::CustomerMerge& merge);
[[nodiscard]] Json to_json(const store::Due& due);

} // namespace dossier::web
