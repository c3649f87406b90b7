#pragma once
// SHA-256, HMAC-SHA-256 and HKDF-Expand-SHA512 over bytes.

#include "store/crypto/openssl.h"
#include "store/crypto/secret.h"

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::store {

using Digest = std::array<std::byte, 32>;

/// SHA-256 of bytes that come in parts.
class Sha256 {
public:
    Sha256();
    Sha256& add(std::span<const std::byte> bytes);
    [[nodiscard]] Digest finish();

private:
    DigestCtxPtr context_;
};

[[nodiscard]] Digest sha256(std::span<const std::byte> bytes);
[[nodiscard]] Digest
hmac_sha256(std::span<const std::byte> key, std::span<const std::byte> message);
/// Expand only: `key` is uniform already. Distinct labels for distinct purposes.
void hkdf_expand_sha512(
    std::span<const std::byte> key, std::span<const std::byte> label, std::span<std::byte> out
);
/// A 32-byte key for one purpose from another key.
[[nodiscard]] SecretBytes derive_key(std::span<const std::byte> key, std::string_view label);

[[nodiscard]] bool equal_constant_time(std::span<const std::byte> a, std::span<const std::byte> b);

inline std::span<const std::byte> bytes_of(std::string_view text)
{
    return std::as_bytes(std::span(text));
}

[[nodiscard]] std::string to_hex(std::span<const std::byte> bytes);
/// Of small letters only; empty where it is not of this form.
[[nodiscard]] std::optional<std::vector<std::byte>> from_hex(std::string_view hex);

} // namespace dossier::store
