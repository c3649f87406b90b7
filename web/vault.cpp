#include "web/vault.h"

#include <utility>

namespace dossier::web {

Vault::Vault(
    const store::DataFolder& folder,
    store::Random& random,
    store::StoreOptions options,
    store::SlotCost cost,
    std::function<void(store::Store&)> opened
)
    : folder_(folder),
      random_(random),
      options_(std::move(options)),
      cost_(cost),
      opened_(std::move(opened))
{}

tl::expected<void, store::SlotError> Vault::unseal(const store::Credential& credential)
{
    const std::lock_guard lock{opening_};
    if (find_store() != nullptr) return {};
    auto keyring = store::Keyring::open(folder_.keys(), credential, cost_);
    if (!keyring) return tl::unexpected(keyring.error());
    store_ = std::make_unique<store::Store>(folder_, *std::move(keyring), random_, options_);
    opened_(*store_);
    open_.store(store_.get(), std::memory_order_release);
    return {};
}

} // namespace dossier::web
