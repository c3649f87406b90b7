#include "web/webhooks/webhooks.h"

#include "web/log.h"

#include <string_view>

namespace dossier::web {

using namespace std::chrono_literals;

Webhooks::Webhooks(const std::vector<WebhookOptions>& webhooks)
{
    for (const auto& options : webhooks)
        workers_.push_back(std::make_unique<WebhookWorker>(options));
}

std::optional<Trouble> Webhooks::test(std::string_view name) const
{
    for (const auto& worker : workers_)
        if (worker->name() == name) return worker->test();
    return Trouble{.kind = TroubleKind::set_up};
}

void Webhooks::start(const Site& site)
{
    for (const auto& worker : workers_)
        threads_.start(
            [&worker = *worker, &site](const std::stop_token& stop) {
                auto* const store = site.vault.find_store();
                return store != nullptr && worker.work_once(*store, stop);
            },
            1s,
            [name = worker->name()](std::string_view reason) {
                log(Level::error, "webhook_failed", {{"webhook", name}, {"reason", reason}});
            }
        );
}

} // namespace dossier::web
