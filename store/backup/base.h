#pragma once
// The pages of a database as of a backup, sealed in parts, and the journal laid over them.

#include "store/backup/journal.h"

namespace dossier::store {

/// Seals the file into parts `base-0001` … in a folder; their names.
[[nodiscard]] std::vector<std::string> seal_base(
    const Vault& vault,
    const std::filesystem::path& database,
    const std::filesystem::path& folder,
    const std::string& backup_name
);

/// Makes the file again. Throws Tampered.
void unseal_base(
    const Vault& vault,
    const std::filesystem::path& folder,
    const std::string& backup_name,
    const std::filesystem::path& database
);

/// Lets SQLite replay the journal's generations of the log, one after the other, up to a portion.
/// Throws Tampered where a portion is missing.
void replay_journal(
    const JournalFolder& journal, std::int64_t portion, const std::filesystem::path& database
);

} // namespace dossier::store
