#pragma once
// An HTTP request and its answer as plain values. Handlers are functions from one to the other;
// nothing here knows Poco, nginx or a socket.

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dossier::web {

using TextMap = std::map<std::string, std::string, std::less<>>;

/// `headers` holds only those that http/server.cpp lets through, names in lower case. `params` are
/// the parts of the path that the route's pattern names; `client` is the address the edge saw.
struct Request {
    std::string method;
    std::string path;
    TextMap query;
    TextMap headers;
    TextMap params;
    std::string body;
    std::string client;

    /// The header's value, or empty.
    [[nodiscard]] std::string_view header(std::string_view name) const;
    /// The value of a query parameter, or empty.
    [[nodiscard]] std::string_view query_value(std::string_view name) const;
    /// A part of the path that the pattern names. A pattern without it is a bug.
    [[nodiscard]] const std::string& param(std::string_view name) const;
    /// The value of a cookie, or empty.
    [[nodiscard]] std::string_view cookie(std::string_view name) const;
};

struct Response {
    int status = 200;
    std::string media_type;
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
};

/// 204 without a body.
[[nodiscard]] Response no_content();

/// The name and value pairs of a query string, percent-decoded; empty when an escape is malformed.
[[nodiscard]] std::optional<TextMap> parse_query(std::string_view query);

/// Percent-decodes; empty when an escape is malformed.
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text);

} // namespace dossier::web
