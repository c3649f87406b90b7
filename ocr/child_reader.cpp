#include "ocr/child_reader.h"

#include "ocr/wire.h"
#include "ocr/wire/descriptor.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <poll.h>
#include <spawn.h>
#include <string>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace dossier::ocr {
namespace {

/// strerror keeps its text in one place for all threads.
std::string reason_of(int error)
{
    return std::generic_category().message(error);
}

using std::chrono::milliseconds;

constexpr int launcher_socket = 3;
constexpr const char* launcher_gone = "launcher_gone";

/// Rings once, `after` from now. Polled beside the pipe, so that nobody needs to read a clock.
Descriptor make_timer(milliseconds after)
{
    Descriptor timer(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC));
    itimerspec when{};
    when.it_value.tv_sec = static_cast<time_t>(after.count() / 1000);
    when.it_value.tv_nsec = static_cast<long>(after.count() % 1000) * 1'000'000L + 1;
    if (!timer.is_open() || ::timerfd_settime(timer.number(), 0, &when, nullptr) != 0) {
        throw EngineError("no timer for the reader: " + reason_of(errno));
    }
    return timer;
}

/// Whoever polls that timer is not to wait any longer.
void ring_now(const Descriptor& timer)
{
    itimerspec at_once{};
    at_once.it_value.tv_nsec = 1;
    static_cast<void>(::timerfd_settime(timer.number(), 0, &at_once, nullptr));
}

/// Whether `fd` can be read before the timer rings.
bool is_readable_before(int fd, int timer)
{
    std::array<pollfd, 2> polled{pollfd{fd, POLLIN, 0}, pollfd{timer, POLLIN, 0}};
    while (::poll(polled.data(), polled.size(), -1) < 0 && errno == EINTR) {
    }
    return polled[1].revents == 0 && polled[0].revents != 0;
}

bool has_rung(int timer)
{
    pollfd polled{timer, POLLIN, 0};
    return ::poll(&polled, 1, 0) > 0;
}

/// Bytes in memory that nobody can change any more; no file, so no plain text at rest.
Descriptor seal_in_memory(const char* name, std::span<const std::byte> bytes)
{
    Descriptor memory(::memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING));
    constexpr int seals = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;
    if (!memory.is_open() || !write_all(memory.number(), bytes) ||
        ::fcntl(memory.number(), F_ADD_SEALS, seals) != 0) {
        throw EngineError("no memory for the reader: " + reason_of(errno));
    }
    return memory;
}

enum class Ending { whole, too_large, late };

/// Everything that comes through the pipe until its other end is closed.
Ending drain(int pipe, int timer, std::vector<std::byte>& answer)
{
    constexpr std::size_t step = std::size_t{64} << 10U;
    for (;;) {
        if (!is_readable_before(pipe, timer)) return Ending::late;
        const std::size_t size = answer.size();
        answer.resize(size + step);
        const ssize_t got = ::read(pipe, answer.data() + size, step);
        answer.resize(size + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
        if (got == 0) return Ending::whole;
        if (got < 0 && errno != EINTR) return Ending::whole;
        if (answer.size() > max_answer_bytes) return Ending::too_large;
    }
}

tl::unexpected<Unreadable> unreadable(UnreadableKind kind, std::string code, std::string message)
{
    return tl::unexpected(Unreadable{kind, std::move(code), std::move(message)});
}

tl::unexpected<Unreadable> too_late()
{
    return unreadable(
        UnreadableKind::timed_out, "deadline", "Reading this file took too long and was stopped."
    );
}

tl::unexpected<Unreadable> crashed(std::string code)
{
    return unreadable(
        UnreadableKind::crashed, std::move(code), "The reader broke down on this file."
    );
}

/// What the child's end means when it is not a clean one.
tl::expected<void, Unreadable> judge(int status)
{
    if (WIFSIGNALED(status)) {
        switch (WTERMSIG(status)) {
        case SIGXCPU: return too_late();
        case SIGSYS: return crashed("forbidden_call");
        case SIGKILL: return crashed("killed");
        default: return crashed("signal_" + std::to_string(WTERMSIG(status)));
        }
    }
    switch (WEXITSTATUS(status)) {
    case 0: return {};
    case 70: throw EngineError("the reader could not enter its sandbox");
    case 71: return crashed("out_of_memory");
    default: return crashed("exit_" + std::to_string(WEXITSTATUS(status)));
    }
}

/// The child's wait status, empty when the launcher is gone or says nothing in time.
std::optional<int> receive_status(int socket, int timer)
{
    if (!is_readable_before(socket, timer)) return std::nullopt;
    const auto message = receive_message(socket);
    int status = 0;
    if (!message || message->bytes.size() != sizeof status) return std::nullopt;
    std::memcpy(&status, message->bytes.data(), sizeof status);
    return status;
}

/// A new process group with the socket as descriptor 3 and nothing else open. The environment is
/// made here and holds no secret: one thread a process, and a locale that reads numbers with
/// points.
pid_t spawn_launcher(const ChildReader::Options& options, int socket)
{
    std::string program = options.program.string();
    std::string types = options.types.string();
    std::string launcher = "--launcher";
    std::string types_flag = "--types";
    std::string models = options.models.string();
    std::string models_flag = "--models";
    std::array<char*, 7> arguments{
        program.data(),
        launcher.data(),
        types_flag.data(),
        types.data(),
        models_flag.data(),
        models.data(),
        nullptr};
    std::string threads = "OMP_THREAD_LIMIT=1";
    std::string locale = "LC_ALL=C";
    std::array<char*, 3> environment{threads.data(), locale.data(), nullptr};

    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    // What libraries print may quote a document: it goes nowhere.
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, socket, launcher_socket);
    posix_spawn_file_actions_addclosefrom_np(&actions, launcher_socket + 1);
    sigset_t none;
    sigset_t defaults;
    sigemptyset(&none);
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGPIPE);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(
        &attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
    );
    pid_t pid = 0;
    const int error = ::posix_spawn(
        &pid, program.c_str(), &actions, &attributes, arguments.data(), environment.data()
    );
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (error != 0) throw EngineError("cannot start " + program + ": " + reason_of(error));
    return pid;
}

} // namespace

