#pragma once
// SIGTERM and SIGINT as something to wait for. The first asks for an orderly end; a second one ends
// the program at once, which is always safe.

#include <chrono>

namespace dossier::web {

class Signals {
public:
    /// Blocks both in this thread and all that it starts later.
    Signals();

    /// True when the program was asked to end. From then on a further signal kills it.
    [[nodiscard]] bool wait(std::chrono::milliseconds most) const;
};

} // namespace dossier::web
