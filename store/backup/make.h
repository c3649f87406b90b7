#pragma once
// How a backup is made: alone, or with a journal that follows it.

#include "store/backup.h"
#include "store/crypto/keys.h"

#include <functional>

namespace dossier::store {

/// Begins a journal in a folder and returns what brings it up to date: the number of its newest
/// portion.
using BeginJournal =
    std::function<std::function<std::int64_t()>(const std::filesystem::path& folder)>;

BackupReport make_backup(
    const std::filesystem::path& data,
    const Keys& keys,
    const std::filesystem::path& to,
    Random& random,
    Instant now,
    const BeginJournal& begin_journal
);

} // namespace dossier::store
