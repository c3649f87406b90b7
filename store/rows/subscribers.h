#pragma once
// Rows of subscriber: how far systems outside were told what happened. Under the MAC is the place
// in the trail; when it is tried again is not.

#include "store/rows/vault.h"

#include <optional>
#include <string>
#include <string_view>

namespace dossier::store {

struct SubscriberRow {
    std::string name;
    std::int64_t seq = 0;
    Instant due_at{};
    int attempts = 0;
};

/// Throws Tampered.
[[nodiscard]] std::optional<SubscriberRow>
load_subscriber(Database& db, const Vault& vault, std::string_view name);
/// Its place from now on; whatever failed before is over.
void save_place(Database& db, const Vault& vault, std::string_view name, std::int64_t seq);

} // namespace dossier::store
