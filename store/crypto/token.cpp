#include "store/crypto/token.h"

#include "store/crypto/hash.h"
#include "store/error.h"
#include "store/token/wire.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <string>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace dossier::store {
namespace {

SlotError token_error(std::string detail)
{
    return {SlotErrorKind::token, std::move(detail)};
}

class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    ~Descriptor() { close(); }

    void close()
    {
        if (number_ >= 0) {
            ::close(number_);
        }
        number_ = -1;
    }

    [[nodiscard]] int number() const { return number_; }

private:
    int number_;
};

SecretBytes encode_request(const TokenValues& values)
{
    std::size_t size = 0;
    for (const auto& value : values) {
        size += 4 + value.size();
    }
    SecretBytes request(size);
    auto to = request.bytes().begin();
    for (const auto& value : values) {
        for (const unsigned shift : {24U, 16U, 8U, 0U}) {
            *to++ = static_cast<std::byte>(value.size() >> shift);
        }
        to = std::copy(value.begin(), value.end(), to);
    }
    return request;
}

/// Starts the program with one end of a socket as its input and output; the error number or 0.
int start(const std::string& program, int socket, pid_t& child)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawn_file_actions_adddup2(&files, socket, STDIN_FILENO);
    ::posix_spawn_file_actions_adddup2(&files, socket, STDOUT_FILENO);
    // Modules write what they like there.
    ::posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
    ::posix_spawnattr_init(&attributes);
    sigset_t none;
    sigset_t all;
    ::sigemptyset(&none);
    ::sigfillset(&all);
    ::posix_spawnattr_setsigmask(&attributes, &none);
    ::posix_spawnattr_setsigdefault(&attributes, &all);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    std::string name = program;
    char* arguments[] = {name.data(), nullptr};
    // The environment says where modules find their configuration.
    const int error =
        ::posix_spawn(&child, program.c_str(), &files, &attributes, arguments, environ);
    ::posix_spawnattr_destroy(&attributes);
    ::posix_spawn_file_actions_destroy(&files);
    return error;
}

bool send_all(int socket, std::span<const std::byte> bytes)
{
    while (!bytes.empty()) {
        const auto sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) {
            continue;
        }
        if (sent <= 0) {
            return false;
        }
        bytes = bytes.subspan(static_cast<std::size_t>(sent));
    }
    return ::shutdown(socket, SHUT_WR) == 0;
}

enum class Heard { all, too_late, too_much };

Heard hear(int socket, std::chrono::milliseconds patience, SecretBytes& answer, std::size_t& size)
{
    for (;;) {
        pollfd polled{socket, POLLIN, 0};
        const int ready = ::poll(&polled, 1, static_cast<int>(patience.count()));
        if (ready < 0 && errno == EINTR) {
            continue;
        }
        if (ready <= 0) {
            return Heard::too_late;
        }
        if (size == answer.size()) {
            return Heard::too_much;
        }
        const auto got = ::read(socket, answer.bytes().data() + size, answer.size() - size);
        if (got <= 0) {
            return Heard::all;
        }
        size += static_cast<std::size_t>(got);
    }
}

int wait_for(pid_t child)
{
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
}

std::string how_it_ended(const TokenKey& token, int status)
{
    const auto module = "the module " + token.module.string();
    if (WIFSIGNALED(status)) {
        return module + " crashed (signal " + std::to_string(WTERMSIG(status)) +
               "); nothing else was touched";
    }
    return module + " ended its program without an answer";
}

/// One request, one answer.
tl::expected<SecretBytes, SlotError>
ask(const TokenKey& token,
    std::string_view work,
    std::span<const std::byte> input,
    std::string_view bound)
{
    int ends[2] = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        throw Error(std::string("a socket for dossier-token: ") + std::strerror(errno));
    }
    const Descriptor ours{ends[0]};
    Descriptor theirs{ends[1]};
    pid_t child = 0;
    if (const int error = start(token.program.string(), theirs.number(), child); error != 0) {
        return tl::unexpected(
            token_error(token.program.string() + " does not start: " + std::strerror(error))
        );
    }
    theirs.close();
    const auto module = token.module.string();
    const auto request = encode_request(
        {bytes_of(work),
         bytes_of(module),
         bytes_of(token.token),
         bytes_of(token.key),
         bytes_of(token.pin),
         bytes_of(bound),
         input}
    );
    SecretBytes answer(most_token_bytes);
    std::size_t size = 0;
    // Who died before he had read it all may have said why.
    static_cast<void>(send_all(ours.number(), request.bytes()));
    const auto heard = hear(ours.number(), token.patience, answer, size);
    if (heard != Heard::all) {
        ::kill(child, SIGKILL);
    }
    const int status = wait_for(child);
    if (heard == Heard::too_late) {
        return tl::unexpected(token_error(
            "the module " + module + " did not answer for " +
            std::to_string(token.patience.count()) + " ms"
        ));
    }
    if (heard == Heard::too_much || size == 0) {
        return tl::unexpected(token_error(how_it_ended(token, status)));
    }
    const auto said = answer.bytes().subspan(1, size - 1);
    switch (static_cast<TokenAnswer>(answer.bytes()[0])) {
    case TokenAnswer::done: return secret_copy(said);
    case TokenAnswer::does_not_fit:
        return tl::unexpected(SlotError{SlotErrorKind::wrong_credential, ""});
    case TokenAnswer::failed:
        return tl::unexpected(token_error({reinterpret_cast<const char*>(said.data()), said.size()})
        );
    }
    return tl::unexpected(token_error(how_it_ended(token, status)));
}

} // namespace

tl::expected<cobblestone::Bytes, SlotError>
wrap_in_token(const TokenKey& token, const SecretBytes& key, std::string_view bound)
{
    const auto wrapped = ask(token, token_wrap, key.bytes(), bound);
    if (!wrapped) {
        return tl::unexpected(wrapped.error());
    }
    return cobblestone::Bytes(wrapped->bytes().begin(), wrapped->bytes().end());
}

tl::expected<SecretBytes, SlotError>
unwrap_in_token(const TokenKey& token, std::span<const std::byte> wrapped, std::string_view bound)
{
    return ask(token, token_unwrap, wrapped, bound);
}

} // namespace dossier::store
