#pragma once
// Who may do what: one function. Roles are texts in the store and the API; what each may do is the
// table in access.cpp and nowhere else.

#include <span>
#include <string_view>

namespace dossier::web {

/// What a route asks of a caller. `undecided` is what a forgotten policy looks like: such a table
/// of routes does not start. `open` works while the archive is sealed; `visitor` needs no sign-in
/// but the archive; `session` any sign-in, even one that must still change its password or enrol a
/// second factor; the rest a complete sign-in whose role carries the permission. `station` is what
/// a station may do with its token and nothing else; people who take documents in may do it too.
/// `arbitrate` settles what two people differ on.
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
    borrow, ///< asks for records, and sees what is lent
    lend,   ///< decides on what others ask for
    records,
    audit,
    administer
};

/// The role of a station that shows its token. No account can have it.
inline constexpr std::string_view station_role = "station";

/// Whether a role carries a permission beyond signing in. Unknown roles carry none.
[[nodiscard]] bool permits(std::string_view role, Access access);

[[nodiscard]] std::span<const std::string_view> roles();

} // namespace dossier::web
