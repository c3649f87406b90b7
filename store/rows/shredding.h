#pragma once
// Shredding: the wrapped data key of an owner (an original, a document, a record) goes, and with it
// everything sealed under it; a tombstone stays, which restores honour (README.md, "Backup").

#include "store/rows/vault.h"

#include <optional>
#include <string_view>
#include <vector>

namespace dossier::store {

struct Tombstone {
    std::string owner_id;
    std::string owner_kind;
    Instant shredded_at{};
};

/// Whether the owner that a data key's row speaks of is there. Throws Tampered for a kind that owns
/// no data keys.
[[nodiscard]] bool
has_key_owner(Database& db, std::string_view owner_kind, std::string_view owner_id);

/// Inside the caller's transaction, with its audit entry. A record is found by nothing any more.
/// Throws Tampered when there is no such key. Who calls it empties the log afterwards
/// (Writer::empty_log), so that no page of it remembers the key.
void shred_data_key(Database& db, const Vault& vault, std::string_view owner_id, Instant now);

/// Throws Tampered.
[[nodiscard]] std::optional<Tombstone>
find_tombstone(Database& db, const Vault& vault, std::string_view owner_id);
[[nodiscard]] bool is_shredded(Database& db, const Vault& vault, std::string_view owner_id);
[[nodiscard]] std::vector<Tombstone> load_tombstones(Database& db, const Vault& vault);
/// Of a backup's keystore; one that is there stays.
void put_back_tombstone(Database& db, const Vault& vault, const Tombstone& tombstone);

} // namespace dossier::store
