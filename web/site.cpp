#include "web/site.h"

#include "web/access.h"
#include "web/clock.h"

#include <stdexcept>

namespace dossier::web {

std::chrono::year_month_day Call::today() const
{
    return day_at(now, site.policy.utc_offset);
}

store::Store& Call::store() const
{
    if (open_store == nullptr)
        throw std::logic_error("a handler for the sealed state asked for rows");
    return *open_store;
}

store::Actor Call::actor() const
{
    if (station) return {.name = station->name, .role = std::string{station_role}};
    if (!session) throw std::logic_error("a handler without sign-in asked who is calling");
    const auto& user = session->user;
    return {
        .name = user.username,
        .role = user.role,
        .arbitrates = permits(user.role, Access::arbitrate),
        .scope = {
            .department = user.department,
            .person = user.department.empty() || user.manages ? std::string{} : user.username}};
}

store::Scope Call::scope() const
{
    return actor().scope;
}

} // namespace dossier::web
