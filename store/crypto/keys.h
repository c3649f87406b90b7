#pragma once
// The opened keyring: every key but the data keys of single originals, documents and records, which
// it wraps. Versions only grow; old ones stay to read with.

#include "store/crypto/hash.h"
#include "store/crypto/secret.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <shared_mutex>
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
    receipt = 8,       ///< seed of the Ed25519 key that signs receipts
    checkpoint = 9,    ///< seed of the Ed25519 key that signs checkpoints of the audit trail
    keystore = 10,     ///< seals the data keys in a backup; an old version is destroyed
    backup = 11        ///< seed of the Ed25519 key that signs what a backup holds
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
    /// Empty span when there is no such version. Valid for as long as the keys live.
    [[nodiscard]] std::span<const std::byte> key(KeyUse use, std::uint16_t version) const;

    /// The same ring with one version more of a use, its newest.
    [[nodiscard]] Keys with_new_version(KeyUse use, Random& random) const;
    /// The same ring without the versions of a use below `oldest`.
    [[nodiscard]] Keys without_versions_below(KeyUse use, std::uint16_t oldest) const;
    /// Becomes `next`, while others read. What is no longer in the ring is wiped with this object,
    /// for somebody may hold it.
    void become(Keys next);

private:
    using Versions = std::map<std::pair<KeyUse, std::uint16_t>, SecretBytes>;

    [[nodiscard]] Keys copy() const;

    std::string site_id_;
    std::uint64_t counter_ = 0;
    Versions keys_;
    std::vector<Versions> former_; ///< what `become` replaced
    std::unique_ptr<std::shared_mutex> mutex_ = std::make_unique<std::shared_mutex>();
};

} // namespace dossier::store
