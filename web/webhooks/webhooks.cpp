#include "web/webhooks/webhooks.h"

#include "web/log.h"

#include <string>

namespace dossier::web {

using namespace std::chrono_literals;

Webhooks::Webhooks(const std::vector<WebhookOptions>& webhooks)
{
    for (const auto& options : webhooks)
        workers_.push_back(std::make_unique<WebhookWorker>(options));
}

void Webhooks::start(const Site& site)
{
    for (auto& worker : workers_) {
        ++running_;
        threads_.emplace_back([this, &worker, &site](const std::stop_token& stop) {
            work(*worker, site, stop);
            --running_;
        });
    }
}

void Webhooks::request_stop()
{
    for (auto& thread : threads_)
        thread.request_stop();
}

bool Webhooks::stop(std::chrono::milliseconds grace)
{
    request_stop();
    for (auto waited = 0ms; waited < grace && running_ > 0; waited += 20ms)
        std::this_thread::sleep_for(20ms);
    return running_ == 0;
}

void Webhooks::work(WebhookWorker& worker, const Site& site, const std::stop_token& stop)
{
    std::string trouble; // logged once, not at every try
    while (!stop.stop_requested()) {
        bool told = false;
        try {
            if (auto* store = site.vault.find_store()) told = worker.work_once(*store, stop);
            trouble.clear();
        } catch (const std::exception& error) {
            if (trouble != error.what())
                log(Level::error,
                    "webhook_failed",
                    {{"webhook", worker.name()}, {"reason", error.what()}});
            trouble = error.what();
        }
        if (told) continue;
        std::unique_lock lock{mutex_};
        pause_.wait_for(lock, stop, 1s, [] { return false; });
    }
}

} // namespace dossier::web
