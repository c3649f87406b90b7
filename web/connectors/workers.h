#pragma once
// The connectors of a service, a thread each: one that hangs delays no other.

#include "web/connectors/worker.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace dossier::web {

class ConnectorWorkers {
public:
    /// Reads the secrets. Throws std::runtime_error.
    explicit ConnectorWorkers(const std::vector<ConnectorOptions>& connectors);

    void start(const Site& site);
    /// Something may be due now.
    void wake();
    /// No new asking; an exchange by HTTPS that is under way is cut off, mail ends its step.
    void request_stop();
    /// The same; whether all ended in time.
    [[nodiscard]] bool stop(std::chrono::milliseconds grace);

    [[nodiscard]] std::vector<ConnectorStanding> standings() const;

private:
    void work(ConnectorWorker& worker, const Site& site, const std::stop_token& stop);

    std::vector<std::unique_ptr<ConnectorWorker>> workers_;
    std::mutex mutex_;
    std::condition_variable_any due_;
    std::atomic<int> running_ = 0;
    std::vector<std::jthread> threads_;
};

} // namespace dossier::web
