#pragma once
// Rows of station, held to their MACs: nobody with a database shell gives a station a token, or
// takes its ban away.

#include "store/rows/vault.h"

#include <optional>

namespace dossier::store {

struct StationRow {
    Station station;
    Bytes token_hash; ///< SHA-256 of the token, as of a session's
};

/// False when the name is taken.
[[nodiscard]] bool insert_station(Database& db, const Vault& vault, const StationRow& row);
void save_station(Database& db, const Vault& vault, const StationRow& row);
[[nodiscard]] std::optional<StationRow>
load_station(Database& db, const Vault& vault, std::string_view name);
[[nodiscard]] std::optional<StationRow>
load_station(Database& db, const Vault& vault, const Bytes& token_hash);

} // namespace dossier::store
