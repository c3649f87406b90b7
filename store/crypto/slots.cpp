#include "store/crypto/slots.h"

#include "store/crypto/hash.h"
#include "store/crypto/sealed.h"
#include "store/crypto/shares.h"
#include "store/crypto/token.h"
#include "store/error.h"
#include "store/files/disk.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace dossier::store {
namespace {

using Json = nlohmann::json;

constexpr std::uint32_t most_memory_kib = 4U * 1024 * 1024;
constexpr std::uint32_t most_passes = 64;
constexpr std::uint32_t most_lanes = 16;

Context slot_context(const StoredSlot& slot, const std::string& parameters)
{
    return {
        .site_id = "",
        .kind = "slot",
        .object_id = slot.id,
        .owner_id = slot.kind,
        .field_group = parameters};
}

std::string parameters(const StoredSlot& slot)
{
    return "t=" + std::to_string(slot.cost.passes) + ",m=" + std::to_string(slot.cost.memory_kib) +
           ",p=" + std::to_string(slot.cost.lanes) + ",salt=" + to_hex(slot.salt);
}

std::string slot_label(const StoredSlot& slot)
{
    return "dossier/v1/slot/" + slot.kind + "/" + slot.id;
}

SecretBytes slot_key(const StoredSlot& slot, const SecretBytes& secret)
{
    if (slot.kind == "passphrase") {
        return argon2id(secret.bytes(), slot.salt, slot.cost);
    }
    return derive_key(secret.bytes(), slot_label(slot));
}

cobblestone::Bytes bytes_from_hex(const std::string& hex)
{
    auto bytes = from_hex(hex);
    if (!bytes) {
        throw Tampered("key slots");
    }
    return *std::move(bytes);
}

SlotError does_not_fit()
{
    return {SlotErrorKind::wrong_credential, "no slot of the keyring opens with this"};
}

SlotError bad_shares(const char* detail)
{
    return {SlotErrorKind::bad_shares, detail};
}

tl::expected<OpenCredential, SlotError> join_shares(const RecoveryShares& given)
{
    std::vector<PrintedShare> printed;
    for (const auto& text : given.texts) {
        auto share = parse_share(text);
        if (!share) {
            return tl::unexpected(bad_shares("a share is mistyped: its checksum does not fit"));
        }
        printed.push_back(*std::move(share));
    }
    if (printed.empty() || printed.size() < printed.front().needed) {
        return tl::unexpected(bad_shares("there are too few shares"));
    }
    std::vector<SecretShare> shares;
    for (auto& share : printed) {
        if (share.slot_id != printed.front().slot_id || share.needed != printed.front().needed) {
            return tl::unexpected(bad_shares("the shares are not of one slot"));
        }
        for (const auto& other : shares) {
            if (other.number == share.share.number) {
                return tl::unexpected(bad_shares("a share is there twice"));
            }
        }
        if (shares.size() < share.needed) {
            shares.push_back(std::move(share.share));
        }
    }
    return OpenCredential{.kind = std::string(shares_kind), .secret = join_secret(shares)};
}

} // namespace

tl::expected<OpenCredential, SlotError> open_credential(const Credential& credential)
{
    if (const auto* passphrase = std::get_if<Passphrase>(&credential)) {
        if (passphrase->text.size() < least_passphrase) {
            return tl::unexpected(SlotError{
                SlotErrorKind::too_short, "a passphrase has at least 12 characters"});
        }
        return OpenCredential{
            .kind = "passphrase", .secret = secret_copy(bytes_of(passphrase->text))};
    }
    if (const auto* shares = std::get_if<RecoveryShares>(&credential)) {
        return join_shares(*shares);
    }
    if (const auto* token = std::get_if<TokenKey>(&credential)) {
        return OpenCredential{
            .kind = std::string(token_kind), .secret = SecretBytes{}, .token = *token};
    }
    const auto& path = std::get<KeyFile>(credential).path;
    auto bytes = posix_disk().read(path);
    if (!bytes) {
        throw Error("no key file at " + path.string());
    }
    OpenCredential opened{.kind = "key_file", .secret = secret_copy(*bytes)};
    wipe(*bytes);
    if (opened.secret.size() != key_size) {
        return tl::unexpected(SlotError{SlotErrorKind::too_short, "a key file holds 32 bytes"});
    }
    return opened;
}

