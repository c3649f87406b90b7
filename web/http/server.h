#pragma once
// The one place that touches Poco. Poco 1.11 cannot be put on a network (security.md 4.1), so this
// listens on a unix socket behind the edge, or on loopback when there is no edge. One request a
// connection; every limit is explicit; a body is only handed on when it is whole.

#include "web/request.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

namespace dossier::web {

/// The file is created with mode 0660; `group` may connect too (-1: only the owner's group).
struct UnixSocket {
    std::filesystem::path path;
    int group = -1;
};

/// Port 0 asks for any free one.
struct Loopback {
    std::uint16_t port = 0;
};

using Endpoint = std::variant<UnixSocket, Loopback>;

struct HttpLimits {
    int threads = 32;
    int queued = 64;
    std::chrono::seconds receive_timeout{15};
    std::size_t uri = std::size_t{2} * 1024;
    std::size_t headers = 64;
};

/// What the server asks: how many bytes the body of a request may have, and the answer to it.
struct Application {
    std::function<std::size_t(std::string_view method, std::string_view path)> body_limit;
    std::function<Response(Request)> answer;
};

class HttpServer {
public:
    HttpServer(const Endpoint& endpoint, const HttpLimits& limits, Application application);
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    /// The port of a Loopback endpoint, 0 for a unix socket.
    [[nodiscard]] std::uint16_t port() const;
    /// Stops accepting, lets running requests end for at most `grace`, then cuts them.
    void stop(std::chrono::milliseconds grace);

private:
    class Running;
    std::unique_ptr<Running> running_;
};

} // namespace dossier::web
