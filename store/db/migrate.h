#pragma once
// Brings the schema up to date: forward only, one transaction each, checksums remembered.

#include "store/db/connections.h"

#include <span>
#include <string_view>

namespace dossier::store {

/// One file of store/migrations, embedded at build.
struct Migration {
    std::string_view name;
    std::string_view sql;
};

[[nodiscard]] std::span<const Migration> migrations();

/// Throws Error when a migration that ran before reads differently now, or when the database is
/// newer than this program.
void migrate(Writer& writer, std::span<const Migration> wanted);

} // namespace dossier::store
