#pragma once
// Who may do what: one function. Roles are texts in the store and the API; what each may do is the
// table in access.cpp and nowhere else. How much of the archive they see is store/scope.h.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::web {

/// What a route asks of a caller. `undecided` is what a forgotten policy looks like: such a table
/// of routes does not start. `open` works while the archive is sealed; `visitor` needs no sign-in
/// but the archive; `session` any sign-in, even one that must still change its password or enrol a
/// second factor; the rest a complete sign-in whose role carries the permission. `station` is what
/// a station may do with its token and nothing else; people who take documents in may do it too.
/// `arbitrate` settles what two people differ on, `supervise` says who works on what.
enum class Access {
    undecided,
    open,
    visitor,
    session,
    member,
    station,
    intake,
    review,
    arbitrate,
    supervise,    ///< says what is urgent and who is away, takes documents over
    borrow,       ///< asks for records, and sees what is lent
    lend,         ///< decides on what others ask for
    records,      ///< sees records
    keep_records, ///< corrects them, asks services about them
    take_out,     ///< takes a file as received, or a copy, out of the archive
    audit,
    design,     ///< document types: drafts, trials, versions
    accounts,   ///< sees who may sign in
    administer, ///< accounts, departments, stations: no roles, no documents
    security    ///< roles and keys: no documents
};

/// The role of a station that shows its token. No account can have it.
inline constexpr std::string_view station_role = "station";
/// All roles at once: the first account of a site, and those of archives from before duties were
/// separated.
inline constexpr std::string_view administrator_role = "administrator";

/// Whether roles (one, or several parted by commas) carry a permission. Unknown roles carry none.
[[nodiscard]] bool permits(std::string_view role, Access access);

/// As the API spells it.
[[nodiscard]] std::string_view to_text(Access access);

/// The permissions beyond `member`, as the API spells them.
[[nodiscard]] std::vector<std::string_view> permissions_of(std::string_view role);

/// The roles that an account may have.
[[nodiscard]] std::span<const std::string_view> roles();

/// The same roles in the table's order, each once; nothing where one is unknown. No role is one
/// that may only sign in.
[[nodiscard]] std::optional<std::string> normal_roles(std::string_view role);

/// Whether one person may have these roles: who administers, appoints or audits does nothing else.
/// Of normal roles.
[[nodiscard]] bool are_separate(std::string_view role);

/// Whether a role is of the whole site and of no department. Of normal roles.
[[nodiscard]] bool is_of_site(std::string_view role);

} // namespace dossier::web
