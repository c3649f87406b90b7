#include "store/rotation.h"

#include "store/rows/core.h"

namespace dossier::store {

std::uint16_t Store::rotate_data_key(const Actor& actor, Instant now)
{
    // While this transaction is open nobody else wraps anything, and the new version is durable in
    // the ring before the trail says so.
    Transaction tx{core_->writer};
    const auto version = static_cast<std::uint16_t>(core_->vault.keys().newest(KeyUse::data) + 1);
    core_->audit(
        tx.db(), actor, "data_key_rotated", "keyring", "version " + std::to_string(version), now
    );
    core_->keyring.replace_keys(
        core_->vault.keys().with_new_version(KeyUse::data, core_->vault.random()),
        core_->vault.random()
    );
    tx.commit();
    return version;
}

Rewrapped Store::rewrap(int limit, Instant now)
{
    {
        const std::lock_guard lock{core_->rewrapping};
        const auto newest = core_->vault.keys().newest(KeyUse::data);
        if (newest == 1 || newest == core_->rewrapped) {
            return {.done = true};
        }
    }
    Transaction tx{core_->writer};
    const std::lock_guard lock{core_->rewrapping};
    auto cursor = core_->rewrap_cursor;
    const auto result = rewrap_some(tx.db(), core_->vault, cursor, limit);
    auto keys = cursor.version == core_->rewrap_cursor.version ? core_->rewrapped_keys : 0;
    keys += result.keys;
    if (result.done && keys > 0) {
        core_->audit(
            tx.db(),
            system_actor(),
            "data_keys_rewrapped",
            "keyring",
            "version " + std::to_string(cursor.version),
            now
        );
    }
    tx.commit();
    core_->rewrap_cursor = cursor;
    core_->rewrapped_keys = keys;
    if (result.done) {
        core_->rewrapped = cursor.version;
    }
    return result;
}

} // namespace dossier::store
