#pragma once
// The running service: the edge, the HTTP server, the watcher, the readers, and the order in which
// they start and end.

#include "web/config.h"

#include <functional>
#include <string>

namespace dossier::web {

/// What the person who starts the service gets to see, on stdout.
struct Console {
    std::function<void(const std::string& line)> say;
};

/// `once`: take in what lies in the hot folders, wait until each file is read, print a table, end.
enum class Stay { until_stopped, once };

/// Runs until SIGTERM or SIGINT (a second one ends it at once). Call it from the main thread before
/// any other thread exists. Returns the program's exit code; throws for what the environment lacks.
[[nodiscard]] int
serve(const Config& config, const ocr::TypeCatalog& types, Stay stay, const Console& console);

} // namespace dossier::web
