#pragma once
// Argon2id (RFC 9106): slow on purpose, for passphrases and passwords.

#include "store/crypto/secret.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace dossier::store {

struct Argon2Cost {
    std::uint32_t passes = 3;
    std::uint32_t memory_kib = 64 * 1024;
    std::uint32_t lanes = 1;
    bool operator==(const Argon2Cost&) const = default;
};

/// A 32-byte key.
[[nodiscard]] SecretBytes argon2id(
    std::span<const std::byte> password, std::span<const std::byte> salt, const Argon2Cost& cost
);

/// A PHC string `$argon2id$v=19$m=…,t=…,p=…$salt$hash`.
[[nodiscard]] std::string password_hash(
    std::span<const std::byte> password, std::span<const std::byte> salt, const Argon2Cost& cost
);
/// In constant time; false also when `hash` is no PHC string.
[[nodiscard]] bool
matches_password_hash(std::span<const std::byte> password, const std::string& hash);

} // namespace dossier::store
