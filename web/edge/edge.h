#pragma once
// The edge: nginx as an unprivileged child that terminates TLS, frames HTTP, buffers whole requests
// in memory, serves the workstation and speaks to the API over a unix socket.

#include "capture/facts.h"
#include "web/edge/configuration.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <thread>

namespace dossier::web {

/// Port 0 takes any free one. `folder` is the edge's own (DIR/edge), `ui` the built workstation.
struct EdgeOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8443;
    std::filesystem::path folder;
    std::filesystem::path ui;
    EdgeLimits limits;
};

/// Where nginx is installed, or nothing.
[[nodiscard]] std::optional<std::filesystem::path> find_nginx();

/// Who the edge runs as: www-data (or nobody) when this program is root, otherwise itself (-1).
struct EdgeAccount {
    int user = -1;
    int group = -1;
};

[[nodiscard]] EdgeAccount edge_account();

/// Starts with construction, ends with destruction. Construct it in the main thread: the child is
/// tied to the thread that made it, so that it never outlives the program.
class Edge {
public:
    Edge(const std::filesystem::path& nginx, const EdgeOptions& options, capture::Instant now);
    ~Edge();
    Edge(const Edge&) = delete;
    Edge& operator=(const Edge&) = delete;

    [[nodiscard]] std::uint16_t port() const { return port_; }

    /// False once the child has ended by itself.
    [[nodiscard]] bool is_running();
    /// Lets running requests end for at most `grace`, then ends the child.
    void stop(std::chrono::milliseconds grace);

private:
    std::uint16_t port_ = 0;
    int child_ = -1;
    std::jthread listener_; ///< turns what nginx says into log lines
};

} // namespace dossier::web
