#pragma once
// HTTPS to a service somewhere else, for `dossier upload` and connectors: one connection that is
// kept and made again, a server whose certificate and name are verified, always. Poco's client
// (NetSSL) behind a function of values, like http/server.cpp for the other side.

#include "web/request.h"

#include <tl/expected.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace dossier::web {

/// `https://host[:port]`, nothing else.
struct HttpsAddress {
    std::string host;
    std::uint16_t port = 443;
};

[[nodiscard]] std::optional<HttpsAddress> parse_https_address(std::string_view text);

/// Why there is no answer. `untrusted`: the certificate is not one that `--ca` or this machine
/// vouches for, or not that host's; trying again does not help.
struct NoAnswer {
    enum class Kind { unreachable, timed_out, untrusted };

    Kind kind = Kind::unreachable;
    std::string reason;
};

/// `headers` in the answer have names in lower case.
struct HttpsRequest {
    std::string method;
    std::string path;
    TextMap headers;
    std::string_view body;
};

struct HttpsAnswer {
    int status = 0;
    TextMap headers;
    std::string body;
};

/// `step`: of connecting, each read and each write; `whole`: of an exchange, also when the other
/// side sends a byte now and then.
struct HttpsPatience {
    std::chrono::milliseconds step{60'000};
    std::optional<std::chrono::milliseconds> whole{};
    bool keep_alive = true;
};

class HttpsClient {
public:
    /// `ca`: PEM certificates to trust instead of this machine's. Throws std::runtime_error when
    /// they cannot be read.
    HttpsClient(
        const HttpsAddress& at,
        const std::optional<std::filesystem::path>& ca,
        const HttpsPatience& patience = {}
    );
    HttpsClient(HttpsClient&&) noexcept;
    HttpsClient& operator=(HttpsClient&&) = delete;
    ~HttpsClient();

    /// Asked to stop, it breaks off (`unreachable`). Redirects are answers, nobody follows them.
    [[nodiscard]] tl::expected<HttpsAnswer, NoAnswer>
    exchange(const HttpsRequest& request, const std::stop_token& stop = {});

private:
    class Session;
    std::unique_ptr<Session> session_;
};

} // namespace dossier::web
