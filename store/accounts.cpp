#include "store/rows/accounts.h"

#include "store/crypto/totp.h"
#include "store/rows/core.h"
#include "store/rows/credentials.h"
#include "store/rows/departments.h"

namespace dossier::store {
namespace {

constexpr std::size_t totp_secret_size = 20;

std::int64_t seconds_of(Instant now)
{
    return std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
}

SignInError bad_credentials()
{
    return {SignInErrorKind::bad_credentials, {}};
}

/// An account in use that is not the actor's own: nobody decides what he himself may do.
tl::expected<UserRow, Conflict>
others_account(Database& db, const Vault& vault, const UserId& id, const Actor& actor)
{
    auto row = load_user(db, vault, id);
    if (!row || row->user.ended) {
        return tl::unexpected(Conflict{ConflictKind::not_found, ""});
    }
    if (row->user.username == actor.name) {
        return tl::unexpected(Conflict{ConflictKind::same_person, ""});
    }
    return std::move(*row);
}

/// An appointment for the trail.
std::string words_of(const User& user)
{
    if (user.department.empty()) {
        return user.role;
    }
    return user.role + (user.manages ? " manages " : " in ") + user.department;
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

tl::expected<NewUser, Conflict>
Store::reset_user(const UserId& id, const Actor& actor, Instant now, Reset reset)
{
    const auto password = one_time_password(core_->vault.random());
    const auto hash = hash_password(core_->vault, password, core_->options.password_cost);
    Transaction tx{core_->writer};
    auto row = load_user(tx.db(), core_->vault, id);
    if (!row || row->user.ended) {
        return tl::unexpected(Conflict{ConflictKind::not_found, ""});
    }
    row->password_hash = hash;
    row->user.must_change_password = true;
    row->user.second_factor = SecondFactor::off;
    row->user.disabled = reset == Reset::held;
    row->totp_sealed.clear();
    row->failures = 0;
    row->retry_at = {};
    save_user(tx.db(), core_->vault, *row);
    end_sessions(tx.db(), id);
    core_->audit(
        tx.db(), actor, "user_reset", object_name(id), reset == Reset::held ? "held" : "", now
    );
    tx.commit();
    return NewUser{.user = std::move(row->user), .one_time_password = password};
}

tl::expected<User, Conflict>
Store::appoint(const UserId& id, const Appointment& to, const Actor& actor, Instant now)
{
    Transaction tx{core_->writer};
    auto row = others_account(tx.db(), core_->vault, id, actor);
    if (!row) {
        return tl::unexpected(row.error());
    }
    if (!to.department.empty() && !load_department(tx.db(), core_->vault, to.department)) {
        return tl::unexpected(Conflict{ConflictKind::not_found, ""});
    }
    row->user.role = to.role;
    row->user.department = to.department;
    row->user.manages = to.manages && !to.department.empty();
    save_user(tx.db(), core_->vault, *row);
    end_sessions(tx.db(), id);
    core_->audit(tx.db(), actor, "user_appointed", object_name(id), words_of(row->user), now);
    tx.commit();
    return std::move(row->user);
}

tl::expected<User, Conflict> Store::unlock_user(const UserId& id, const Actor& actor, Instant now)
{
    Transaction tx{core_->writer};
    auto row = others_account(tx.db(), core_->vault, id, actor);
    if (!row) {
        return tl::unexpected(row.error());
    }
    row->user.disabled = false;
    row->failures = 0;
    row->retry_at = {};
    save_user(tx.db(), core_->vault, *row);
    core_->audit(tx.db(), actor, "user_unlocked", object_name(id), "", now);
    tx.commit();
    return std::move(row->user);
}

tl::expected<User, Conflict> Store::end_user(const UserId& id, const Actor& actor, Instant now)
{
    Transaction tx{core_->writer};
    auto row = others_account(tx.db(), core_->vault, id, actor);
    if (!row) {
        return tl::unexpected(row.error());
    }
    row->user.disabled = true;
    row->user.ended = true;
    row->user.second_factor = SecondFactor::off;
    row->totp_sealed.clear();
    save_user(tx.db(), core_->vault, *row);
    end_sessions(tx.db(), id);
    core_->audit(tx.db(), actor, "user_ended", object_name(id), "", now);
    tx.commit();
    return std::move(row->user);
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
    if (!row || !is_password(vault, old_password, row->password_hash)) {
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

} // namespace dossier::store
