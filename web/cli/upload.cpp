#include "capture/limits.h"
#include "capture/utf8.h"
#include "web/cli/archive.h"
#include "web/cli/sender.h"
#include "web/cli/verbs.h"
#include "web/digest.h"
#include "web/json.h"

#include <fmt/format.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <mutex>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace dossier::web {

namespace {

namespace fs = std::filesystem;
using Refusal = capture::Refusal;

/// The whole file, which a service takes only up to a size; nothing that is no plain file.
tl::expected<std::string, Refusal> read_plain_file(const std::string& path)
{
    const auto refuse = [](const char* code, const char* message) {
        return tl::unexpected(Refusal{.code = code, .message = message});
    };
    const int fd = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) return refuse("unreadable", "The file cannot be opened.");

    struct stat facts {};

    std::string bytes;
    const auto limit = static_cast<off_t>(capture::Limits{}.bytes);
    const bool plain = ::fstat(fd, &facts) == 0 && S_ISREG(facts.st_mode);
    bool whole = plain && facts.st_size <= limit;
    if (whole) {
        bytes.resize(static_cast<std::size_t>(facts.st_size));
        std::size_t filled = 0;
        for (ssize_t got = 1; got > 0 && filled < bytes.size();
             filled += static_cast<std::size_t>(std::max<ssize_t>(0, got)))
            got = ::read(fd, bytes.data() + filled, bytes.size() - filled);
        whole = filled == bytes.size();
    }
    ::close(fd);
    if (!plain) return refuse("not_a_file", "This is no file.");
    if (facts.st_size > limit) return refuse("too_large", "The file is larger than 50 MiB.");
    if (!whole) return refuse("unreadable", "The file could not be read to its end.");
    if (bytes.empty()) return refuse("empty", "The file is empty.");
    return bytes;
}

struct UploadTask {
    std::vector<std::string> files;
    HttpsAddress to;
    std::string token;
    std::optional<fs::path> ca;
    std::string station;
    int jobs = 4;
    Patience patience;
};

/// What became of the files, printed in their order while the run goes on. The same bytes twice in
/// one run travel once: the second waits for what the first becomes.
class Outcomes {
public:
    explicit Outcomes(const UploadTask& task) : task_(task), done_(task.files.size()) {}

    /// The file's turn to be sent; false when the same bytes are already on their way.
    bool begin(std::size_t index, const std::string& sha256)
    {
        const std::lock_guard lock{mutex_};
        const auto [first, is_new] = by_digest_.emplace(sha256, index);
        if (is_new) return true;
        twins_[index] = first->second;
        flush();
        return false;
    }

    void put(std::size_t index, tl::expected<Sent, Refusal> outcome)
    {
        const std::lock_guard lock{mutex_};
        done_[index] = std::move(outcome);
        flush();
    }

    void add_bytes(std::size_t count)
    {
        const std::lock_guard lock{mutex_};
        bytes_ += count;
        show_progress();
    }

    int finish()
    {
        const std::lock_guard lock{mutex_};
        flush();
        clear_progress();
        for (const auto& complaint : complaints_)
            complain(complaint);
        return exit_code_;
    }

private:
    static bool is_terminal() { return ::isatty(STDERR_FILENO) == 1; }

    static void clear_progress()
    {
        if (is_terminal()) std::fputs("\r\033[K", stderr);
    }

    void show_progress() const
    {
        if (!is_terminal()) return;
        const auto line = fmt::format(
            "\r\033[K{}/{} files, {:.1f} MiB",
            next_,
            done_.size(),
            static_cast<double>(bytes_) / (1 << 20)
        );
        std::fputs(line.c_str(), stderr);
    }

    [[nodiscard]] std::optional<tl::expected<Sent, Refusal>> outcome_of(std::size_t index) const
    {
        if (const auto twin = twins_.find(index); twin != twins_.end()) {
            auto outcome = done_[twin->second];
            if (outcome && *outcome) (*outcome)->duplicate_of = (*outcome)->original_id;
            return outcome;
        }
        return done_[index];
    }

    void flush()
    {
        clear_progress();
        for (; next_ < done_.size(); ++next_) {
            const auto outcome = outcome_of(next_);
            if (!outcome) break;
            print(task_.files[next_], *outcome);
        }
        std::fflush(stdout);
        show_progress();
    }

    void print(const std::string& file, const tl::expected<Sent, Refusal>& outcome)
    {
        Json line{{"source", capture::to_utf8(file)}};
        line["original_id"] = outcome ? text_or_null(outcome->original_id) : Json{};
        line["duplicate_of"] = outcome ? text_or_null(outcome->duplicate_of) : Json{};
        line["error"] = Json{};
        if (!outcome) {
            const auto& error = outcome.error();
            line["error"] = {{"code", error.code}, {"message", error.message}};
            complaints_.push_back(
                "dossier upload: " + capture::to_utf8(file) + ": " + error.message + " (" +
                error.code + ")"
            );
            const bool nobody_there = error.code == "unreachable" || error.code == "untrusted" ||
                                      error.code == "bad_token";
            exit_code_ = nobody_there ? environment : std::max<int>(exit_code_, some_failed);
        }
        std::fputs((line.dump() + "\n").c_str(), stdout);
    }

