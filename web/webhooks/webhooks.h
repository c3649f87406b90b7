#pragma once
// The webhooks of a service, a thread each: one that hangs delays no other.

#include "web/site.h"
#include "web/webhooks/worker.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace dossier::web {

class Webhooks {
public:
    /// Reads the secrets. Throws std::runtime_error.
    explicit Webhooks(const std::vector<WebhookOptions>& webhooks);

    void start(const Site& site);
    /// Nothing more is told; what is under way is cut off and told again at the next start.
    void request_stop();
    /// The same; whether all ended in time.
    [[nodiscard]] bool stop(std::chrono::milliseconds grace);

private:
    void work(WebhookWorker& worker, const Site& site, const std::stop_token& stop);

    std::vector<std::unique_ptr<WebhookWorker>> workers_;
    std::mutex mutex_;
    std::condition_variable_any pause_;
    std::atomic<int> running_ = 0;
    std::vector<std::jthread> threads_;
};

} // namespace dossier::web
