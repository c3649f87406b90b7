#pragma once
// Rows of disposal with its signatures and items as one aggregate under one MAC, of legal_hold and
// of closing.

#include "store/disposals.h"
#include "store/rows/vault.h"
#include "store/types.h"

#include <optional>
#include <string>
#include <vector>

namespace dossier::store {

[[nodiscard]] Place disposal_place(std::string_view id);
[[nodiscard]] Place hold_place(std::string_view id);

void insert_disposal(Database& db, const Vault& vault, const Disposal& disposal);
/// State, signatures, certificate, and what became of its items.
void save_disposal(Database& db, const Vault& vault, const Disposal& disposal);
/// Throws Tampered when anything of it is not as written.
[[nodiscard]] std::optional<Disposal>
load_disposal(Database& db, const Vault& vault, const std::string& id);

void insert_hold(Database& db, const Vault& vault, const LegalHold& hold);
/// Who wishes its end, and who ended it.
void save_hold(Database& db, const Vault& vault, const LegalHold& hold);
[[nodiscard]] std::optional<LegalHold>
load_hold(Database& db, const Vault& vault, const std::string& id);
[[nodiscard]] bool is_held(Database& db, const Vault& vault, const std::string& record_id);

/// The day on which the matter of a record ended, in days since 1970.
struct Closing {
    std::string record_id;
    std::int64_t closed_on = 0;
    std::string noted_by;
    Instant noted_at{};
};

/// In place of what was said before.
void keep_closing(Database& db, const Vault& vault, const Closing& closing);
[[nodiscard]] std::optional<Closing>
load_closing(Database& db, const Vault& vault, const std::string& record_id);

} // namespace dossier::store
