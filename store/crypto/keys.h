#pragma once
// The opened keyring: every key but the data keys of single originals, documents and records, which
// it wraps. Versions only grow; old ones stay to read with.

#include "store/crypto/hash.h"
#include "store/crypto/secret.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace dossier::store {

/// What a key of the ring is for. The numbers are part of the file format.
enum class KeyUse : std::uint8_t {
    data = 1,        ///< wraps the data keys
    content_mac = 2, ///< tells known bytes without revealing a hash of them
    row_mac = 3,
    audit_mac = 4,
    session = 5, ///< CSRF tokens
    pepper = 6,
    second_factor = 7, ///< seals TOTP secrets
    receipt = 8        ///< seed of the Ed25519 key that signs receipts
};

class Keys {
public:
    /// A first version of every key.
    [[nodiscard]] static Keys generate(Random& random);
    /// From the plain bytes of a keyring file; empty when they are not of this format.
    [[nodiscard]] static std::optional<Keys> decode(std::span<const std::byte> plain);
    [[nodiscard]] SecretBytes encode() const;

    [[nodiscard]] const std::string& site_id() const { return site_id_; }

    /// Adds a first version of every use that an older dossier did not know; whether it did.
    [[nodiscard]] bool complete(Random& random);

    /// Grows with every change of the keyring file.
    [[nodiscard]] std::uint64_t counter() const { return counter_; }

    [[nodiscard]] std::uint16_t newest(KeyUse use) const;
    [[nodiscard]] std::span<const std::byte> key(KeyUse use) const;
    /// Empty span when there is no such version.
    [[nodiscard]] std::span<const std::byte> key(KeyUse use, std::uint16_t version) const;

private:
    std::string site_id_;
    std::uint64_t counter_ = 0;
    std::map<std::pair<KeyUse, std::uint16_t>, SecretBytes> keys_;
};

} // namespace dossier::store
