#pragma once
// What rows need from the keys: ids, data keys, sealed parts and row MACs. Everything that does not
// open throws Tampered with the object's name.

#include "store/crypto/canonical.h"
#include "store/crypto/keys.h"
#include "store/crypto/sealed.h"
#include "store/db/database.h"
#include "store/random.h"

#include <string>
#include <string_view>

namespace dossier::store {

/// Where a sealed part belongs: Context without the site, which the vault knows.
struct Place {
    std::string_view kind;
    std::string_view object_id{};
    std::string_view owner_id{};
    std::int64_t page_no = -1;
    std::string_view field_group{};
    std::int64_t version = 1;
};

/// Of a wrapped data key.
[[nodiscard]] Place data_key_place(std::string_view owner_id);

class Vault {
public:
    Vault(const Keys& keys, Random& random) : keys_(keys), random_(random) {}

    [[nodiscard]] const Keys& keys() const { return keys_; }

    [[nodiscard]] Random& random() const { return random_; }

    /// 32 hex digits: 38 bits of the time in milliseconds, which come again after nearly nine
    /// years, then chance. What is made together lies together: rows in every index, and objects of
    /// the same 70 minutes in one folder. Unique and not to be guessed by the 90 bits of chance
    /// alone.
    [[nodiscard]] std::string new_id() const;

    [[nodiscard]] SecretBytes new_data_key() const { return random_key(random_); }

    /// Wraps a data key and writes its row.
    void keep_data_key(
        Database& db, std::string_view owner_kind, std::string_view owner_id, const SecretBytes& key
    ) const;
    [[nodiscard]] SecretBytes data_key(Database& db, std::string_view owner_id) const;

    /// The key of one part under an owner's data key.
    [[nodiscard]] SecretBytes part_key(const SecretBytes& data_key, const Place& place) const;
    [[nodiscard]] Bytes seal_part(
        const SecretBytes& data_key, const Place& place, std::span<const std::byte> plain
    ) const;
    [[nodiscard]] Bytes open_part(
        const SecretBytes& data_key, const Place& place, std::span<const std::byte> sealed
    ) const;
    /// With the part's own key (an attachment's, unwrapped from its record).
    [[nodiscard]] Bytes open_with_part_key(
        const SecretBytes& part_key, const Place& place, std::span<const std::byte> sealed
    ) const;

    /// Seals under a key of the ring itself (TOTP secrets).
    [[nodiscard]] Bytes
    seal_with(KeyUse use, const Place& place, std::span<const std::byte> plain) const;
    [[nodiscard]] Bytes
    open_with(KeyUse use, const Place& place, std::span<const std::byte> sealed) const;

    /// The text as a note signed by the archive (receipts, certificates): `receipt_key` verifies
    /// it.
    [[nodiscard]] std::string signed_by_archive(std::string_view text) const;

    [[nodiscard]] Bytes row_mac(const Canonical& row) const;
    void require_row_mac(
        const Canonical& row,
        std::span<const std::byte> mac,
        std::string_view kind,
        std::string_view id
    ) const;

private:
    [[nodiscard]] Context context(const Place& place) const;

    const Keys& keys_;
    Random& random_;
};

} // namespace dossier::store
