#include "web/api/answers.h"
#include "web/api/handlers.h"
#include "web/json.h"
#include "web/mapping.h"
#include "web/problem.h"

namespace dossier::web {

Response list_types(const Call& call)
{
    Json types = Json::array();
    const auto known = call.site.types.in_force();
    for (const auto& type : known->catalog.types) {
        Json item = to_json(type);
        item["is_withdrawn"] = known->withdrawn.contains(type.name);
        types.push_back(std::move(item));
    }
    return json_response(200, {{"types", std::move(types)}});
}

Response show_type(const Call& call)
{
    const auto version = page_number(call.request.param("version"));
    const auto type =
        version ? call.site.types.find(call.request.param("name"), *version) : nullptr;
    return type == nullptr ? not_found() : json_response(200, to_json(*type));
}

} // namespace dossier::web
