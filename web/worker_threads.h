#pragma once
// Workers of a service, a thread each: one that hangs delays no other.

#include "web/bell.h"

#include <atomic>
#include <chrono>
#include <functional>
#include <stop_token>
#include <string_view>
#include <thread>
#include <vector>

namespace dossier::web {

class WorkerThreads {
public:
    /// What a worker does when it is its turn; whether there may be more of it at once.
    using Turn = std::function<bool(const std::stop_token& stop)>;
    /// Hears the reason when a turn throws; once, not at every try, for as long as it stays.
    using Failed = std::function<void(std::string_view reason)>;

    /// Turn after turn, with that pause when there is nothing more for now.
    void start(Turn turn, std::chrono::milliseconds pause, Failed failed);
    /// There may be something for them: ends the pauses.
    void wake();
    /// No new turns, and those under way hear of it.
    void request_stop();
    /// The same; whether all ended in time.
    [[nodiscard]] bool stop(std::chrono::milliseconds grace);

private:
    void work(
        const Turn& turn,
        std::chrono::milliseconds pause,
        const Failed& failed,
        const std::stop_token& stop
    );

    Bell due_;
    std::atomic<int> running_ = 0;
    std::vector<std::jthread> threads_;
};

} // namespace dossier::web
