#pragma once
// Reading JSON from strangers: small, shallow, no key twice, no key that nobody asked for. Bodies
// of this API are flat objects of texts, but for the few that list things.

#include "capture/facts.h"
#include "web/request.h"

#include <nlohmann/json.hpp>
#include <tl/expected.hpp>

#include <initializer_list>
#include <string>
#include <string_view>

namespace dossier::web {

using Json = nlohmann::ordered_json;

inline constexpr std::size_t max_json_bytes = std::size_t{256} * 1024;
inline constexpr int max_json_depth = 16;

/// The value, or the problem document that says what is wrong with it.
[[nodiscard]] tl::expected<nlohmann::json, Response> parse_json(std::string_view text);

/// The body, which is a JSON object. What is in it the caller checks, member by member.
[[nodiscard]] tl::expected<nlohmann::json, Response> json_object(const Request& request);

/// The members of a body that is one flat object of texts: all of `required`, any of `optional`,
/// nothing else.
[[nodiscard]] tl::expected<TextMap, Response> text_fields(
    const Request& request,
    std::initializer_list<std::string_view> required,
    std::initializer_list<std::string_view> optional = {}
);

/// A member of such a body; empty where it was not sent.
[[nodiscard]] std::string text_or_empty(const TextMap& fields, std::string_view name);

/// null where there is no text.
[[nodiscard]] Json text_or_null(std::string_view text);

/// null where there was none yet.
[[nodiscard]] Json moment_or_null(capture::Instant moment);

/// An answer of media type application/json.
[[nodiscard]] Response json_response(int status, const Json& body);

} // namespace dossier::web
