#pragma once
// One file on its way to a service: in parts, going on wherever the service says, patient with a
// service that restarts. Talks through a function, so that everything but the network is tested.

#include "capture/facts.h"
#include "web/http/client.h"

#include <tl/expected.hpp>

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

namespace dossier::web {

using Exchange = std::function<tl::expected<HttpsAnswer, NoAnswer>(const HttpsRequest&)>;

/// Pauses double from `first` to `longest`; what makes no progress for `give_up` is given up.
struct Patience {
    std::chrono::milliseconds first{500};
    std::chrono::milliseconds longest{30'000};
    std::chrono::milliseconds give_up{300'000};
    std::function<void(std::chrono::milliseconds)> pause;
};

struct FileToSend {
    std::string_view bytes; ///< not empty
    std::string uuid;
    std::string source_name;
};

struct Sent {
    std::string original_id;
    std::string duplicate_of; ///< empty: fresh bytes
};

/// The same file from the same station has the same UUID (RFC 9562, version 8), in every run.
[[nodiscard]] std::string upload_uuid(std::string_view station, std::string_view sha256);

/// The station that the token belongs to. Refusals as of `send_file`.
[[nodiscard]] tl::expected<std::string, capture::Refusal>
ask_station(const Exchange& exchange, const Patience& patience);

/// Refusals: the service's own problem types; `unreachable` (nobody answered for long enough),
/// `untrusted` (the certificate). `progress` gets how many bytes are there.
[[nodiscard]] tl::expected<Sent, capture::Refusal> send_file(
    const FileToSend& file,
    const Exchange& exchange,
    const Patience& patience,
    const std::function<void(std::size_t)>& progress
);

} // namespace dossier::web
