#include "web/connectors/breaker.h"

#include <algorithm>

namespace dossier::web {

namespace {

Breaker opened(Breaker breaker, std::chrono::milliseconds pause, capture::Instant now)
{
    breaker.state = BreakerState::open;
    breaker.pause = pause;
    breaker.until = now + pause;
    return breaker;
}

Breaker after_failure(Breaker breaker, const BreakerRules& rules, capture::Instant now)
{
    ++breaker.failures;
    switch (breaker.state) {
    case BreakerState::closed:
        return breaker.failures < rules.failures ? breaker : opened(breaker, rules.pause, now);
    case BreakerState::half_open:
        return opened(breaker, std::min(2 * breaker.pause, rules.longest), now);
    case BreakerState::open: break; // the answer to an earlier asking changes nothing
    }
    return breaker;
}

} // namespace

bool may_ask(const Breaker& breaker, capture::Instant now)
{
    switch (breaker.state) {
    case BreakerState::closed: return true;
    case BreakerState::open: return now >= breaker.until;
    case BreakerState::half_open: return false; // the trial is under way
    }
    return false;
}

Breaker after(Breaker breaker, BreakerEvent event, const BreakerRules& rules, capture::Instant now)
{
    switch (event) {
    case BreakerEvent::asked:
        if (breaker.state == BreakerState::open && may_ask(breaker, now))
            breaker.state = BreakerState::half_open;
        return breaker;
    case BreakerEvent::answered: return {};
    case BreakerEvent::failed: return after_failure(breaker, rules, now);
    }
    return breaker;
}

std::chrono::milliseconds wait_behind(int attempts, double chance, const RetryRules& rules)
{
    auto wait = rules.first;
    for (int i = 1; i < attempts && wait < rules.longest; ++i)
        wait *= 2;
    wait = std::min(wait, rules.longest);
    const auto share = 1.0 - std::clamp(chance, 0.0, 1.0) / 2;
    return std::chrono::milliseconds{
        static_cast<std::int64_t>(static_cast<double>(wait.count()) * share)};
}

} // namespace dossier::web