tl::expected<StoredSlot, SlotError> wrap_root_key(
    const SecretBytes& root_key,
    const OpenCredential& credential,
    const Argon2Cost& cost,
    Random& random
)
{
    std::array<std::byte, 8> id{};
    random.fill(id);
    StoredSlot slot{
        .id = to_hex(id),
        .kind = credential.kind,
        .cost = {},
        .salt = {},
        .in_token = {},
        .wrapped = {}};
    if (slot.kind == "passphrase") {
        slot.cost = cost;
        slot.salt.resize(16);
        random.fill(slot.salt);
    }
    SecretBytes in_token;
    if (credential.token) {
        in_token = random_key(random);
        auto wrapped = wrap_in_token(*credential.token, in_token, slot_label(slot));
        if (!wrapped) {
            return tl::unexpected(wrapped.error());
        }
        slot.in_token = *std::move(wrapped);
    }
    const auto key = slot_key(slot, credential.token ? in_token : credential.secret);
    slot.wrapped =
        seal(key.bytes(), 0, slot_context(slot, parameters(slot)), root_key.bytes(), random);
    return slot;
}

tl::expected<SecretBytes, SlotError> unwrap_root_key(
    const StoredSlot& slot, const OpenCredential& credential, std::uint32_t floor_memory_kib
)
{
    if (slot.kind != credential.kind) {
        return tl::unexpected(does_not_fit());
    }
    if (slot.kind == "passphrase" &&
        (slot.cost.memory_kib < floor_memory_kib || slot.cost.memory_kib > most_memory_kib ||
         slot.cost.passes < 1 || slot.cost.passes > most_passes || slot.cost.lanes < 1 ||
         slot.cost.lanes > most_lanes || slot.salt.size() != 16)) {
        throw Tampered("key slot " + slot.id);
    }
    SecretBytes in_token;
    if (credential.token) {
        auto secret = unwrap_in_token(*credential.token, slot.in_token, slot_label(slot));
        if (!secret) {
            return tl::unexpected(secret.error());
        }
        in_token = *std::move(secret);
    }
    const auto key = slot_key(slot, credential.token ? in_token : credential.secret);
    auto plain = unseal(key.bytes(), slot_context(slot, parameters(slot)), slot.wrapped);
    if (!plain) {
        return tl::unexpected(does_not_fit());
    }
    auto root_key = secret_copy(*plain);
    wipe(*plain);
    return root_key;
}

std::string encode_slots(const std::vector<StoredSlot>& slots)
{
    Json list = Json::array();
    for (const auto& slot : slots) {
        Json entry{
            {"id", slot.id}, {"kind", slot.kind}, {"wrapped_root_key", to_hex(slot.wrapped)}};
        if (slot.kind == "passphrase") {
            entry["argon2id"] = {
                {"t", slot.cost.passes},
                {"m_kib", slot.cost.memory_kib},
                {"p", slot.cost.lanes},
                {"salt", to_hex(slot.salt)}};
        }
        if (slot.kind == token_kind) {
            entry["in_token"] = to_hex(slot.in_token);
        }
        list.push_back(std::move(entry));
    }
    return Json{{"format", "dossier-slots/1"}, {"slots", std::move(list)}}.dump(2) + "\n";
}

std::vector<StoredSlot> decode_slots(std::string_view text)
{
    try {
        const auto json = Json::parse(text);
        if (json.at("format") != "dossier-slots/1") {
            throw Tampered("key slots");
        }
        std::vector<StoredSlot> slots;
        for (const auto& entry : json.at("slots")) {
            StoredSlot slot{
                .id = entry.at("id"),
                .kind = entry.at("kind"),
                .cost = {},
                .salt = {},
                .in_token = {},
                .wrapped = bytes_from_hex(entry.at("wrapped_root_key"))};
            if (slot.kind == "passphrase") {
                const auto& argon2 = entry.at("argon2id");
                slot.cost = {argon2.at("t"), argon2.at("m_kib"), argon2.at("p")};
                slot.salt = bytes_from_hex(argon2.at("salt"));
            }
            if (slot.kind == token_kind) {
                slot.in_token = bytes_from_hex(entry.at("in_token"));
            }
            slots.push_back(std::move(slot));
        }
        return slots;
    } catch (const Json::exception&) {
        throw Tampered("key slots");
    }
}

} // namespace dossier::store
