#pragma once
// A slot's key, wrapped by a key that never leaves a PKCS#11 token. The module runs in a program of
// its own, dossier-token: what it does to its process it does not do to ours.

#include "store/crypto/cobblestone.h"
#include "store/crypto/secret.h"
#include "store/keyring.h"

#include <string_view>

namespace dossier::store {

/// `bound` is what the wrapped key belongs to, and needed again to unwrap it. The key in the token
/// is made when there is none of that label.
[[nodiscard]] tl::expected<cobblestone::Bytes, SlotError>
wrap_in_token(const TokenKey& token, const SecretBytes& key, std::string_view bound);

/// `wrong_credential` when it was wrapped by another key or for something else.
[[nodiscard]] tl::expected<SecretBytes, SlotError>
unwrap_in_token(const TokenKey& token, std::span<const std::byte> wrapped, std::string_view bound);

} // namespace dossier::store
