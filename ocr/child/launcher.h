#pragma once
// The process between the service and its children: everything expensive is loaded before
// launch() runs; each request forks a child that enters the sandbox, does its work on the document
// and writes one answer. The launcher itself never looks at a document. While a child works, the
// launcher starts renderers for it (render.h).
//
// Messages (SOCK_SEQPACKET, each one datagram): launcher -> client `ready` (empty text) or why it
// cannot start; client -> launcher the options with the descriptors of the document, of the
// pipe for the answer, and of the request's own types where it has some; launcher -> client the
// child's wait status as four bytes, after the child has ended.

#include "capture/render.h"
#include "ocr/child/render_sandbox.h"
#include "ocr/child/sandbox.h"
#include "ocr/reader.h"

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::ocr {

/// Runs inside the sandbox. What it returns is the answer. `renderer` is null where this machine
/// cannot confine one.
using Work = std::function<std::vector<std::byte>(
    std::span<const std::byte> document, const ReadOptions& options, capture::PageRenderer* renderer
)>;

/// The descriptor on which a launcher finds its client.
inline constexpr int launcher_socket = 3;

/// From here on this process dies with the thread that started it, also while it still loads
/// models: a service that is killed and started again and again would else pile up launchers. Call
/// it first.
void end_with_starter(int socket);

/// Tells the client that nothing will come, and why.
void report_start_failure(int socket, std::string_view reason);

struct LaunchOptions {
    SandboxLimits limits;
    std::string renderer = pdf_renderer; ///< draws pages of PDFs
};

/// Serves until the client is gone; a child that still runs then dies with it.
void launch(int socket, const Work& work, const LaunchOptions& options = {});

} // namespace dossier::ocr