    const UploadTask& task_;
    std::mutex mutex_;
    std::vector<std::optional<tl::expected<Sent, Refusal>>> done_;
    std::map<std::string, std::size_t> by_digest_;
    std::map<std::size_t, std::size_t> twins_;
    std::vector<std::string> complaints_;
    std::size_t next_ = 0;
    std::size_t bytes_ = 0;
    int exit_code_ = done;
};

Exchange exchange_with(HttpsClient& client, const std::string& token)
{
    return [&client, authorization = "Bearer " + token](HttpsRequest request) {
        request.headers["Authorization"] = authorization;
        return client.exchange(request);
    };
}

void upload_one(
    const UploadTask& task, const Exchange& exchange, std::size_t index, Outcomes& outcomes
)
{
    const auto& path = task.files[index];
    const auto bytes = read_plain_file(path);
    if (!bytes) return outcomes.put(index, tl::unexpected(bytes.error()));
    const auto digest = hex(sha256(*bytes));
    if (!outcomes.begin(index, digest)) return;
    std::size_t told = 0;
    const auto progress = [&](std::size_t offset) {
        outcomes.add_bytes(offset - std::min(told, offset));
        told = offset;
    };
    outcomes.put(
        index,
        send_file(
            {.bytes = *bytes,
             .uuid = upload_uuid(task.station, digest),
             .source_name = capture::to_utf8(fs::path{path}.filename().string())},
            exchange,
            task.patience,
            progress
        )
    );
}

int upload_all(const UploadTask& task)
{
    Outcomes outcomes{task};
    std::atomic<std::size_t> next = 0;
    {
        std::vector<std::jthread> threads;
        const auto count = std::min(static_cast<std::size_t>(task.jobs), task.files.size());
        for (std::size_t i = 0; i < count; ++i)
            threads.emplace_back([&] {
                HttpsClient client{task.to, task.ca};
                const auto exchange = exchange_with(client, task.token);
                for (auto index = next++; index < task.files.size(); index = next++)
                    upload_one(task, exchange, index, outcomes);
            });
    }
    return outcomes.finish();
}

/// Who we are to the service, before any file is opened.
int introduce(UploadTask& task)
{
    HttpsClient client{task.to, task.ca};
    const auto station = ask_station(exchange_with(client, task.token), task.patience);
    if (!station) {
        complain(fmt::format(
            "dossier upload: {}:{}: {} ({})",
            task.to.host,
            task.to.port,
            station.error().message,
            station.error().code
        ));
        return environment;
    }
    task.station = *station;
    return upload_all(task);
}

int run_upload(std::span<const std::string> given)
{
    const auto arguments =
        parse_arguments(given, {"to", "token-file", "ca", "jobs", "give-up"}, {});
    if (!arguments) return usage("upload", arguments.error());
    if (arguments->rest.empty()) return usage("upload", "a file is missing");
    const auto to = parse_https_address(arguments->option("to").value_or(""));
    if (!to) return usage("upload", "--to must be https://HOST:PORT");
    const auto token_file = arguments->option("token-file");
    if (!token_file)
        return usage(
            "upload", "--token-file FILE is missing (`dossier station add` gives a token)"
        );
    const auto jobs = parse_int(arguments->option("jobs").value_or("4"), 1, 16);
    if (!jobs) return usage("upload", "--jobs must be 1 to 16");
    const auto give_up = parse_int(arguments->option("give-up").value_or("300"), 0, 86'400);
    if (!give_up) return usage("upload", "--give-up must be 0 to 86400 seconds");
    std::signal(SIGPIPE, SIG_IGN); // a connection that broke is an error that we see
    UploadTask task{
        .files = arguments->rest,
        .to = *to,
        .token = first_line(*token_file),
        .ca = arguments->option("ca"),
        .station = {},
        .jobs = *jobs,
        .patience = {}};
    task.patience.give_up = std::chrono::seconds{*give_up};
    task.patience.pause = [](std::chrono::milliseconds wait) { std::this_thread::sleep_for(wait); };
    return introduce(task);
}

} // namespace

const Verb upload_verb{
    .name = "upload",
    .summary = "hand files in to a service, as a station",
    .help =
        R"(usage: dossier upload FILE... --to https://HOST:PORT --token-file FILE [--ca FILE] [--jobs N]

Hands files in to a running service and prints one JSON line each on stdout, in input order:
{"source", "original_id", "duplicate_of", "error"}. Files travel in parts of 1 MiB; what broke off
goes on where it was, in this run or the next, and a file that is there already does not travel
again. Exit code 0 all are in, 1 some were refused (named), 3 the service could not be reached, is
not who it should be, or does not take the token.

  --to ADDRESS       https only; the certificate and its name are always verified
  --token-file FILE  the station's token in its first line (`dossier station add`)
  --ca FILE          certificates to trust instead of this machine's; of a service with a
                     self-made one that is DIR/edge/tls.crt in its data folder
  --jobs N           files at once (4)
  --give-up S        seconds without any progress before a file is given up (300))",
    .run = run_upload};

} // namespace dossier::web
