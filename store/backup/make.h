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

/// In two steps, so that a kill in between destroys nothing that no new backup stands for: a new
/// keystore key beside the old one, and the end of the old one.
void begin_renewal(Keyring& keyring, Random& random);
void finish_renewal(Keyring& keyring, Random& random);

BackupReport make_backup(
    const std::filesystem::path& data,
    const Keys& keys,
    const std::filesystem::path& to,
    Random& random,
    Instant now,
    const BeginJournal& begin_journal
);

} // namespace dossier::store
