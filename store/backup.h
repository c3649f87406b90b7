#pragma once
// Backups: copies of the database without its data keys, the sealed files, which all backups in a
// folder share, and the newest data keys sealed apart. The keyring is never in a backup: keep it
// elsewhere. What lies where: README.md, "Backup".

#include "store/keyring.h"
#include "store/random.h"
#include "store/types.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace dossier::store {

/// What a backup's signed manifest says.
struct Backup {
    std::string name; ///< sorts by time
    std::int64_t audit_entries = 0;
    std::string audit_root; ///< RFC 6962, hex
    std::int64_t objects = 0;
    std::int64_t keys = 0; ///< data keys in its keystore
    std::int64_t journal =
        0; ///< the first portion of its journal that makes it whole; 0: it has none
    std::int64_t shredded = 0; ///< tombstones in its keystore
};

struct BackupReport {
    Backup backup;
    std::int64_t copied = 0;          ///< objects that were not in the folder yet
    std::vector<std::string> missing; ///< objects that the archive itself lacks
    bool renewed = false; ///< something was shredded, and the older keystores are worthless now
};

struct RestoreReport {
    Backup backup;
    std::string keystore;               ///< the backup whose data keys were put back: the newest
    std::vector<std::string> missing{}; ///< damaged in the backup, or not there
    std::int64_t shredded = 0;          ///< owners that were shredded since, and stay so
    bool is_journal_cut =
        false; ///< what was shredded after its damage is not known, and may be back
};

/// Copies the archive in `data` into the folder `to` as of one moment, also while a service works
/// on it: it reads only. Durable, and listed, once it returns. Throws Error and Tampered.
BackupReport back_up(
    const std::filesystem::path& data,
    const Keyring& keyring,
    const std::filesystem::path& to,
    Random& random,
    Instant now
);

/// Whether a keystore in the folder that still opens has keys of what was shredded since.
[[nodiscard]] bool owes_new_keystore_key(
    const std::filesystem::path& data, const Keyring& keyring, const std::filesystem::path& to
);

/// The same as `back_up` where nobody else has the keyring open; with a new keystore key where one
/// is owed. The old one is destroyed once the backup is whole: a kill leaves both.
BackupReport back_up_renewing(
    const std::filesystem::path& data,
    Keyring& keyring,
    const std::filesystem::path& to,
    Random& random,
    Instant now
);

/// A moment that a backup's journal can be restored to.
struct JournalMoment {
    std::int64_t portion = 0;
    Instant at{};
};

/// Oldest first; none where the backup has no journal, or its key was destroyed. Throws Tampered.
[[nodiscard]] std::vector<JournalMoment> journal_moments(
    const std::filesystem::path& from,
    const std::string& name,
    const Keyring& keyring,
    Random& random
);

/// The whole backups in a folder, oldest first; what a killed one left is none.
[[nodiscard]] std::vector<std::string> list_backups(const std::filesystem::path& from);

/// Throws Tampered when its manifest is not what this archive signed.
[[nodiscard]] Backup
open_backup(const std::filesystem::path& from, const std::string& name, const Keyring& keyring);

/// The archive as it was when that portion of the backup's journal was kept, with the sealed files
/// that lie in the folder by now; what else is as of `restore_backup`. Not where the key of the
/// backup's base was destroyed since (renew_keystore_key).
RestoreReport restore_moment(
    const std::filesystem::path& from,
    const std::string& name,
    std::int64_t portion,
    const std::filesystem::path& data,
    const Keyring& keyring,
    Random& random
);

/// Makes database and sealed files in `data`, which has neither, of a backup and the newest data
/// keys in its folder. Every file is held to the signed manifest; the database gets its name last,
/// so that what a killed restore left is none. Throws Tampered (its own files differ) and Error.
RestoreReport restore_backup(
    const std::filesystem::path& from,
    const std::string& name,
    const std::filesystem::path& data,
    const Keyring& keyring,
    Random& random
);

/// Destroys the key under which every keystore so far was sealed: no older copy of a backup's
/// folder gives a data key any more. Back up anew at once, and keep no older copy of the keyring.
void renew_keystore_key(Keyring& keyring, Random& random);

} // namespace dossier::store
