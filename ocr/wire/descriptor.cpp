#include "ocr/wire/descriptor.h"

#include <cerrno>
#include <cstring>
#include <sys/socket.h>
#include <unistd.h>

namespace dossier::ocr {
namespace {

/// Room for the control message that carries descriptors.
struct Control {
    alignas(cmsghdr) std::array<char, CMSG_SPACE(max_descriptors * sizeof(int))> bytes{};
};

} // namespace

void Descriptor::reset()
{
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
}

bool write_all(int fd, std::span<const std::byte> bytes)
{
    while (!bytes.empty()) {
        const ssize_t size = ::write(fd, bytes.data(), bytes.size());
        if (size < 0 && errno != EINTR) return false;
        if (size > 0) bytes = bytes.subspan(static_cast<std::size_t>(size));
    }
    return true;
}

bool send_message(int socket, std::span<const std::byte> bytes, std::span<const int> descriptors)
{
    iovec part{
        .iov_base = const_cast<std::byte*>(bytes.data()),
        .iov_len = bytes.size()}; // NOLINT: sendmsg takes no const
    Control control;
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    if (!descriptors.empty()) {
        message.msg_control = control.bytes.data();
        message.msg_controllen = CMSG_SPACE(descriptors.size_bytes());
        cmsghdr* head = CMSG_FIRSTHDR(&message);
        head->cmsg_level = SOL_SOCKET;
        head->cmsg_type = SCM_RIGHTS;
        head->cmsg_len = CMSG_LEN(descriptors.size_bytes());
        std::memcpy(CMSG_DATA(head), descriptors.data(), descriptors.size_bytes());
    }
    ssize_t sent = 0;
    do
        sent = ::sendmsg(socket, &message, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent == static_cast<ssize_t>(bytes.size());
}

std::optional<Message> receive_message(int socket)
{
    Message received;
    received.bytes.resize(max_message_bytes);
    iovec part{.iov_base = received.bytes.data(), .iov_len = received.bytes.size()};
    Control control;
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.bytes.data();
    message.msg_controllen = control.bytes.size();
    ssize_t size = 0;
    do
        size = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    while (size < 0 && errno == EINTR);
    if (size < 0) return std::nullopt;
    if (const cmsghdr* head = CMSG_FIRSTHDR(&message);
        head != nullptr && head->cmsg_level == SOL_SOCKET && head->cmsg_type == SCM_RIGHTS) {
        std::array<int, max_descriptors> numbers{};
        numbers.fill(-1);
        std::memcpy(
            numbers.data(), CMSG_DATA(head), std::min(sizeof numbers, head->cmsg_len - CMSG_LEN(0))
        );
        for (std::size_t i = 0; i < numbers.size(); ++i)
            received.descriptors[i] = Descriptor(numbers[i]);
    }
    if (size == 0 || (message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0) return std::nullopt;
    received.bytes.resize(static_cast<std::size_t>(size));
    return received;
}

} // namespace dossier::ocr
