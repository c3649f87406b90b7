#include "store/rows/accounts.h"

#include "store/crypto/argon2.h"
#include "store/crypto/totp.h"
#include "store/rows/core.h"

#include <algorithm>
#include <array>

namespace dossier::store {
namespace {

constexpr std::size_t least_password = 12;
constexpr std::size_t most_password = 128;
constexpr std::size_t totp_secret_size = 20;
constexpr std::int64_t free_failures = 5;  ///< then 1, 2, 4, 8, 16 seconds
constexpr std::int64_t lock_failures = 10; ///< then a quarter of an hour each
constexpr std::int64_t disable_failures = 50;
constexpr auto lock_time = std::chrono::minutes(15);
constexpr auto seen_grain = std::chrono::seconds(30); ///< how exactly the idle time is kept

Argon2Cost argon2_cost(const PasswordCost& cost)
{
    return {.passes = cost.passes, .memory_kib = cost.memory_kib, .lanes = cost.lanes};
}

/// What Argon2 sees: the password keyed with the ring's pepper, so that stolen rows alone are
/// useless for guessing.
Digest peppered(const Vault& vault, std::string_view password)
{
    return hmac_sha256(vault.keys().key(KeyUse::pepper), bytes_of(password));
}

std::string hash_password(const Vault& vault, std::string_view password, const PasswordCost& cost)
{
    std::array<std::byte, 16> salt{};
    vault.random().fill(salt);
    return password_hash(peppered(vault, password), salt, argon2_cost(cost));
}

/// Letters and digits that are not mistaken for each other: 20 of them are 100 bits.
std::string one_time_password(Random& random)
{
    constexpr std::string_view alphabet = "23456789abcdefghjkmnpqrstuvwxyzQ";
    std::array<std::byte, 20> bytes{};
    random.fill(bytes);
    std::string password;
    for (const std::byte byte : bytes) {
        password += alphabet[std::to_integer<std::size_t>(byte & std::byte{31})];
    }
    return password;
}

Instant next_try(std::int64_t failures, Instant now)
{
    if (failures >= lock_failures) {
        return now + lock_time;
    }
    if (failures < free_failures) {
        return now;
    }
    return now + std::chrono::seconds(std::int64_t{1} << (failures - free_failures));
}

std::int64_t seconds_of(Instant now)
{
    return std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
}

std::string object_name(const UserId& id)
{
    return "user " + id.text;
}

Actor actor_of(const User& user)
{
    return {.name = user.username, .role = user.role};
}

SignInError bad_credentials()
{
    return {SignInErrorKind::bad_credentials, {}};
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

/// The person behind a live session.
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

bool is_weak(std::string_view password, const User& user)
{
    return password.size() < least_password || password.size() > most_password ||
           password.find(user.username) != std::string_view::npos ||
           std::ranges::all_of(password, [&](char c) { return c == password.front(); });
}

} // namespace

bool Store::has_users()
{
    Snapshot snapshot{core_->readers};
    Statement row(snapshot.db(), "SELECT id FROM user_account LIMIT 1");
    return row.next();
}

std::vector<User> Store::users()
{
    Snapshot snapshot{core_->readers};
    std::vector<User> users;
    Statement rows(snapshot.db(), "SELECT id FROM user_account ORDER BY username");
    while (rows.next()) {
        if (auto row = load_user(snapshot.db(), core_->vault, UserId{rows.text(0)})) {
            users.push_back(std::move(row->user));
        }
    }
    return users;
}

tl::expected<NewUser, Conflict> Store::create_user(
    std::string_view username,
    std::string_view display_name,
    std::string_view role,
    const Actor& actor,
    Instant now
)
{
    if (username.empty() || username == system_actor().name) {
        return tl::unexpected(Conflict{ConflictKind::not_allowed, "this name is not free"});
    }
    const auto password = one_time_password(core_->vault.random());
    UserRow row{
        .user =
            {.id = {core_->vault.new_id()},
             .username = std::string(username),
             .display_name = std::string(display_name),
             .role = std::string(role),
             .must_change_password = true,
             .second_factor = SecondFactor::off,
             .disabled = false,
             .created_at = now},
        .password_hash = hash_password(core_->vault, password, core_->options.password_cost),
        .totp_sealed = {}};
    Transaction tx{core_->writer};
    if (!insert_user(tx.db(), core_->vault, row)) {
        return tl::unexpected(Conflict{ConflictKind::not_allowed, "this name is not free"});
    }
    core_->audit(tx.db(), actor, "user_created", object_name(row.user.id), role, now);
    tx.commit();
    return NewUser{.user = std::move(row.user), .one_time_password = password};
}

tl::expected<NewUser, Conflict> Store::reset_user(const UserId& id, const Actor& actor, Instant now)
{
    const auto password = one_time_password(core_->vault.random());
    const auto hash = hash_password(core_->vault, password, core_->options.password_cost);
    Transaction tx{core_->writer};
    auto row = load_user(tx.db(), core_->vault, id);
    if (!row) {
        return tl::unexpected(Conflict{ConflictKind::not_found, ""});
    }
    row->password_hash = hash;
    row->user.must_change_password = true;
    row->user.second_factor = SecondFactor::off;
    row->user.disabled = false;
    row->totp_sealed.clear();
    row->failures = 0;
    row->retry_at = {};
    save_user(tx.db(), core_->vault, *row);
    end_sessions(tx.db(), id);
    core_->audit(tx.db(), actor, "user_reset", object_name(id), "", now);
    tx.commit();
    return NewUser{.user = std::move(row->user), .one_time_password = password};
}

tl::expected<SignedIn, SignInError> Store::sign_in(const Credentials& credentials, Instant now)
{
    const auto& vault = core_->vault;
    std::optional<UserRow> row;
    std::int64_t failures_before = 0;
    {
        // The try is counted before it is judged: a hundred at once are a hundred tries.
        Transaction tx{core_->writer};
        row = load_user(tx.db(), vault, credentials.username);
        if (row) {
            if (row->retry_at > now) {
                core_->audit(
                    tx.db(),
                    actor_of(row->user),
                    "sign_in",
                    object_name(row->user.id),
                    "throttled",
                    now,
                    "denied"
                );
                tx.commit();
                return tl::unexpected(SignInError{SignInErrorKind::throttled, row->retry_at});
            }
            failures_before = row->failures++;
            row->retry_at = next_try(row->failures, now);
            row->user.disabled = row->user.disabled || row->failures >= disable_failures;
            save_user(tx.db(), vault, *row);
        }
        tx.commit();
    }

    // An unknown name costs the same work.
    static const std::string nobody =
        hash_password(vault, "nobody has this", core_->options.password_cost);
    const bool fits = matches_password_hash(
        peppered(vault, credentials.password), row ? row->password_hash : nobody
    );

    Transaction tx{core_->writer};
    const auto deny = [&](std::string_view detail) {
        core_->audit(
            tx.db(),
            row ? actor_of(row->user) : Actor{.name = "nobody", .role = "none"},
            "sign_in",
            row ? object_name(row->user.id) : std::string("user unknown"),
            detail,
            now,
            "denied"
        );
        tx.commit();
        return tl::unexpected(bad_credentials());
    };
    if (!row || !fits || row->user.disabled) {
        return deny("password");
    }
    row = load_user(tx.db(), vault, row->user.id); // as it is now, under the writer's lock
    if (!row || row->user.disabled) {
        return deny("disabled");
    }
    if (row->user.second_factor == SecondFactor::enrolled) {
        if (!credentials.totp) {
            row->failures = failures_before;
            row->retry_at = {};
            save_counters(tx.db(), *row);
            tx.commit();
            return tl::unexpected(SignInError{SignInErrorKind::second_factor_needed, {}});
        }
        const auto secret = open_totp(vault, *row);
        const auto step =
            match_totp(secret.bytes(), *credentials.totp, seconds_of(now), row->totp_step);
        if (!step) {
            return deny("second_factor");
        }
        row->totp_step = *step;
    }
    row->failures = 0;
    row->retry_at = {};
    save_counters(tx.db(), *row);
    auto signed_in = start_session(tx.db(), vault, core_->options, row->user, now);
    core_->audit(tx.db(), actor_of(row->user), "sign_in", object_name(row->user.id), "", now);
    tx.commit();
    return signed_in;
}

std::optional<Session> Store::find_session(std::string_view token, Instant now)
{
    const auto hash = token_hash(token);
    Session session;
    bool is_fresh = true;
    {
        Snapshot snapshot{core_->readers};
        auto row = signed_in_user(snapshot.db(), core_->vault, core_->options, hash, now);
        if (!row) {
            return std::nullopt;
        }
        const auto stored = load_session(snapshot.db(), core_->vault, hash);
        is_fresh = now < stored->seen_at + seen_grain;
        session = {
            .user = std::move(row->user),
            .csrf_token = csrf_token(core_->vault, hash),
            .signed_in_at = stored->signed_in_at,
            .expires_at = stored->signed_in_at + core_->options.session_length};
    }
    if (!is_fresh) {
        Transaction tx{core_->writer};
        tx.db().run("UPDATE session SET seen_at = $2 WHERE token_hash = $1", hash, now);
        tx.commit();
    }
    return session;
}

void Store::sign_out(std::string_view token, Instant now)
{
    const auto hash = token_hash(token);
    Transaction tx{core_->writer};
    const auto row = signed_in_user(tx.db(), core_->vault, core_->options, hash, now);
    tx.db().run("DELETE FROM session WHERE token_hash = $1", hash);
    if (row) {
        core_->audit(tx.db(), actor_of(row->user), "sign_out", object_name(row->user.id), "", now);
    }
    tx.commit();
}

tl::expected<SignedIn, SignInError> Store::change_password(
    std::string_view token,
    std::string_view old_password,
    std::string_view new_password,
    Instant now
)
{
    const auto& vault = core_->vault;
    const auto hash = token_hash(token);
    std::optional<UserRow> row;
    {
        Snapshot snapshot{core_->readers};
        row = signed_in_user(snapshot.db(), vault, core_->options, hash, now);
    }
    if (!row || !matches_password_hash(peppered(vault, old_password), row->password_hash)) {
        if (row) {
            note(
                actor_of(row->user),
                "password_changed",
                object_name(row->user.id),
                "denied",
                "",
                now
            );
        }
        return tl::unexpected(bad_credentials());
    }
    if (new_password == old_password || is_weak(new_password, row->user)) {
        return tl::unexpected(SignInError{SignInErrorKind::weak_password, {}});
    }
    const auto new_hash = hash_password(vault, new_password, core_->options.password_cost);
    const auto old_hash = row->password_hash;
    Transaction tx{core_->writer};
    row = signed_in_user(tx.db(), vault, core_->options, hash, now);
    if (!row || row->password_hash != old_hash) {
        return tl::unexpected(bad_credentials());
    }
    row->password_hash = new_hash;
    row->user.must_change_password = false;
    save_user(tx.db(), vault, *row);
    end_sessions(tx.db(), row->user.id);
    auto signed_in = start_session(tx.db(), vault, core_->options, row->user, now);
    core_->audit(
        tx.db(), actor_of(row->user), "password_changed", object_name(row->user.id), "", now
    );
    tx.commit();
    return signed_in;
}

tl::expected<std::string, SignInError>
Store::begin_second_factor(std::string_view token, Instant now)
{
    const auto& vault = core_->vault;
    Transaction tx{core_->writer};
    auto row = signed_in_user(tx.db(), vault, core_->options, token_hash(token), now);
    if (!row || row->user.second_factor == SecondFactor::enrolled) {
        return tl::unexpected(bad_credentials());
    }
    SecretBytes secret(totp_secret_size);
    vault.random().fill(secret.bytes());
    row->totp_sealed = seal_totp(vault, row->user.id, secret.bytes());
    row->user.second_factor = SecondFactor::pending;
    save_user(tx.db(), vault, *row);
    core_->audit(
        tx.db(), actor_of(row->user), "second_factor_begun", object_name(row->user.id), "", now
    );
    tx.commit();
    return to_base32(secret.bytes());
}

tl::expected<SignedIn, SignInError>
Store::confirm_second_factor(std::string_view token, std::string_view code, Instant now)
{
    const auto& vault = core_->vault;
    Transaction tx{core_->writer};
    auto row = signed_in_user(tx.db(), vault, core_->options, token_hash(token), now);
    if (!row || row->user.second_factor != SecondFactor::pending) {
        return tl::unexpected(bad_credentials());
    }
    const auto step =
        match_totp(open_totp(vault, *row).bytes(), code, seconds_of(now), row->totp_step);
    if (!step) {
        return tl::unexpected(bad_credentials());
    }
    row->totp_step = *step;
    row->user.second_factor = SecondFactor::enrolled;
    save_user(tx.db(), vault, *row);
    end_sessions(tx.db(), row->user.id);
    auto signed_in = start_session(tx.db(), vault, core_->options, row->user, now);
    core_->audit(
        tx.db(), actor_of(row->user), "second_factor_enrolled", object_name(row->user.id), "", now
    );
    tx.commit();
    return signed_in;
}

bool Store::allow_try(
    std::string_view key, int limit, std::chrono::milliseconds window, Instant now
)
{
    Transaction tx{core_->writer};
    Statement row(
        tx.db(),
        "INSERT INTO throttle (subject, window_start, tries) VALUES ($1, $2, 1) "
        "ON CONFLICT (subject) DO UPDATE SET "
        "tries = CASE WHEN throttle.window_start <= $3 THEN 1 ELSE throttle.tries + 1 END, "
        "window_start = CASE WHEN throttle.window_start <= $3 THEN $2 ELSE throttle.window_start "
        "END "
        "RETURNING tries",
        key,
        now,
        now - window
    );
    const bool allowed = row.next() && row.integer(0) <= limit;
    while (row.next()) {
    }
    tx.commit();
    return allowed;
}

} // namespace dossier::store
