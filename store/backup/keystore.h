#pragma once
// The wrapped data keys and tombstones of an archive in sealed files of their own, apart from the
// rows that they open. Sealed under the keystore key of the ring, whose old versions are destroyed:
// with them every older keystore.

#include "store/rows/shredding.h"
#include "store/rows/vault.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace dossier::store {

struct Keystore {
    std::vector<std::string> files;
    std::int64_t keys = 0;
    std::int64_t shredded = 0; ///< tombstones
};

/// Writes them into a folder; durable when it returns.
[[nodiscard]] Keystore write_keystore(
    Database& db,
    const Vault& vault,
    const std::filesystem::path& folder,
    const std::string& backup_name
);

struct StoredKey {
    std::string owner_id;
    std::string owner_kind;
    Bytes wrapped;
};

/// Opens one of its files. Throws Tampered, also when its key was destroyed.
void read_keystore(
    const Vault& vault,
    const std::filesystem::path& folder,
    const std::string& file,
    const std::string& backup_name,
    const std::function<void(const StoredKey&)>& key,
    const std::function<void(const Tombstone&)>& tombstone
);

/// Whether `file` is the name of one.
[[nodiscard]] bool is_keystore(const std::string& file);

} // namespace dossier::store
