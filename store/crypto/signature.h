#pragma once
// Ed25519 (RFC 8032) and the signed note of C2SP (c2sp.org/signed-note@v1.0.0): readable text, an
// empty line, and a line with the signer's name and signature, which anybody with the public key
// can check with a few lines of code.

#include "store/crypto/secret.h"

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace dossier::store {

using Signature = std::array<std::byte, 64>;
using PublicKey = std::array<std::byte, 32>;

/// `seed`: 32 random bytes, the private key of RFC 8032.
[[nodiscard]] PublicKey public_key(std::span<const std::byte> seed);
[[nodiscard]] Signature sign(std::span<const std::byte> seed, std::string_view message);
[[nodiscard]] bool
is_signed_by(const PublicKey& key, std::string_view message, const Signature& signature);

/// `text` ends with a line feed and holds no empty line; `signer` has neither space nor `+`.
[[nodiscard]] std::string
signed_note(std::string_view text, std::string_view signer, std::span<const std::byte> seed);
/// `<signer>+<key id in hex>+<base64>`: what a receiver checks notes with.
[[nodiscard]] std::string verifier_key(std::string_view signer, std::span<const std::byte> seed);
/// Whether the note carries a valid signature of that verifier key.
[[nodiscard]] bool is_signed_note(std::string_view note, std::string_view verifier);

} // namespace dossier::store
