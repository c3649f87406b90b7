#pragma once
// What people can see of a station: every file that waits, since when and why, and whether the
// station still delivers. Names are file names as they were dropped: for signed-in people only.

#include "capture/hot_folder.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::web {

struct StationState {
    std::string station;
    std::vector<capture::Waiting> waiting; ///< the longest-waiting first, at most 200 of them
    std::size_t waiting_count = 0;         ///< of all that wait
    std::optional<capture::Instant> last_taken;
    std::uint64_t taken = 0;    ///< since the service started
    std::uint64_t rejected = 0; ///< since the service started
    std::string trouble;        ///< what keeps the station from being swept; empty when all is well
};

/// `settling`, `incomplete`, `busy`, `batch`, `queued`.
[[nodiscard]] std::string_view word(capture::WaitingFor reason);

} // namespace dossier::web
