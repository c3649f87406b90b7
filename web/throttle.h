#pragma once
// How often something may be tried in a while, in memory: for what must be throttled before the
// archive, which counts everything else, is open.

#include "capture/facts.h"

#include <chrono>
#include <deque>
#include <mutex>

namespace dossier::web {

class Throttle {
public:
    Throttle(std::size_t limit, std::chrono::milliseconds window) : limit_(limit), window_(window)
    {}

    /// Counts a try; false when it is one too many.
    [[nodiscard]] bool admit(capture::Instant now)
    {
        const std::lock_guard lock{mutex_};
        while (!tries_.empty() && now - tries_.front() >= window_)
            tries_.pop_front();
        if (tries_.size() >= limit_) return false;
        tries_.push_back(now);
        return true;
    }

private:
    std::size_t limit_;
    std::chrono::milliseconds window_;
    std::mutex mutex_;
    std::deque<capture::Instant> tries_;
};

} // namespace dossier::web
