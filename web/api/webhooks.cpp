#include "web/api/handlers.h"
#include "web/json.h"
#include "web/mapping.h"

namespace dossier::web {

Response list_webhooks(const Call& call)
{
    Json items = Json::array();
    for (const auto& standing : call.store().subscriber_standings())
        items.push_back(
            {{"name", standing.subscriber},
             {"behind", standing.behind},
             {"attempts", standing.attempts},
             {"trouble", text_or_null(standing.trouble)}}
        );
    return json_response(200, {{"items", std::move(items)}});
}

} // namespace dossier::web
