#pragma once
// Pages of PDFs that have to be drawn: the child asks, the launcher starts pdftoppm in a sandbox of
// its own, and the two talk through pipes that the launcher only makes. Neither the launcher nor
// pdftoppm is trusted with more than it needs: the launcher never sees the document, pdftoppm never
// sees a file but its libraries and fonts, and the child takes what it draws for hostile.
//
// Messages (SOCK_SEQPACKET): child -> launcher a DrawnPage as it lies in memory; launcher -> child
// one byte, with two descriptors when pdftoppm runs: where to write the document, where the picture
// comes out.

#include "capture/limits.h"
#include "capture/render.h"
#include "ocr/wire/descriptor.h"

#include <optional>
#include <string>
#include <sys/types.h>

namespace dossier::ocr {

/// In the child.
class RenderClient final : public capture::PageRenderer {
public:
    explicit RenderClient(int socket) : socket_(socket) {}

    bool begin(std::span<const std::byte> document, const capture::DrawnPage& page) override;
    std::size_t read(std::span<std::byte> to) override;

private:
    int socket_;
    Descriptor picture_;
};

/// In the launcher, one for each document: at most one pdftoppm at a time, none outlives it.
class RenderServer {
public:
    /// `program`: pdftoppm, or what stands in for it in tests.
    explicit RenderServer(std::string program) : program_(std::move(program)) {}

    ~RenderServer() { stop(); }

    RenderServer(const RenderServer&) = delete;
    RenderServer& operator=(const RenderServer&) = delete;

    /// Answers one request of the child on `socket`. False when it asked for nonsense or too often:
    /// the socket is then to be closed.
    [[nodiscard]] bool serve(int socket);

private:
    [[nodiscard]] bool start(const capture::DrawnPage& page, int socket);
    void stop();

    std::string program_;
    capture::Limits limits_;
    pid_t renderer_ = 0;
    int served_ = 0;
};

} // namespace dossier::ocr
