#pragma once
// The API's table of contents: method, pattern, what it asks of the caller, and who answers.

#include "web/access.h"
#include "web/request.h"
#include "web/site.h"

#include <optional>
#include <span>
#include <string_view>

namespace dossier::web {

using Handler = Response (*)(const Call&);

/// Whom a route answers: everybody, within his scope (store/scope.h), or people of the whole site
/// only, because what it shows is not parted by departments.
enum class Reach { scoped, site };

/// `pattern` has `{name}` for a part of the path that becomes a parameter.
struct Route {
    std::string_view method;
    std::string_view pattern;
    Access access = Access::undecided;
    Handler handler = nullptr;
    Reach reach = Reach::scoped;
};

[[nodiscard]] std::span<const Route> routes();

/// Throws std::logic_error when a route lacks a policy or a handler, or stands there twice.
void require_sound(std::span<const Route> routes);

/// The parameters when the pattern fits the path.
[[nodiscard]] std::optional<TextMap> match(std::string_view pattern, std::string_view path);

} // namespace dossier::web
