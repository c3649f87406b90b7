#pragma once
// Rows of register: which registers were made, and what their lines hash to.

#include "store/registers.h"
#include "store/rows/vault.h"

#include <optional>
#include <string>

namespace dossier::store {

void insert_register(Database& db, const Vault& vault, const RegisterItem& item);
/// Throws Tampered when it is not as written.
[[nodiscard]] std::optional<RegisterItem>
load_register(Database& db, const Vault& vault, const std::string& number);

/// `retention_class=short nature=personal`: as the row and the note spell classes.
[[nodiscard]] std::string classes_text(const verify::Classes& classes);

} // namespace dossier::store
