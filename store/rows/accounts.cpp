#include "store/rows/accounts.h"

#include "store/error.h"
#include "store/rows/words.h"

#include <array>

namespace dossier::store {
namespace {

constexpr std::string_view user_columns =
    "SELECT id, username, display_name, role, disabled, password_hash, must_change_password, "
    "second_factor, totp_sealed, created_at, failures, retry_at, totp_step, row_mac, department, "
    "manages, ended "
    "FROM user_account ";

Canonical canonical(const UserRow& row)
{
    const auto& user = row.user;
    Canonical bytes;
    bytes.text("user")
        .text(user.id.text)
        .text(user.username)
        .text(user.display_name)
        .text(user.role)
        .number(user.disabled ? 1 : 0)
        .text(row.password_hash)
        .number(user.must_change_password ? 1 : 0)
        .text(word(user.second_factor))
        .blob(row.totp_sealed)
        .number(user.created_at.time_since_epoch().count());
    if (!user.department.empty() || user.manages) { // not in rows from before departments
        bytes.text("department").text(user.department).number(user.manages ? 1 : 0);
    }
    if (user.ended) {
        bytes.text("ended");
    }
    return bytes;
}

Canonical canonical(const SessionRow& row)
{
    Canonical bytes;
    bytes.text("session")
        .blob(row.token_hash)
        .text(row.user_id.text)
        .number(row.signed_in_at.time_since_epoch().count());
    return bytes;
}

std::optional<UserRow> read_user(Statement& row, const Vault& vault)
{
    if (!row.next()) {
        return std::nullopt;
    }
    UserRow found{
        .user =
            {.id = {row.text(0)},
             .username = row.text(1),
             .display_name = row.text(2),
             .role = row.text(3),
             .must_change_password = row.integer(6) != 0,
             .second_factor = from_word<SecondFactor>(row.text(7)),
             .disabled = row.integer(4) != 0,
             .created_at = row.instant(9),
             .department = row.text(14),
             .manages = row.integer(15) != 0,
             .ended = row.integer(16) != 0},
        .password_hash = row.text(5),
        .totp_sealed = row.blob(8),
        .failures = row.integer(10),
        .retry_at = row.instant(11),
        .totp_step = row.integer(12)};
    vault.require_row_mac(canonical(found), row.blob(13), "user", found.user.id.text);
    return found;
}

Place totp_place(const UserId& id)
{
    return {.kind = "totp", .object_id = id.text, .owner_id = id.text};
}

} // namespace

bool insert_user(Database& db, const Vault& vault, const UserRow& row)
{
    const auto& user = row.user;
    return db.run(
               "INSERT INTO user_account (id, username, display_name, role, disabled, "
               "password_hash, "
               "must_change_password, second_factor, totp_sealed, created_at, row_mac, failures, "
               "retry_at, totp_step) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, 0, "
               "0) "
               "ON CONFLICT (username) DO NOTHING",
               user.id,
               user.username,
               user.display_name,
               user.role,
               user.disabled,
               row.password_hash,
               user.must_change_password,
               word(user.second_factor),
               row.totp_sealed,
               user.created_at,
               vault.row_mac(canonical(row))
           ) == 1;
}

void save_user(Database& db, const Vault& vault, const UserRow& row)
{
    const auto& user = row.user;
    db.run(
        "UPDATE user_account SET display_name = $2, role = $3, disabled = $4, password_hash = $5, "
        "must_change_password = $6, second_factor = $7, totp_sealed = $8, row_mac = $9, "
        "department = $10, manages = $11, ended = $12 WHERE id = $1",
        user.id,
        user.display_name,
        user.role,
        user.disabled,
        row.password_hash,
        user.must_change_password,
        word(user.second_factor),
        row.totp_sealed,
        vault.row_mac(canonical(row)),
        user.department,
        user.manages,
        user.ended
    );
    save_counters(db, row);
}

void save_counters(Database& db, const UserRow& row)
{
    db.run(
        "UPDATE user_account SET failures = $2, retry_at = $3, totp_step = $4 WHERE id = $1",
        row.user.id,
        row.failures,
        row.retry_at,
        row.totp_step
    );
}

std::optional<UserRow> load_user(Database& db, const Vault& vault, const UserId& id)
{
    static const std::string sql = std::string(user_columns) + "WHERE id = $1";
    Statement row(db, sql, id);
    return read_user(row, vault);
}

std::optional<UserRow> load_user(Database& db, const Vault& vault, std::string_view username)
{
    static const std::string sql = std::string(user_columns) + "WHERE username = $1";
    Statement row(db, sql, username);
    return read_user(row, vault);
}

bool is_marked_away(Database& db, std::string_view username)
{
    Statement row(db, "SELECT 1 FROM user_account WHERE username = $1 AND is_away = 1", username);
    return row.next();
}

void insert_session(Database& db, const Vault& vault, const SessionRow& row)
{
    db.run(
        "INSERT INTO session (token_hash, user_id, signed_in_at, seen_at, row_mac) "
        "VALUES ($1, $2, $3, $4, $5)",
        row.token_hash,
        row.user_id,
        row.signed_in_at,
        row.seen_at,
        vault.row_mac(canonical(row))
    );
}

std::optional<SessionRow> load_session(Database& db, const Vault& vault, const Bytes& token_hash)
{
    Statement row(
        db,
        "SELECT token_hash, user_id, signed_in_at, seen_at, row_mac FROM session "
        "WHERE token_hash = $1",
        token_hash
    );
    if (!row.next()) {
        return std::nullopt;
    }
    SessionRow found{
        .token_hash = row.blob(0),
        .user_id = {row.text(1)},
        .signed_in_at = row.instant(2),
        .seen_at = row.instant(3)};
    vault.require_row_mac(canonical(found), row.blob(4), "session of user", found.user_id.text);
    return found;
}

Bytes token_hash(std::string_view token)
{
    const auto hash = sha256(bytes_of(token));
    return {hash.begin(), hash.end()};
}

std::string csrf_token(const Vault& vault, const Bytes& token_hash)
{
    Canonical bytes;
    bytes.text("dossier/csrf/v1").blob(token_hash);
    return to_hex(hmac_sha256(vault.keys().key(KeyUse::session), bytes.bytes()));
}

Bytes seal_totp(const Vault& vault, const UserId& id, std::span<const std::byte> secret)
{
    return vault.seal_with(KeyUse::second_factor, totp_place(id), secret);
}

SecretBytes open_totp(const Vault& vault, const UserRow& row)
{
    auto plain = vault.open_with(KeyUse::second_factor, totp_place(row.user.id), row.totp_sealed);
    auto secret = secret_copy(plain);
    wipe(plain);
    return secret;
}

SignedIn start_session(
    Database& db, const Vault& vault, const StoreOptions& options, const User& user, Instant now
)
{
    std::array<std::byte, 32> bits{};
    vault.random().fill(bits);
    SignedIn signed_in{.token = to_hex(bits), .session = {}};
    const auto hash = token_hash(signed_in.token);
    insert_session(
        db, vault, {.token_hash = hash, .user_id = user.id, .signed_in_at = now, .seen_at = now}
    );
    signed_in.session = {
        .user = user,
        .csrf_token = csrf_token(vault, hash),
        .signed_in_at = now,
        .expires_at = now + options.session_length};
    return signed_in;
}

void end_sessions(Database& db, const UserId& id)
{
    db.run("DELETE FROM session WHERE user_id = $1", id);
}

std::optional<UserRow> signed_in_user(
    Database& db, const Vault& vault, const StoreOptions& options, const Bytes& hash, Instant now
)
{
    const auto session = load_session(db, vault, hash);
    if (!session || now >= session->signed_in_at + options.session_length ||
        now >= session->seen_at + options.session_idle) {
        return std::nullopt;
    }
    auto row = load_user(db, vault, session->user_id);
    if (!row || row->user.disabled) {
        return std::nullopt;
    }
    return row;
}

std::string object_name(const UserId& id)
{
    return "user " + id.text;
}

Actor actor_of(const User& user)
{
    return {.name = user.username, .role = user.role};
}

} // namespace dossier::store
