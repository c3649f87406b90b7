#pragma once
// The archive of a running service: sealed until somebody opens its keyring, then open to the end.

#include "store/keyring.h"
#include "store/store.h"

#include <tl/expected.hpp>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>

namespace dossier::web {

class Vault {
public:
    /// `opened` runs once, in the thread that unsealed, before anybody else sees the store.
    Vault(
        const store::DataFolder& folder,
        store::Random& random,
        store::StoreOptions options,
        store::SlotCost cost,
        std::function<void(store::Store&)> opened
    );

    /// Null while sealed. What it points to lives as long as the vault.
    [[nodiscard]] store::Store* find_store() const { return open_.load(std::memory_order_acquire); }

    /// Opens the archive; fine when it is open already. One try at a time: the slot's cost is
    /// memory. Throws store::Error.
    [[nodiscard]] tl::expected<void, store::SlotError> unseal(const store::Credential& credential);

private:
    const store::DataFolder& folder_;
    store::Random& random_;
    store::StoreOptions options_;
    store::SlotCost cost_;
    std::function<void(store::Store&)> opened_;
    std::mutex opening_;
    std::unique_ptr<store::Store> store_;
    std::atomic<store::Store*> open_ = nullptr;
};

} // namespace dossier::web
