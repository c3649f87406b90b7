#pragma once
// The real ocr::Reader: one instance owns one `dossier-read --launcher` process, which keeps the
// models loaded and forks a sandboxed child for each file. One read at a time; a worker thread has
// its own ChildReader. Whatever the child does, read() returns before long after its deadline with
// a checked Reading or one of the four ways to be Unreadable; a launcher that died is started anew
// at the next read. The only thing it throws is EngineError.

#include "ocr/reader.h"

#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <stop_token>
#include <sys/types.h>

namespace dossier::ocr {

/// The reader cannot be started at all: program, models, document types or sandbox are missing.
class EngineError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

class ChildReader final : public Reader {
public:
    struct Options {
        std::filesystem::path program; ///< dossier-read
        std::filesystem::path types;   ///< folder of *.toml
        /// Folder of the second recogniser's models; where it has none, Tesseract reads alone.
        std::filesystem::path models{};
        /// How long the launcher may take to load its models.
        std::chrono::milliseconds start_deadline{120'000};
    };

    /// Starts nothing yet; start() or the first read() does.
    explicit ChildReader(Options options);
    ~ChildReader() override;
    ChildReader(const ChildReader&) = delete;
    ChildReader& operator=(const ChildReader&) = delete;

    /// Starts the launcher unless it runs, so that a broken set-up is known before the first file.
    /// False when `stop` is requested before it is ready: then none runs.
    bool start(const std::stop_token& stop = {});
    [[nodiscard]] tl::expected<Reading, Unreadable>
    read(std::span<const std::byte> original, const ReadOptions& options) override;

    /// The launcher's process id, 0 while none runs.
    pid_t launcher() const { return launcher_; }

private:
    /// One attempt: descriptors of the document, of the types (-1: none) and of the deadline's
    /// timer.
    tl::expected<Reading, Unreadable>
    ask(int document, int types, int timer, const ReadOptions& options);
    void stop();
    Options options_;
    pid_t launcher_ = 0;
    int socket_ = -1;
};

} // namespace dossier::ocr