ChildReader::ChildReader(Options options) : options_(std::move(options)) {}

ChildReader::~ChildReader()
{
    stop();
}

void ChildReader::stop()
{
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
    if (launcher_ == 0) return;
    ::kill(-launcher_, SIGKILL); // the group: the launcher and the child at work
    while (::waitpid(launcher_, nullptr, 0) < 0 && errno == EINTR) {
    }
    launcher_ = 0;
}

bool ChildReader::start(const std::stop_token& stop_requested)
{
    if (launcher_ != 0) return true;
    std::array<int, 2> ends{-1, -1};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) {
        throw EngineError("no socket for the reader: " + reason_of(errno));
    }
    Descriptor theirs(ends[1]);
    // dup2 onto itself would keep close-on-exec: keep its number away from 3.
    if (theirs.number() == launcher_socket)
        theirs = Descriptor(::fcntl(ends[1], F_DUPFD_CLOEXEC, launcher_socket + 1));
    socket_ = ends[0];
    launcher_ = spawn_launcher(options_, theirs.number());
    theirs.reset();
    const auto timer = make_timer(options_.start_deadline);
    const std::stop_callback give_up(stop_requested, [&] { ring_now(timer); });
    const auto hello =
        is_readable_before(socket_, timer.number()) ? receive_message(socket_) : std::nullopt;
    if (hello && hello->bytes.front() == std::byte{'+'}) return true;
    stop();
    if (stop_requested.stop_requested()) return false;
    if (!hello)
        throw EngineError("the reader " + options_.program.string() + " ended before it was ready");
    std::string reason;
    for (const std::byte each : std::span(hello->bytes).subspan(1))
        reason += std::to_integer<char>(each);
    throw EngineError(reason);
}

tl::expected<Reading, Unreadable>
ChildReader::read(std::span<const std::byte> original, const ReadOptions& options)
{
    const Descriptor document = seal_in_memory("document", original);
    const Descriptor types =
        options.types.empty() ? Descriptor() : seal_in_memory("types", encode_types(options.types));
    const auto timer = make_timer(options.deadline);
    // A launcher never looks at a document: when it is gone, something else took it, and the file
    // deserves a second one.
    auto reading = ask(document.number(), types.number(), timer.number(), options);
    const bool is_gone = !reading && reading.error().code == launcher_gone;
    if (!is_gone) return reading;
    return ask(document.number(), types.number(), timer.number(), options);
}

tl::expected<Reading, Unreadable>
ChildReader::ask(int document, int types, int timer, const ReadOptions& options)
{
    start();
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        throw EngineError("no pipe for the reader: " + reason_of(errno));
    const Descriptor from_child(ends[0]);
    Descriptor to_parent(ends[1]);
    const std::array passed{document, to_parent.number(), types};
    const auto given = std::span(passed).first(types < 0 ? 2 : 3);
    if (!send_message(socket_, encode(options), given)) {
        stop();
        return crashed(launcher_gone);
    }
    to_parent.reset();

    std::vector<std::byte> answer;
    const Ending ending = drain(from_child.number(), timer, answer);
    if (ending == Ending::too_large) {
        stop();
        return unreadable(
            UnreadableKind::garbled,
            "answer_too_large",
            "The reader's answer was not understood: it is too large."
        );
    }
    const auto status = ending == Ending::whole ? receive_status(socket_, timer) : std::nullopt;
    if (!status) {
        stop();
        if (has_rung(timer)) return too_late();
        return crashed(launcher_gone);
    }
    if (const auto verdict = judge(*status); !verdict) return tl::unexpected(verdict.error());
    return decode(answer);
}

} // namespace dossier::ocr
