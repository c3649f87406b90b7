#pragma once
// When a service outside is asked, and when again: a circuit breaker and a retry schedule as pure
// functions of what was, what happened and the moment.

#include "capture/facts.h"

#include <chrono>

namespace dossier::web {

/// `closed`: it is asked. `open`: it failed too often and is left alone for a while. `half_open`:
/// one asking finds out whether it is back.
enum class BreakerState { closed, open, half_open };

/// `failures` in a row open it, for `pause`; each trial that fails doubles that up to `longest`.
struct BreakerRules {
    int failures = 5;
    std::chrono::milliseconds pause{30'000};
    std::chrono::milliseconds longest{600'000};
};

struct Breaker {
    BreakerState state = BreakerState::closed;
    int failures = 0;                   ///< in a row
    std::chrono::milliseconds pause{0}; ///< of the last opening
    capture::Instant until{};           ///< the end of an open breaker's pause
    bool operator==(const Breaker&) const = default;
};

[[nodiscard]] bool may_ask(const Breaker& breaker, capture::Instant now);

/// `asked`: somebody who may begins to. `answered`: whatever the answer says, the service works.
enum class BreakerEvent { asked, answered, failed };

[[nodiscard]] Breaker
after(Breaker breaker, BreakerEvent event, const BreakerRules& rules, capture::Instant now);

struct RetryRules {
    std::chrono::milliseconds first{5'000};
    std::chrono::milliseconds longest{3'600'000};
};

/// How long to wait behind the n-th attempt (from 1): doubled each time, of which `chance` (0 to 1)
/// takes away up to half, so that what failed together does not come back together.
[[nodiscard]] std::chrono::milliseconds
wait_behind(int attempts, double chance, const RetryRules& rules);

} // namespace dossier::web
