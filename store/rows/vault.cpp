#include "store/rows/vault.h"

#include "store/crypto/signature.h"
#include "store/error.h"

#include <array>
#include <chrono>
#include <cstdint>

namespace dossier::store {
namespace {

std::string name_of(std::string_view kind, std::string_view id)
{
    return std::string(kind) + " " + std::string(id);
}

std::string name_of(const Place& place)
{
    auto name = name_of(place.kind, place.object_id);
    if (place.page_no >= 0) {
        name += " page " + std::to_string(place.page_no);
    }
    return name;
}

Bytes require(std::optional<Bytes> plain, const Place& place)
{
    if (!plain) {
        throw Tampered(name_of(place));
    }
    return std::move(*plain);
}

} // namespace

Place data_key_place(std::string_view owner_id)
{
    return {.kind = "data_key", .object_id = owner_id, .owner_id = owner_id};
}

std::string Vault::new_id() const
{
    std::array<std::byte, 16> bits{};
    random_.fill(bits);
    const auto milliseconds = static_cast<std::uint64_t>(
        std::chrono::system_clock::now().time_since_epoch() / std::chrono::milliseconds(1)
    );
    for (std::size_t i = 0; i < 4; ++i) {
        bits.at(i) = static_cast<std::byte>(milliseconds >> (30 - 8 * i));
    }
    bits[4] = static_cast<std::byte>(milliseconds << 2U) | (bits[4] & std::byte{0x03});
    return to_hex(bits);
}

void Vault::keep_data_key(
    Database& db, std::string_view owner_kind, std::string_view owner_id, const SecretBytes& key
) const
{
    const auto version = keys_.newest(KeyUse::data);
    const auto wrapped = seal(
        keys_.key(KeyUse::data, version),
        version,
        context(data_key_place(owner_id)),
        key.bytes(),
        random_
    );
    db.run(
        "INSERT INTO data_key (owner_id, owner_kind, key_version, wrapped) VALUES ($1, $2, $3, $4)",
        owner_id,
        owner_kind,
        static_cast<int>(version),
        wrapped
    );
}

SecretBytes Vault::data_key(Database& db, std::string_view owner_id) const
{
    Statement row(db, "SELECT wrapped FROM data_key WHERE owner_id = $1", owner_id);
    const auto place = data_key_place(owner_id);
    if (!row.next()) {
        throw Tampered(name_of(place));
    }
    const auto wrapped = row.blob(0);
    const auto version = key_version_of(wrapped);
    const auto wrapping = keys_.key(KeyUse::data, version.value_or(0));
    if (wrapping.empty()) {
        throw Tampered(name_of(place));
    }
    auto plain = require(unseal(wrapping, context(place), wrapped), place);
    auto key = secret_copy(plain);
    wipe(plain);
    return key;
}

SecretBytes Vault::part_key(const SecretBytes& data_key, const Place& place) const
{
    Canonical label;
    label.text("dossier/v1/part").text(place.kind).text(place.object_id).text(place.field_group);
    SecretBytes key(key_size);
    hkdf_expand_sha512(data_key.bytes(), label.bytes(), key.bytes());
    return key;
}

Bytes Vault::seal_part(
    const SecretBytes& data_key, const Place& place, std::span<const std::byte> plain
) const
{
    return seal(part_key(data_key, place).bytes(), 0, context(place), plain, random_);
}

Bytes Vault::open_part(
    const SecretBytes& data_key, const Place& place, std::span<const std::byte> sealed
) const
{
    return open_with_part_key(part_key(data_key, place), place, sealed);
}

Bytes Vault::open_with_part_key(
    const SecretBytes& part_key, const Place& place, std::span<const std::byte> sealed
) const
{
    return require(unseal(part_key.bytes(), context(place), sealed), place);
}

Bytes Vault::seal_with(KeyUse use, const Place& place, std::span<const std::byte> plain) const
{
    const auto version = keys_.newest(use);
    return seal(keys_.key(use, version), version, context(place), plain, random_);
}

Bytes Vault::open_with(KeyUse use, const Place& place, std::span<const std::byte> sealed) const
{
    const auto key = keys_.key(use, key_version_of(sealed).value_or(0));
    if (key.empty()) {
        throw Tampered(name_of(place));
    }
    return require(unseal(key, context(place), sealed), place);
}

std::string Vault::signed_by_archive(std::string_view text) const
{
    return signed_note(text, "dossier-" + keys_.site_id(), keys_.key(KeyUse::receipt));
}

Bytes Vault::row_mac(const Canonical& row) const
{
    const auto mac = hmac_sha256(keys_.key(KeyUse::row_mac), row.bytes());
    return {mac.begin(), mac.end()};
}

void Vault::require_row_mac(
    const Canonical& row, std::span<const std::byte> mac, std::string_view kind, std::string_view id
) const
{
    if (!equal_constant_time(row_mac(row), mac)) {
        throw Tampered(name_of(kind, id));
    }
}

Context Vault::context(const Place& place) const
{
    return {
        .site_id = keys_.site_id(),
        .kind = place.kind,
        .object_id = place.object_id,
        .owner_id = place.owner_id,
        .page_no = place.page_no,
        .field_group = place.field_group,
        .version = place.version};
}

} // namespace dossier::store
