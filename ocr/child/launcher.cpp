#include "ocr/child/launcher.h"

#include "ocr/child/memory.h"
#include "ocr/child/render.h"
#include "ocr/wire.h"
#include "ocr/wire/descriptor.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <csignal>
#include <new>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace dossier::ocr {
namespace {

/// What a descriptor holds as memory; it is sealed, so nobody can shorten it under us.
std::span<const std::byte> map_memory(int fd)
{
    struct stat about {};

    if (::fstat(fd, &about) != 0 || about.st_size <= 0) return {};
    const auto size = static_cast<std::size_t>(about.st_size);
    void* start = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (start == MAP_FAILED) return {};
    return {static_cast<const std::byte*>(start), size};
}

[[noreturn]] void
run_child(Message request, Descriptor render, const Work& work, SandboxLimits limits)
{
    auto options = decode_options(request.bytes);
    if (!options) ::_exit(exit_failed);
    // Mapped as long as its descriptor is here, looked at in the sandbox.
    const auto types = map_memory(request.descriptors[2].number());
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(options->deadline);
    limits.cpu = std::min(limits.cpu, seconds + std::chrono::seconds(1));
    const bool can_draw = render.is_open();
    ::signal(SIGPIPE, SIG_IGN); // a renderer may end before it has read everything
    enter_sandbox(
        request.descriptors[0].release(), request.descriptors[1].release(), render.release(), limits
    );
    keep_freed_memory();
    // The child ends here whatever happens: one of the three places that catch everything.
    try {
        if (!types.empty()) {
            auto given = decode_types(types);
            if (!given) ::_exit(exit_failed);
            options->types = *std::move(given);
        }
        RenderClient renderer(render_descriptor);
        const auto answer =
            work(map_memory(document_descriptor), *options, can_draw ? &renderer : nullptr);
        ::_exit(write_all(answer_descriptor, answer) ? exit_answered : exit_failed);
    } catch (const std::bad_alloc&) {
        ::_exit(exit_out_of_memory);
    } catch (...) {
        ::_exit(exit_failed);
    }
}

/// Waits for the child and starts renderers for it, or kills it when the client is gone. The wait
/// status.
int wait_for(pid_t child, int socket, Descriptor render, RenderServer& renderers)
{
    const Descriptor watch(static_cast<int>(::syscall(SYS_pidfd_open, child, 0)));
    std::array<pollfd, 3> polled{
        pollfd{watch.number(), POLLIN, 0},
        pollfd{socket, POLLRDHUP, 0},
        pollfd{render.number(), POLLIN, 0}};
    while (watch.is_open()) {
        if (::poll(polled.data(), polled.size(), -1) < 0 && errno == EINTR) continue;
        if (polled[0].revents != 0) break;
        if (polled[1].revents != 0) {
            ::kill(child, SIGKILL);
            break;
        }
        if (polled[2].revents != 0 && !renderers.serve(render.number())) {
            render.reset();
            polled[2].fd = -1;
        }
    }
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
}

/// One end for the launcher, one for the child; closed where nothing can be drawn.
std::array<Descriptor, 2> render_sockets(bool can_draw)
{
    std::array<int, 2> ends{-1, -1};
    if (can_draw && ::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return {};
    return {Descriptor(ends[0]), Descriptor(ends[1])};
}

} // namespace

void end_with_starter(int socket)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    // It may be gone already; then nobody holds the other end.
    pollfd client{socket, POLLRDHUP, 0};
    if (::poll(&client, 1, 0) > 0 && (client.revents & (POLLRDHUP | POLLHUP)) != 0) ::_exit(0);
}

void report_start_failure(int socket, std::string_view reason)
{
    reason = reason.substr(0, max_message_bytes - 1);
    std::vector<std::byte> message{std::byte{'!'}};
    const auto text = std::as_bytes(std::span(reason));
    message.insert(message.end(), text.begin(), text.end());
    static_cast<void>(send_message(socket, message)); // nobody left to tell if this fails
}

void launch(int socket, const Work& work, const LaunchOptions& options)
{
    constexpr std::array ready{std::byte{'+'}};
    const bool can_draw = can_render(options.renderer);
    if (!send_message(socket, ready)) return;
    while (auto request = receive_message(socket)) {
        if (!request->descriptors[1].is_open()) return;
        auto [render, render_of_child] = render_sockets(can_draw);
        RenderServer renderers(options.renderer);
        const pid_t child = ::fork();
        if (child == 0)
            run_child(std::move(*request), std::move(render_of_child), work, options.limits);
        render_of_child.reset();
        request->descriptors = {}; // or the client would never see the end of the answer
        const int status = child < 0 ? W_EXITCODE(exit_no_sandbox, 0)
                                     : wait_for(child, socket, std::move(render), renderers);
        if (!send_message(socket, std::as_bytes(std::span(&status, 1)))) return;
    }
}

} // namespace dossier::ocr
