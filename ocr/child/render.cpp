#include "ocr/child/render.h"

#include "ocr/child/render_sandbox.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace dossier::ocr {
namespace {

constexpr std::array yes{std::byte{'+'}};
constexpr std::array no{std::byte{'-'}};

/// What a child may ask for; a captured one asks for anything.
bool is_sane(const capture::DrawnPage& page, const capture::Limits& limits)
{
    return page.index >= 0 && page.index < limits.pages && page.width > 0 && page.height > 0 &&
           page.width <= limits.side && page.height <= limits.side &&
           std::int64_t{page.width} * page.height <= limits.page_pixels;
}

} // namespace

bool RenderClient::begin(std::span<const std::byte> document, const capture::DrawnPage& page)
{
    picture_.reset();
    if (!write_all(socket_, std::as_bytes(std::span(&page, 1)))) return false;
    auto answer = receive_message(socket_);
    if (!answer || !answer->descriptors[1].is_open()) return false;
    picture_ = std::move(answer->descriptors[1]);
    return write_all(answer->descriptors[0].number(), document);
}

std::size_t RenderClient::read(std::span<std::byte> to)
{
    if (!picture_.is_open()) return 0;
    ssize_t size = 0;
    do
        size = ::read(picture_.number(), to.data(), to.size());
    while (size < 0 && errno == EINTR);
    if (size <= 0) picture_.reset();
    return static_cast<std::size_t>(std::max<ssize_t>(size, 0));
}

bool RenderServer::serve(int socket)
{
    const auto message = receive_message(socket);
    capture::DrawnPage page;
    if (!message || message->bytes.size() != sizeof page || ++served_ > limits_.pages) return false;
    std::memcpy(&page, message->bytes.data(), sizeof page);
    stop();
    return (is_sane(page, limits_) && start(page, socket)) || send_message(socket, no);
}

bool RenderServer::start(const capture::DrawnPage& page, int socket)
{
    std::array<int, 2> in{-1, -1};
    std::array<int, 2> out{-1, -1};
    if (::pipe2(in.data(), O_CLOEXEC) != 0) return false;
    const Descriptor document(in[0]);
    const Descriptor to_renderer(in[1]);
    if (::pipe2(out.data(), O_CLOEXEC) != 0) return false;
    const Descriptor from_renderer(out[0]);
    const Descriptor picture(out[1]);
    renderer_ = ::fork();
    if (renderer_ == 0) run_renderer(program_, page, document.number(), picture.number());
    if (renderer_ < 0) return false;
    const std::array passed{to_renderer.number(), from_renderer.number()};
    return send_message(socket, yes, passed);
}

void RenderServer::stop()
{
    if (renderer_ <= 0) return;
    ::kill(renderer_, SIGKILL);
    while (::waitpid(renderer_, nullptr, 0) < 0 && errno == EINTR) {
    }
    renderer_ = 0;
}

} // namespace dossier::ocr
