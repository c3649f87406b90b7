#pragma once
// What a child gives up before it looks at the first byte of a document: every other descriptor,
// memory and time without end, new files, new processes, new privileges, the file system and all
// system calls but a handful. There is no way to ask for less.

#include <chrono>
#include <cstddef>

namespace dossier::ocr {

/// Descriptors a child keeps; everything else is closed.
inline constexpr int document_descriptor = 3; ///< the sealed document, read only
inline constexpr int answer_descriptor = 4;   ///< the pipe for the one answer
inline constexpr int render_descriptor = 5;   ///< where drawn pages are asked for (render.h)

struct SandboxLimits {
    std::size_t memory_bytes = std::size_t{3}
                               << 30U; ///< address space, the models (0.2 GB) included
    std::chrono::seconds cpu{120};
};

/// Throws EngineError where this machine cannot do it: a reader without its sandbox must not start.
void check_sandbox();

/// Moves the descriptors to their places and locks the process up. Ends the process with
/// `exit_no_sandbox` if a step fails. `render` is -1 where nothing can be drawn.
void enter_sandbox(int document, int answer, int render, const SandboxLimits& limits);

/// How a child ends when it cannot answer. 0 means that it answered.
enum ChildExit : int {
    exit_answered = 0,
    exit_no_sandbox = 70,
    exit_out_of_memory = 71,
    exit_failed = 72
};

} // namespace dossier::ocr
