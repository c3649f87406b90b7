#pragma once
// Key bytes in memory: one locked arena with guard pages (OpenSSL's secure heap), wiped when
// freed, never copied by accident.

#include "store/random.h"

#include <openssl/crypto.h>

#include <cstddef>
#include <span>
#include <utility>

namespace dossier::store {

class SecretBytes {
public:
    SecretBytes() = default;
    explicit SecretBytes(std::size_t size);

    SecretBytes(SecretBytes&& other) noexcept
        : data_(std::exchange(other.data_, nullptr)),
          size_(std::exchange(other.size_, 0))
    {}

    SecretBytes& operator=(SecretBytes&& other) noexcept
    {
        std::swap(data_, other.data_);
        std::swap(size_, other.size_);
        return *this;
    }

    SecretBytes(const SecretBytes&) = delete;
    SecretBytes& operator=(const SecretBytes&) = delete;

    ~SecretBytes() { OPENSSL_secure_clear_free(data_, size_); }

    [[nodiscard]] std::span<std::byte> bytes() { return {data_, size_}; }

    [[nodiscard]] std::span<const std::byte> bytes() const { return {data_, size_}; }

    [[nodiscard]] std::size_t size() const { return size_; }

private:
    std::byte* data_ = nullptr;
    std::size_t size_ = 0;
};

inline constexpr std::size_t key_size = 32;

[[nodiscard]] SecretBytes random_key(Random& random);
/// A deliberate second copy of a secret.
[[nodiscard]] SecretBytes secret_copy(std::span<const std::byte> bytes);

/// Wipes borrowed bytes (plain text in ordinary memory).
inline void wipe(std::span<std::byte> bytes)
{
    OPENSSL_cleanse(bytes.data(), bytes.size());
}

} // namespace dossier::store
