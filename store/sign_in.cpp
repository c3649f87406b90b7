#include "store/crypto/totp.h"
#include "store/rows/accounts.h"
#include "store/rows/core.h"
#include "store/rows/credentials.h"

namespace dossier::store {
namespace {

constexpr auto seen_grain = std::chrono::seconds(30); ///< how exactly the idle time is kept

std::int64_t seconds_of(Instant now)
{
    return std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
}

SignInError bad_credentials()
{
    return {SignInErrorKind::bad_credentials, {}};
}

} // namespace

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
    const bool fits = is_password(vault, credentials.password, row ? row->password_hash : nobody);

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
