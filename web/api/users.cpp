#include "web/access.h"
#include "web/api/answers.h"
#include "web/api/handlers.h"
#include "web/json.h"
#include "web/mapping.h"
#include "web/problem.h"

#include <algorithm>

namespace dossier::web {

namespace {

Response new_user_response(int status, const store::NewUser& made)
{
    return json_response(
        status, {{"user", to_json(made.user)}, {"one_time_password", made.one_time_password}}
    );
}

} // namespace

Response list_users(const Call& call)
{
    Json items = Json::array();
    for (const auto& user : call.store().users())
        items.push_back(to_json(user));
    return json_response(200, {{"items", std::move(items)}});
}

Response create_user(const Call& call)
{
    const auto fields = text_fields(call.request, {"username", "display_name", "role"});
    if (!fields) return fields.error();
    const auto known = roles();
    if (std::find(known.begin(), known.end(), fields->at("role")) == known.end())
        return problem(422, "unknown_role", "There is no such role.", {"role"});
    const auto made = call.store().create_user(
        fields->at("username"),
        fields->at("display_name"),
        fields->at("role"),
        call.actor(),
        call.now
    );
    return made ? new_user_response(201, *made) : problem_of(made.error());
}

Response reset_user(const Call& call)
{
    const auto made = call.store().reset_user({call.request.param("id")}, call.actor(), call.now);
    return made ? new_user_response(200, *made) : problem_of(made.error());
}

} // namespace dossier::web
