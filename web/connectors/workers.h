#pragma once
// The connectors of a service, a thread each: one that hangs delays no other.

#include "web/connectors/worker.h"
#include "web/worker_threads.h"

#include <chrono>
#include <memory>
#include <vector>

namespace dossier::web {

class ConnectorWorkers {
public:
    /// Reads the secrets. Throws std::runtime_error.
    explicit ConnectorWorkers(const std::vector<ConnectorOptions>& connectors);

    void start(const Site& site);

    /// Something may be due now.
    void wake() { threads_.wake(); }

    /// No new asking; an exchange by HTTPS that is under way is cut off, mail ends its step.
    void request_stop() { threads_.request_stop(); }

    /// The same; whether all ended in time.
    [[nodiscard]] bool stop(std::chrono::milliseconds grace) { return threads_.stop(grace); }

    [[nodiscard]] std::vector<ConnectorStanding> standings() const;

private:
    std::vector<std::unique_ptr<ConnectorWorker>> workers_;
    WorkerThreads threads_; ///< after the workers, who outlive them
};

} // namespace dossier::web
