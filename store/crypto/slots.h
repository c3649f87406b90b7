#pragma once
// Slots: ways to the root key, as keys/slots.json holds them. Each wraps the same root key under a
// key of its own; its parameters are part of the wrapped object's context.

#include "store/crypto/argon2.h"
#include "store/crypto/cobblestone.h"
#include "store/crypto/secret.h"
#include "store/keyring.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::store {

struct StoredSlot {
    std::string id;
    std::string kind;
    Argon2Cost cost; ///< passphrase slots only
    cobblestone::Bytes salt;
    cobblestone::Bytes in_token; ///< token slots only: the slot's secret, wrapped in the token
    cobblestone::Bytes wrapped;
};

/// What a credential says, and the kind of slot it fits.
struct OpenCredential {
    std::string kind;
    SecretBytes secret; ///< empty for a token, which has one for each slot
    std::optional<TokenKey> token{};
};

inline constexpr std::string_view shares_kind = "recovery_shares";
inline constexpr std::string_view token_kind = "token";
inline constexpr std::size_t least_passphrase = 12; ///< bytes
inline constexpr std::size_t most_slots = 8;

/// Reads a key file where the credential is one. Throws Error when it cannot be read.
[[nodiscard]] tl::expected<OpenCredential, SlotError> open_credential(const Credential& credential);

/// Fails where a token does.
[[nodiscard]] tl::expected<StoredSlot, SlotError> wrap_root_key(
    const SecretBytes& root_key,
    const OpenCredential& credential,
    const Argon2Cost& cost,
    Random& random
);
/// `wrong_credential` when the credential does not fit: another slot may. Throws Tampered when a
/// slot asks for less work than `floor_memory_kib`, or for more than any honest one.
[[nodiscard]] tl::expected<SecretBytes, SlotError> unwrap_root_key(
    const StoredSlot& slot, const OpenCredential& credential, std::uint32_t floor_memory_kib
);

[[nodiscard]] std::string encode_slots(const std::vector<StoredSlot>& slots);
/// Throws Tampered when the text is not of this format.
[[nodiscard]] std::vector<StoredSlot> decode_slots(std::string_view text);

} // namespace dossier::store
