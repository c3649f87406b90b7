#pragma once
// From a request to its answer: find the route, settle who is calling and whether they may, run the
// handler, and turn what nobody planned for into an answer that tells nothing.

#include "web/request.h"
#include "web/routes.h"
#include "web/site.h"

#include <cstddef>
#include <span>
#include <string_view>

namespace dossier::web {

/// The cookie of a session; the prefix makes browsers refuse it without Secure and Path=/.
inline constexpr std::string_view session_cookie = "__Host-session";

[[nodiscard]] Response
dispatch(const Site& site, std::span<const Route> table, Request request, store::Instant now);

/// How large the body of a request to this address may be.
[[nodiscard]] std::size_t
body_limit(const Site& site, std::string_view method, std::string_view path);

/// What the workstation may do next with this sign-in: empty, `password_change_required` or
/// `second_factor_required`.
[[nodiscard]] std::string_view
missing_step(const SitePolicy& policy, const store::Session& session);

} // namespace dossier::web
