#pragma once
// Rows of department and station_department, held to their MACs: they decide what people see.

#include "store/departments.h"
#include "store/rows/vault.h"
#include "store/types.h"

#include <optional>
#include <string>
#include <string_view>

namespace dossier::store {

/// False when the name is taken.
[[nodiscard]] bool insert_department(Database& db, const Vault& vault, const Department& row);
/// Its name. False when the name is taken.
[[nodiscard]] bool save_department(Database& db, const Vault& vault, const Department& row);
[[nodiscard]] std::optional<Department>
load_department(Database& db, const Vault& vault, const std::string& id);

/// The department of a station, or empty.
[[nodiscard]] std::string
load_station_department(Database& db, const Vault& vault, std::string_view station);
void save_station_department(
    Database& db, const Vault& vault, std::string_view station, const std::string& department
);

/// Whose a delivery is: the department's of the person who hands it in, else of its station.
[[nodiscard]] Owner
owner_of(Database& db, const Vault& vault, const Actor& actor, std::string_view station);

} // namespace dossier::store
