#include "web/access.h"
#include "web/api/answers.h"
#include "web/api/handlers.h"
#include "web/json.h"
#include "web/mapping.h"
#include "web/problem.h"

namespace dossier::web {

namespace {

Response new_user_response(int status, const store::NewUser& made)
{
    return json_response(
        status, {{"user", web::to_json(made.user)}, {"one_time_password", made.one_time_password}}
    );
}

store::UserId user_id(const Call& call)
{
    return {call.request.param("id")};
}

Response user_response(const tl::expected<store::User, store::Conflict>& user)
{
    return user ? json_response(200, web::to_json(*user)) : problem_of(user.error());
}

bool may_appoint(const Call& call)
{
    return permits(call.session->user.role, Access::security);
}

/// The role as it is kept, if this caller may give it.
tl::expected<std::string, Response> role_given(const Call& call, std::string_view role)
{
    auto normal = normal_roles(role);
    if (!normal)
        return tl::unexpected(problem(422, "unknown_role", "There is no such role.", {"role"}));
    if (!are_separate(*normal))
        return tl::unexpected(problem(
            422, "duties_not_separate", "One person must not have these roles together.", {"role"}
        ));
    const bool is_all = permits(*normal, Access::administer) && permits(*normal, Access::security);
    if (!normal->empty() &&
        (!may_appoint(call) || (is_all && !permits(call.session->user.role, Access::administer))))
        return tl::unexpected(
            problem(403, "not_yours_to_give", "Another person gives this role.", {"role"})
        );
    return std::move(*normal);
}

} // namespace

Response list_users(const Call& call)
{
    Json items = Json::array();
    for (const auto& user : call.store().users())
        items.push_back(to_json(user));
    return json_response(200, {{"items", std::move(items)}});
}

// Without a role an account may sign in and do nothing: who appoints gives it one.
Response create_user(const Call& call)
{
    const auto fields = text_fields(call.request, {"username", "display_name"}, {"role"});
    if (!fields) return fields.error();
    const auto role = role_given(call, text_or_empty(*fields, "role"));
    if (!role) return role.error();
    const auto made = call.store().create_user(
        fields->at("username"), fields->at("display_name"), *role, call.actor(), call.now
    );
    return made ? new_user_response(201, *made) : problem_of(made.error());
}

// Who may not appoint must not become another person by his new password: then it stays locked
// until somebody who appoints unlocks it.
Response reset_user(const Call& call)
{
    const auto made = call.store().reset_user(
        user_id(call),
        call.actor(),
        call.now,
        may_appoint(call) ? store::Store::Reset::in_use : store::Store::Reset::held
    );
    return made ? new_user_response(200, *made) : problem_of(made.error());
}

Response appoint_user(const Call& call)
{
    const auto fields = text_fields(call.request, {"role"}, {"department", "manages"});
    if (!fields) return fields.error();
    const auto role = role_given(call, fields->at("role"));
    if (!role) return role.error();
    store::Appointment to{
        .role = *role,
        .department = text_or_empty(*fields, "department"),
        .manages = text_or_empty(*fields, "manages") == "true"};
    if (is_of_site(to.role) && !to.department.empty())
        return problem(
            422,
            "role_of_site",
            "This role is of the whole site, not of a department.",
            {"department"}
        );
    return user_response(call.store().appoint(user_id(call), to, call.actor(), call.now));
}

Response unlock_user(const Call& call)
{
    return user_response(call.store().unlock_user(user_id(call), call.actor(), call.now));
}

Response end_user(const Call& call)
{
    return user_response(call.store().end_user(user_id(call), call.actor(), call.now));
}

} // namespace dossier::web
