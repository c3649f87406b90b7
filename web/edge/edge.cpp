#include "web/edge/edge.h"

#include "web/edge/certificate.h"
#include "web/log.h"

#include <fmt/format.h>

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <grp.h>
#include <netinet/in.h>
#include <pwd.h>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace dossier::web {

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

[[noreturn]] void fail(const std::string& what)
{
    throw std::system_error(errno, std::generic_category(), what);
}

class Descriptor {
public:
    explicit Descriptor(int fd) : fd_(fd) {}

    ~Descriptor()
    {
        if (fd_ >= 0) ::close(fd_);
    }

    Descriptor(Descriptor&& other) noexcept : fd_(other.release()) {}

    Descriptor& operator=(Descriptor&&) = delete;

    [[nodiscard]] int get() const { return fd_; }

    int release() { return std::exchange(fd_, -1); }

private:
    int fd_;
};

/// Bound here rather than by nginx: a taken port is our own clear error, port 0 can be told, and a
/// port below 1024 needs no privileged nginx. Not close-on-exec: the child inherits it.
Descriptor listen_on(const EdgeOptions& options)
{
    Descriptor socket{::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0)};
    if (socket.get() < 0) fail("opening a socket");
    const int on = 1;
    ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_port = htons(options.port);
    if (::inet_pton(AF_INET, options.address.c_str(), &at.sin_addr) != 1)
        throw std::runtime_error(options.address + " is not an IPv4 address to listen on");
    // The edge of a service that was just killed needs a moment to let go.
    for (int tries = 0;
         ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&at), sizeof at) != 0;
         ++tries) {
        if (errno != EADDRINUSE || tries == 50)
            fail(fmt::format("listening on {}:{}", options.address, options.port));
        std::this_thread::sleep_for(100ms);
    }
    if (::listen(socket.get(), 511) != 0) fail("listening");
    return socket;
}

std::uint16_t port_of(int socket)
{
    sockaddr_in at{};
    socklen_t size = sizeof at;
    if (::getsockname(socket, reinterpret_cast<sockaddr*>(&at), &size) != 0)
        fail("asking for the port");
    return ntohs(at.sin_port);
}

void give(const fs::path& path, const EdgeAccount& account, bool owned, mode_t mode)
{
    if (account.user >= 0 && ::chown(
                                 path.c_str(),
                                 owned ? static_cast<uid_t>(account.user) : 0,
                                 static_cast<gid_t>(account.group)
                             ) != 0)
        fail("giving " + path.string() + " to the edge");
    if (::chmod(path.c_str(), mode) != 0) fail("setting the mode of " + path.string());
}

void prepare_folder(
    const EdgeOptions& options, const EdgeAccount& account, std::uint16_t port, capture::Instant now
)
{
    fs::create_directories(options.folder / "tmp");
    give(options.folder, account, false, 0750);
    give(options.folder / "tmp", account, true, 0700);
    ensure_certificate({options.folder / "tls.crt", options.folder / "tls.key"}, now);
    give(options.folder / "tls.crt", account, false, 0640);
    give(options.folder / "tls.key", account, false, 0640);
    fs::remove_all(options.folder / "ui");
    fs::create_directories(options.folder / "ui");
    if (fs::exists(options.ui))
        fs::copy(options.ui, options.folder / "ui", fs::copy_options::recursive);
    give(options.folder / "ui", account, false, 0750);
    for (const auto& entry : fs::recursive_directory_iterator(options.folder / "ui"))
        give(entry.path(), account, false, entry.is_directory() ? 0750 : 0640);
    const auto path = options.folder / "nginx.conf";
    std::ofstream file{path, std::ios::trunc};
    file << edge_configuration({.address = options.address, .port = port}, options.limits);
    file.close();
    if (!file) fail("writing " + path.string());
    give(path, account, false, 0640);
}

