#include "web/connectors/workers.h"

#include "web/clock.h"
#include "web/field_rules.h"
#include "web/log.h"

#include <string_view>

namespace dossier::web {

using namespace std::chrono_literals;

ConnectorWorkers::ConnectorWorkers(const std::vector<ConnectorOptions>& connectors)
{
    for (const auto& options : connectors)
        workers_.push_back(std::make_unique<ConnectorWorker>(options));
}

void ConnectorWorkers::start(const Site& site)
{
    for (const auto& worker : workers_)
        threads_.start(
            [&worker = *worker, &site](const std::stop_token& stop) {
                auto* const store = site.vault.find_store();
                return store != nullptr && worker.work_once(*store, field_rules(site, now()), stop);
            },
            500ms,
            [name = worker->standing().connector](std::string_view reason) {
                log(Level::error, "connector_failed", {{"connector", name}, {"reason", reason}});
            }
        );
}

std::vector<ConnectorStanding> ConnectorWorkers::standings() const
{
    std::vector<ConnectorStanding> standings;
    for (const auto& worker : workers_)
        standings.push_back(worker->standing());
    return standings;
}

} // namespace dossier::web
