#include "web/access.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace dossier::web {

namespace {

/// `alone`: nobody who has it may have another, and it is of no department.
struct Role {
    std::string_view name;
    std::vector<Access> may;
    bool alone = false;
};

using enum Access;

// clang-format off
const std::array table{
    Role{"operator",             {station, intake, borrow}},
    Role{"verifier",             {station, intake, review, borrow}},
    Role{"arbiter",              {review, arbitrate, borrow}},
    Role{"supervisor",           {station, intake, review, arbitrate, supervise, borrow, lend}},
    Role{"records",              {records, keep_records, take_out, borrow, lend}},
    Role{"exporter",             {records, take_out, borrow}},
    Role{"service",              {station}},
    Role{"auditor",              {audit}, true},
    Role{"security_officer",     {accounts, security}, true},
    Role{"system_administrator", {design, accounts, administer}, true},
    Role{administrator_role,
         {station, intake, review, arbitrate, supervise, borrow, lend, records, keep_records, take_out, audit, design,
          accounts, administer, security}, true},
};
// clang-format on

const std::array access_names{
    std::pair{undecided, std::string_view{"undecided"}},
    std::pair{open, std::string_view{"open"}},
    std::pair{visitor, std::string_view{"visitor"}},
    std::pair{session, std::string_view{"session"}},
    std::pair{member, std::string_view{"member"}},
    std::pair{station, std::string_view{"station"}},
    std::pair{intake, std::string_view{"intake"}},
    std::pair{review, std::string_view{"review"}},
    std::pair{arbitrate, std::string_view{"arbitrate"}},
    std::pair{supervise, std::string_view{"supervise"}},
    std::pair{borrow, std::string_view{"borrow"}},
    std::pair{lend, std::string_view{"lend"}},
    std::pair{records, std::string_view{"records"}},
    std::pair{keep_records, std::string_view{"keep_records"}},
    std::pair{take_out, std::string_view{"take_out"}},
    std::pair{audit, std::string_view{"audit"}},
    std::pair{design, std::string_view{"design"}},
    std::pair{accounts, std::string_view{"accounts"}},
    std::pair{administer, std::string_view{"administer"}},
    std::pair{security, std::string_view{"security"}}};

const Role* find_role(std::string_view name)
{
    const auto found = std::ranges::find(table, name, &Role::name);
    return found == table.end() ? nullptr : &*found;
}

std::vector<std::string_view> parted(std::string_view role)
{
    std::vector<std::string_view> names;
    while (!role.empty()) {
        const auto comma = role.find(',');
        names.push_back(role.substr(0, comma));
        role = comma == std::string_view::npos ? std::string_view{} : role.substr(comma + 1);
    }
    return names;
}

bool has(std::string_view role, std::string_view name)
{
    return std::ranges::count(parted(role), name) > 0;
}

} // namespace

std::span<const std::string_view> roles()
{
    static const auto names = [] {
        std::array<std::string_view, table.size()> all{};
        std::ranges::transform(table, all.begin(), &Role::name);
        return all;
    }();
    return names;
}

bool permits(std::string_view role, Access access)
{
    if (role == station_role) return access == station;
    return std::ranges::any_of(parted(role), [&](std::string_view name) {
        const auto* const known = find_role(name);
        return known != nullptr && (access == member || std::ranges::count(known->may, access) > 0);
    });
}

std::string_view to_text(Access access)
{
    return std::ranges::find(access_names, access, &decltype(access_names)::value_type::first)
        ->second;
}

std::vector<std::string_view> permissions_of(std::string_view role)
{
    std::vector<std::string_view> list;
    for (const auto& [access, name] : access_names)
        if (access > member && permits(role, access)) list.push_back(name);
    return list;
}

std::optional<std::string> normal_roles(std::string_view role)
{
    const auto known = [](std::string_view name) { return find_role(name) != nullptr; };
    if (!std::ranges::all_of(parted(role), known)) return std::nullopt;
    std::string normal;
    for (const auto name : roles())
        if (has(role, name)) normal += (normal.empty() ? "" : ",") + std::string{name};
    return normal;
}

bool are_separate(std::string_view role)
{
    const auto names = parted(role);
    if (names.size() <= 1) return true;
    // What works without a person decides nothing that a person must answer for.
    const bool is_service = has(role, "service");
    return std::ranges::none_of(names, [&](std::string_view name) {
        const auto* const known = find_role(name);
        const auto may = [&](Access access) { return std::ranges::count(known->may, access) > 0; };
        return known->alone || (is_service && (may(review) || may(keep_records)));
    });
}

bool is_of_site(std::string_view role)
{
    return std::ranges::any_of(parted(role), [](std::string_view name) {
        const auto* const known = find_role(name);
        return known != nullptr && known->alone;
    });
}

} // namespace dossier::web
