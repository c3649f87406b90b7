#pragma once
// The webhooks of a service, a thread each: one that hangs delays no other.

#include "web/site.h"
#include "web/webhooks/worker.h"
#include "web/worker_threads.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace dossier::web {

class Webhooks {
public:
    /// Reads the secrets. Throws std::runtime_error.
    explicit Webhooks(const std::vector<WebhookOptions>& webhooks);

    void start(const Site& site);

    /// Tells that one a test event, whatever waits; what the trouble is, if there is any.
    [[nodiscard]] std::optional<Trouble> test(std::string_view name) const;

    /// Nothing more is told; what is under way is cut off and told again at the next start.
    void request_stop() { threads_.request_stop(); }

    /// The same; whether all ended in time.
    [[nodiscard]] bool stop(std::chrono::milliseconds grace) { return threads_.stop(grace); }

private:
    std::vector<std::unique_ptr<WebhookWorker>> workers_;
    WorkerThreads threads_; ///< after the workers, who outlive them
};

} // namespace dossier::web
