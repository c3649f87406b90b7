#pragma once
// A file descriptor that closes itself, and descriptors sent along with a message over a
// SOCK_SEQPACKET socket: what the launcher and its client say to each other.

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace dossier::ocr {

class Descriptor {
public:
    Descriptor() = default;

    explicit Descriptor(int fd) : fd_(fd) {}

    ~Descriptor() { reset(); }

    Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

    Descriptor& operator=(Descriptor&& other) noexcept
    {
        if (this != &other) reset(), fd_ = std::exchange(other.fd_, -1);
        return *this;
    }

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    int number() const { return fd_; }

    bool is_open() const { return fd_ >= 0; }

    int release() { return std::exchange(fd_, -1); }

    void reset();

private:
    int fd_ = -1;
};

/// Goes on after a signal and after part of it; false when the other side takes no more.
[[nodiscard]] bool write_all(int fd, std::span<const std::byte> bytes);

/// No message brings more descriptors.
inline constexpr std::size_t max_descriptors = 3;

/// A message and the descriptors that came with it.
struct Message {
    std::vector<std::byte> bytes;
    std::array<Descriptor, max_descriptors> descriptors;
};

/// No message between launcher and client is longer.
inline constexpr std::size_t max_message_bytes = 4096;

[[nodiscard]] bool
send_message(int socket, std::span<const std::byte> bytes, std::span<const int> descriptors = {});
/// Empty when the other side is gone or what came is no message.
[[nodiscard]] std::optional<Message> receive_message(int socket);

} // namespace dossier::ocr
