#pragma once
// Rows of due: what is to be looked at again, and on which day. What was done of it stays.

#include "store/customers.h"
#include "store/rows/vault.h"

#include <optional>
#include <string>
#include <vector>

namespace dossier::store {

void insert_due(Database& db, const Vault& vault, Due& due);
/// Notes that it is done, or that another took its place; false when it is not open any more.
[[nodiscard]] bool close_due(Database& db, const Vault& vault, const Due& due);
/// Without names. Throws Tampered.
[[nodiscard]] std::optional<Due> load_due(Database& db, const Vault& vault, const std::string& id);
/// The open ones of a customer, the first first.
[[nodiscard]] std::vector<Due>
load_open_due(Database& db, const Vault& vault, const std::string& customer_id);
/// All of a customer that were done.
[[nodiscard]] std::vector<Due>
load_done_due(Database& db, const Vault& vault, const std::string& customer_id);

} // namespace dossier::store