/// In the child, between fork and exec: only what is safe there. Never returns.
[[noreturn]] void become_nginx(
    const char* nginx,
    const char* folder,
    const EdgeAccount& account,
    int listener,
    int said,
    pid_t parent
)
{
    std::array<char, 32> inherited{};
    // nginx takes over listening sockets that this variable names (its way of upgrading itself).
    std::snprintf(inherited.data(), inherited.size(), "NGINX=%d;", listener);
    const std::array<const char*, 8> arguments{
        nginx, "-p", "./", "-c", "nginx.conf", "-e", "stderr", nullptr};
    const std::array<const char*, 2> environment{inherited.data(), nullptr};
    const int nothing = ::open("/dev/null", O_RDWR);
    bool ok =
        nothing >= 0 && ::dup2(nothing, 0) == 0 && ::dup2(nothing, 1) == 1 && ::dup2(said, 2) == 2;
    ok = ok && ::chdir(folder) == 0;
    if (account.user >= 0)
        ok = ok && ::setgroups(0, nullptr) == 0 &&
             ::setgid(static_cast<gid_t>(account.group)) == 0 &&
             ::setuid(static_cast<uid_t>(account.user)) == 0;
    ok = ok && ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         ::prctl(PR_SET_PDEATHSIG, SIGTERM) == 0;
    // Whoever made us may have died before the line above could tell.
    ok = ok && ::getppid() == parent;
    sigset_t none;
    sigemptyset(&none);
    ::pthread_sigmask(SIG_SETMASK, &none, nullptr);
    for (int fd = 3; fd < 1024; ++fd)
        if (fd != listener) ::close(fd);
    if (ok)
        ::execve(
            nginx,
            const_cast<char* const*>(arguments.data()
            ), // NOLINT(cppcoreguidelines-pro-type-const-cast)
            const_cast<char* const*>(environment.data()
            ) // NOLINT(cppcoreguidelines-pro-type-const-cast)
        );
    ::_exit(127);
}

/// Ends what an earlier service left in this folder. A death signal that reaches nginx before it
/// listens to signals in earnest is lost, and then its port stays taken. Only one service at a time
/// holds the data folder, so whatever runs here is a leftover.
void end_leftovers(const fs::path& folder)
{
    std::error_code error;
    const auto here = fs::canonical(folder, error);
    if (error) return;
    for (const auto& process : fs::directory_iterator("/proc", error)) {
        const auto name = process.path().filename().string();
        if (name.find_first_not_of("0123456789") != std::string::npos) continue;
        std::error_code gone;
        if (fs::read_symlink(process.path() / "cwd", gone) != here || gone) continue;
        std::string command;
        std::getline(std::ifstream{process.path() / "comm"}, command);
        if (command != "nginx") continue;
        log(Level::warning, "edge_leftover_ended", {{"process", name}});
        ::kill(std::stoi(name), SIGKILL);
    }
}

void retell(int from)
{
    const Descriptor pipe{from};
    std::string rest;
    std::array<char, 4096> buffer{};
    for (ssize_t got = 0; (got = ::read(pipe.get(), buffer.data(), buffer.size())) > 0;) {
        rest.append(buffer.data(), static_cast<std::size_t>(got));
        for (auto end = rest.find('\n'); end != std::string::npos; end = rest.find('\n')) {
            log(Level::warning, "edge_message", {{"text", rest.substr(0, end)}});
            rest.erase(0, end + 1);
        }
    }
}

} // namespace

std::optional<fs::path> find_nginx()
{
    for (const char* place : {"/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx"})
        if (::access(place, X_OK) == 0) return place;
    return std::nullopt;
}

EdgeAccount edge_account()
{
    if (::geteuid() != 0) return {};
    for (const char* name : {"www-data", "nobody"})
        // NOLINTNEXTLINE(concurrency-mt-unsafe): asked once, before any thread starts
        if (const passwd* found = ::getpwnam(name))
            return {
                .user = static_cast<int>(found->pw_uid), .group = static_cast<int>(found->pw_gid)};
    throw std::runtime_error("neither www-data nor nobody exists: the edge will not run as root");
}

Edge::Edge(const fs::path& nginx, const EdgeOptions& options, capture::Instant now)
{
    const auto account = edge_account();
    end_leftovers(options.folder);
    const Descriptor socket = listen_on(options);
    port_ = port_of(socket.get());
    prepare_folder(options, account, port_, now);
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail("making a pipe");
    Descriptor reading{ends[0]};
    const Descriptor writing{ends[1]};
    const pid_t parent = ::getpid();
    child_ = ::fork();
    if (child_ < 0) fail("starting the edge");
    if (child_ == 0)
        become_nginx(
            nginx.c_str(), options.folder.c_str(), account, socket.get(), writing.get(), parent
        );
    listener_ = std::jthread{[fd = reading.release()] { retell(fd); }};
}

Edge::~Edge()
{
    stop(0ms);
}

bool Edge::is_running()
{
    if (child_ < 0) return false;
    if (::waitpid(child_, nullptr, WNOHANG) != child_) return true;
    child_ = -1;
    return false;
}

void Edge::stop(std::chrono::milliseconds grace)
{
    if (child_ < 0) return;
    ::kill(child_, SIGQUIT); // nginx: no new connections, end the running ones
    for (auto waited = 0ms; waited < grace && is_running(); waited += 20ms)
        std::this_thread::sleep_for(20ms);
    if (child_ < 0) return;
    ::kill(child_, SIGTERM);
    for (auto waited = 0ms; waited < 2s && is_running(); waited += 20ms)
        std::this_thread::sleep_for(20ms);
    if (child_ < 0) return;
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
    child_ = -1;
}

} // namespace dossier::web
