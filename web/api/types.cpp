#include "web/api/handlers.h"
#include "web/json.h"
#include "web/mapping.h"

namespace dossier::web {

Response list_types(const Call& call)
{
    Json types = Json::array();
    for (const auto& type : call.site.types.types)
        types.push_back(to_json(type));
    return json_response(200, {{"types", std::move(types)}});
}

} // namespace dossier::web
