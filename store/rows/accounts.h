#pragma once
// Rows of user_account and session, held to their MACs: nobody with a database shell gives himself
// a role, a password or a session.

#include "store/rows/vault.h"
#include "store/store.h"

#include <optional>

namespace dossier::store {

struct UserRow {
    User user;
    std::string password_hash;
    Bytes totp_sealed; ///< empty while the second factor is off
    // Counters, not protected by the MAC:
    std::int64_t failures = 0; ///< since the last success
    Instant retry_at{};
    std::int64_t totp_step = 0; ///< the newest step that was used
};

struct SessionRow {
    Bytes token_hash;
    UserId user_id;
    Instant signed_in_at{};
    Instant seen_at{};
};

/// False when the name is taken.
[[nodiscard]] bool insert_user(Database& db, const Vault& vault, const UserRow& row);
void save_user(Database& db, const Vault& vault, const UserRow& row);
void save_counters(Database& db, const UserRow& row);
[[nodiscard]] std::optional<UserRow> load_user(Database& db, const Vault& vault, const UserId& id);
[[nodiscard]] std::optional<UserRow>
load_user(Database& db, const Vault& vault, std::string_view username);

/// Nothing is handed to that person. Not under the MAC: it gives nobody a right.
[[nodiscard]] bool is_marked_away(Database& db, std::string_view username);

void insert_session(Database& db, const Vault& vault, const SessionRow& row);
[[nodiscard]] std::optional<SessionRow>
load_session(Database& db, const Vault& vault, const Bytes& token_hash);

/// SHA-256 of a token: what is stored of it.
[[nodiscard]] Bytes token_hash(std::string_view token);
[[nodiscard]] std::string csrf_token(const Vault& vault, const Bytes& token_hash);

[[nodiscard]] Bytes
seal_totp(const Vault& vault, const UserId& id, std::span<const std::byte> secret);
[[nodiscard]] SecretBytes open_totp(const Vault& vault, const UserRow& row);

[[nodiscard]] SignedIn start_session(
    Database& db, const Vault& vault, const StoreOptions& options, const User& user, Instant now
);
void end_sessions(Database& db, const UserId& id);
/// The person behind a live session.
[[nodiscard]] std::optional<UserRow> signed_in_user(
    Database& db, const Vault& vault, const StoreOptions& options, const Bytes& hash, Instant now
);

// As the audit trail names them.
[[nodiscard]] std::string object_name(const UserId& id);
[[nodiscard]] Actor actor_of(const User& user);

} // namespace dossier::store
