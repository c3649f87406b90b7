#pragma once
// The edge's nginx configuration as a pure function. Every path in it is relative to the edge's
// folder, where nginx runs: it needs no access to the folders above.

#include <cstddef>
#include <cstdint>
#include <string>

namespace dossier::web {

struct EdgeLimits {
    int connections = 512;
    int connections_per_address = 64;
    int uploads = 8;           ///< at once; each may hold a whole upload in memory
    int upload_megabytes = 50; ///< largest body of an upload
    int parts = 32;            ///< of uploads in parts, at once
    int part_kilobytes = 1024; ///< largest body of one
    int body_kilobytes = 256;  ///< largest body of any other request
    int header_seconds = 10;
    int body_seconds = 10; ///< between two reads of a body
    int idle_seconds = 15;
    int answer_seconds = 60;
};

/// `address`:`port` is what the browser reaches; `socket` is the API's unix socket.
struct EdgePlace {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8443;
    std::string socket = "../run/api.sock";
};

[[nodiscard]] std::string edge_configuration(const EdgePlace& place, const EdgeLimits& limits);

} // namespace dossier::web
