#pragma once
// Notices to systems outside: the audit trail is their outbox. A subscriber has a place in the
// trail; what lies behind it and is one of its events is told, in order, at least once.

#include "capture/facts.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace dossier::store {

/// The audit entry that is to be told: what was done to what. `seq` tells one from another for
/// ever. No value, no name of a person or file.
struct Notice {
    std::int64_t seq = 0;
    capture::Instant at{};
    std::string event;  ///< the audit entry's action
    std::string object; ///< "record 3f…", "document 9a…"
    int attempts = 0;   ///< to tell this one, so far
};

/// Where a subscriber stands. `behind`: entries of the trail that it has yet to look at, its events
/// or not. `trouble`: why the last attempt failed; empty when it did not.
struct SubscriberStanding {
    std::string subscriber;
    std::int64_t behind = 0;
    int attempts = 0;
    std::string trouble;
    capture::Instant due_at{}; ///< when it is tried again; in the past: now
};

/// What one has yet to be told. `is_more`: than that; nobody looked further.
struct SubscriberQueue {
    std::int64_t waiting = 0;
    bool is_more = false;
    std::optional<Notice> next{};
};

} // namespace dossier::store
