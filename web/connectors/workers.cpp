#include "web/connectors/workers.h"

#include "web/clock.h"
#include "web/field_rules.h"
#include "web/log.h"

#include <string>

namespace dossier::web {

using namespace std::chrono_literals;

ConnectorWorkers::ConnectorWorkers(const std::vector<ConnectorOptions>& connectors)
{
    for (const auto& options : connectors)
        workers_.push_back(std::make_unique<ConnectorWorker>(options));
}

void ConnectorWorkers::start(const Site& site)
{
    for (auto& worker : workers_) {
        ++running_;
        threads_.emplace_back([this, &worker, &site](const std::stop_token& stop) {
            work(*worker, site, stop);
            --running_;
        });
    }
}

void ConnectorWorkers::wake()
{
    due_.notify_all();
}

void ConnectorWorkers::request_stop()
{
    for (auto& thread : threads_)
        thread.request_stop();
}

bool ConnectorWorkers::stop(std::chrono::milliseconds grace)
{
    request_stop();
    for (auto waited = 0ms; waited < grace && running_ > 0; waited += 20ms)
        std::this_thread::sleep_for(20ms);
    return running_ == 0;
}

std::vector<ConnectorStanding> ConnectorWorkers::standings() const
{
    std::vector<ConnectorStanding> standings;
    for (const auto& worker : workers_)
        standings.push_back(worker->standing());
    return standings;
}

void ConnectorWorkers::work(ConnectorWorker& worker, const Site& site, const std::stop_token& stop)
{
    std::string trouble; // logged once, not at every try
    while (!stop.stop_requested()) {
        bool worked = false;
        try {
            if (auto* store = site.vault.find_store())
                worked = worker.work_once(*store, field_rules(site, now()), stop);
            trouble.clear();
        } catch (const std::exception& error) {
            if (trouble != error.what())
                log(Level::error,
                    "connector_failed",
                    {{"connector", worker.standing().connector}, {"reason", error.what()}});
            trouble = error.what();
        }
        if (worked) continue;
        std::unique_lock lock{mutex_};
        // The half second is the truth, the notification a hint: checks fall due without one.
        due_.wait_for(lock, stop, 500ms, [] { return false; });
    }
}

} // namespace dossier::web
