#pragma once
// C2SP chunked-encryption "Cobblestone-256" (SHA-512, AES-256-GCM, 16 KiB chunks):
//   object = salt(24) | commitment(32) | chunk..., the last chunk always shorter than 16 KiB.
// Commits to key and context, detects every change, cut and splice, and reads at random. No
// plain byte of a chunk is handed out before its tag is checked.

#include "store/crypto/openssl.h"
#include "store/crypto/secret.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace dossier::store::cobblestone {

inline constexpr std::size_t salt_size = 24;
inline constexpr std::size_t commitment_size = 32;
inline constexpr std::size_t prefix_size = salt_size + commitment_size;
inline constexpr std::size_t chunk_size = std::size_t{16} * 1024;
inline constexpr std::size_t tag_size = 16;
inline constexpr std::size_t sealed_chunk_size = chunk_size + tag_size;

using Salt = std::array<std::byte, salt_size>;
using Bytes = std::vector<std::byte>;

/// Seals a stream: append in any portions, then finish once.
class Sealer {
public:
    Sealer(std::span<const std::byte> key, const Salt& salt, std::span<const std::byte> context);

    /// Appends sealed bytes to `out` whenever a chunk is full.
    void append(std::span<const std::byte> plain, Bytes& out);
    /// Seals the last chunk.
    void finish(Bytes& out);

private:
    void seal_chunk(std::span<const std::byte> plain, Bytes& out);

    CipherCtxPtr cipher_;
    std::array<std::byte, 12> nonce_{};
    std::uint64_t next_chunk_ = 0;
    std::array<std::byte, prefix_size> prefix_{};
    bool prefix_written_ = false;
    Bytes pending_;
};

/// Opens chunks in any order, once the commitment fits.
class Opener {
public:
    /// Empty when key or context are not the ones this prefix was sealed with.
    [[nodiscard]] static std::optional<Opener> begin(
        std::span<const std::byte> key,
        std::span<const std::byte> context,
        std::span<const std::byte, prefix_size> prefix
    );
    /// Appends the plain bytes of one chunk (tag included) to `out`; false, and nothing
    /// appended, when it is not the chunk sealed at `index`.
    [[nodiscard]] bool
    open_chunk(std::uint64_t index, std::span<const std::byte> chunk, Bytes& out);

private:
    Opener() = default;
    CipherCtxPtr cipher_;
    std::array<std::byte, 12> nonce_{};
};

/// Room for `size` bytes more. Of many megabytes in large pages: else touching them for the first
/// time takes twice as long as sealing them.
void reserve(Bytes& bytes, std::size_t size);

/// What `plain_size` bytes are when they are sealed.
[[nodiscard]] constexpr std::size_t sealed_size(std::size_t plain_size)
{
    return prefix_size + plain_size + (plain_size / chunk_size + 1) * tag_size;
}

[[nodiscard]] Bytes seal(
    std::span<const std::byte> key,
    const Salt& salt,
    std::span<const std::byte> context,
    std::span<const std::byte> plain
);
/// The plain bytes, or nothing at all.
[[nodiscard]] std::optional<Bytes> open(
    std::span<const std::byte> key,
    std::span<const std::byte> context,
    std::span<const std::byte> sealed
);

} // namespace dossier::store::cobblestone
