#pragma once
// What ends the pauses of threads that look for work. Each thread hears every ring, also one that
// rang while it was busy: nothing that arrives waits for a pause to run out.

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <stop_token>

namespace dossier::web {

class Bell {
public:
    /// How many rings a thread has heard. One a thread, from zero.
    using Heard = std::uint64_t;

    void ring()
    {
        {
            const std::lock_guard lock{mutex_};
            ++rings_;
        }
        rung_.notify_all();
    }

    /// Until there is a ring that `heard` does not know of, a stop is requested or the pause is
    /// over.
    void wait(Heard& heard, std::chrono::milliseconds pause, const std::stop_token& stop)
    {
        std::unique_lock lock{mutex_};
        rung_.wait_for(lock, stop, pause, [&] { return rings_ != heard; });
        heard = rings_;
    }

private:
    std::mutex mutex_;
    std::condition_variable_any rung_;
    Heard rings_ = 0;
};

} // namespace dossier::web
