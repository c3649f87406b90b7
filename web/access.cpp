#include "web/access.h"

#include <algorithm>
#include <array>

namespace dossier::web {

namespace {

constexpr std::array<std::string_view, 6> role_names{
    "operator", "verifier", "supervisor", "records", "auditor", "administrator"};

} // namespace

std::span<const std::string_view> roles()
{
    return role_names;
}

bool permits(std::string_view role, Access access)
{
    if (role == station_role) return access == Access::station;
    if (std::find(role_names.begin(), role_names.end(), role) == role_names.end()) return false;
    if (access == Access::member) return true;
    if (role == "administrator") return access > Access::member;
    switch (access) {
    case Access::station:
    case Access::intake: return role == "operator" || role == "verifier" || role == "supervisor";
    case Access::review: return role == "verifier" || role == "supervisor";
    case Access::arbitrate: return role == "supervisor";
    case Access::borrow: return role != "auditor";
    case Access::lend: return role == "records" || role == "supervisor";
    case Access::records: return role == "records";
    case Access::audit: return role == "auditor";
    case Access::undecided:
    case Access::open:
    case Access::visitor:
    case Access::session:
    case Access::member:
    case Access::administer: return false;
    }
    return false;
}

} // namespace dossier::web
