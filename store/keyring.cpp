#include "store/keyring.h"

#include "store/crypto/keys.h"
#include "store/crypto/sealed.h"
#include "store/crypto/shares.h"
#include "store/crypto/slots.h"
#include "store/error.h"
#include "store/files/disk.h"

#include <algorithm>
#include <optional>

namespace dossier::store {
namespace {

namespace fs = std::filesystem;

constexpr const char* slots_name = "slots.json";
constexpr const char* copy_names[] = {"keyring.a", "keyring.b"};
constexpr Context keyring_context{.site_id = "", .kind = "keyring", .object_id = "keyring"};

Argon2Cost argon2_cost(const SlotCost& cost)
{
    return {.passes = cost.passes, .memory_kib = cost.memory_kib, .lanes = cost.lanes};
}

SlotError wrong_credential()
{
    return {SlotErrorKind::wrong_credential, "no slot of the keyring opens with this"};
}

void write_slots(const fs::path& folder, const std::vector<StoredSlot>& slots)
{
    const auto text = encode_slots(slots);
    write_durable(posix_disk(), folder / slots_name, bytes_of(text), Replace::existing);
}

void write_copy(const fs::path& file, const Keys& keys, const SecretBytes& root_key, Random& random)
{
    const auto plain = keys.encode();
    const auto sealed = seal(root_key.bytes(), 0, keyring_context, plain.bytes(), random);
    write_durable(posix_disk(), file, sealed, Replace::existing);
}

std::optional<Keys> read_copy(const fs::path& file, const SecretBytes& root_key)
{
    const auto sealed = posix_disk().read(file);
    if (!sealed) {
        return std::nullopt;
    }
    auto plain = unseal(root_key.bytes(), keyring_context, *sealed);
    if (!plain) {
        return std::nullopt;
    }
    auto keys = Keys::decode(*plain);
    wipe(*plain);
    return keys;
}

/// The newer copy; the other one is written again where it is damaged or older.
Keys read_keyring(const fs::path& folder, const SecretBytes& root_key)
{
    auto a = read_copy(folder / copy_names[0], root_key);
    auto b = read_copy(folder / copy_names[1], root_key);
    if (!a && !b) {
        throw Tampered("keyring");
    }
    const bool a_is_newest = a && (!b || a->counter() >= b->counter());
    auto& newest = a_is_newest ? a : b;
    const auto& other = a_is_newest ? b : a;
    if (!other || other->counter() != newest->counter()) {
        write_copy(folder / copy_names[a_is_newest ? 1 : 0], *newest, root_key, system_random());
    }
    return std::move(*newest);
}

/// A first start that died half way leaves copies that no slot opens: kept, but out of the way.
void set_leftovers_aside(const fs::path& folder)
{
    for (const auto* name : copy_names) {
        if (fs::exists(folder / name)) {
            posix_disk().rename(
                folder / name, folder / (std::string(name) + ".left"), Replace::existing
            );
        }
    }
}

} // namespace

struct Keyring::State {
    fs::path folder;
    SecretBytes root_key;
    Keys keys;
    std::vector<StoredSlot> slots;
};

Keyring::Keyring(std::unique_ptr<State> state) : state_(std::move(state)) {}

Keyring::Keyring(Keyring&&) noexcept = default;
Keyring& Keyring::operator=(Keyring&&) noexcept = default;
Keyring::~Keyring() = default;

bool Keyring::exists(const fs::path& folder)
{
    return fs::exists(folder / slots_name);
}

tl::expected<Keyring, SlotError> Keyring::create(
    const fs::path& folder, const Credential& credential, Random& random, const SlotCost& cost
)
{
    if (exists(folder)) {
        throw Error("a keyring exists already in " + folder.string());
    }
    const auto opened = open_credential(credential);
    if (!opened) {
        return tl::unexpected(opened.error());
    }
    make_directories(posix_disk(), folder);
    set_leftovers_aside(folder);

    auto state = std::make_unique<State>(State{
        .folder = folder,
        .root_key = random_key(random),
        .keys = Keys::generate(random),
        .slots = {}});
    for (const auto* name : copy_names) {
        write_copy(folder / name, state->keys, state->root_key, random);
    }
    auto slot = wrap_root_key(state->root_key, *opened, argon2_cost(cost), random);
    if (!slot) {
        return tl::unexpected(slot.error());
    }
    state->slots.push_back(*std::move(slot));
    write_slots(folder, state->slots);
    return Keyring(std::move(state));
}

tl::expected<Keyring, SlotError>
Keyring::open(const fs::path& folder, const Credential& credential, const SlotCost& cost)
{
    const auto opened = open_credential(credential);
    if (!opened) {
        const bool says_more = opened.error().kind == SlotErrorKind::bad_shares;
        return tl::unexpected(says_more ? opened.error() : wrong_credential());
    }
    const auto text = posix_disk().read(folder / slots_name);
    if (!text) {
        throw Error("no keyring in " + folder.string());
    }
    auto slots = decode_slots({reinterpret_cast<const char*>(text->data()), text->size()});
    for (const auto& slot : slots) {
        auto root_key = unwrap_root_key(slot, *opened, cost.floor_memory_kib);
        if (!root_key && root_key.error().kind == SlotErrorKind::token) {
            // The next slot would ask the same token, and a wrong PIN must not be said twice.
            return tl::unexpected(root_key.error());
        }
        if (!root_key) {
            continue;
        }
        auto keys = read_keyring(folder, *root_key);
        if (keys.complete(system_random())) {
            for (const auto* name : copy_names) {
                write_copy(folder / name, keys, *root_key, system_random());
            }
        }
        return Keyring(std::make_unique<State>(State{
            folder, std::move(*root_key), std::move(keys), std::move(slots)}));
    }
    return tl::unexpected(wrong_credential());
}

std::vector<Slot> Keyring::slots() const
{
    std::vector<Slot> slots;
    for (const auto& slot : state_->slots) {
        slots.push_back({.id = slot.id, .kind = slot.kind});
    }
    return slots;
}

tl::expected<Slot, SlotError>
Keyring::add_slot(const Credential& credential, Random& random, const SlotCost& cost)
{
    if (state_->slots.size() >= most_slots) {
        return tl::unexpected(SlotError{SlotErrorKind::too_many, "a keyring has at most 8 slots"});
    }
    const auto opened = open_credential(credential);
    if (!opened) {
        return tl::unexpected(opened.error());
    }
    auto slot = wrap_root_key(state_->root_key, *opened, argon2_cost(cost), random);
    if (!slot) {
        return tl::unexpected(slot.error());
    }
    auto slots = state_->slots;
    slots.push_back(*std::move(slot));
    write_slots(state_->folder, slots);
    state_->slots = std::move(slots);
    return Slot{.id = state_->slots.back().id, .kind = state_->slots.back().kind};
}

tl::expected<std::vector<std::string>, SlotError>
Keyring::add_recovery_shares(int needed, int count, Random& random)
{
    constexpr int most_shares = 16;
    if (needed < 2 || count < needed || count > most_shares) {
        return tl::unexpected(SlotError{
            SlotErrorKind::bad_shares, "at least 2 are needed, and there are at most 16"});
    }
    if (state_->slots.size() >= most_slots) {
        return tl::unexpected(SlotError{SlotErrorKind::too_many, "a keyring has at most 8 slots"});
    }
    const OpenCredential secret{.kind = std::string(shares_kind), .secret = random_key(random)};
    auto slots = state_->slots;
    slots.push_back(wrap_root_key(state_->root_key, secret, {}, random).value());
    std::vector<std::string> texts;
    for (auto& share : split_secret(secret.secret.bytes(), needed, count, random)) {
        texts.push_back(share_text(
            {.slot_id = slots.back().id,
             .needed = static_cast<std::uint8_t>(needed),
             .share = std::move(share)}
        ));
    }
    write_slots(state_->folder, slots);
    state_->slots = std::move(slots);
    return texts;
}

tl::expected<Slot, SlotError>
Keyring::renew_root_key(const Credential& credential, Random& random, const SlotCost& cost)
{
    const auto opened = open_credential(credential);
    if (!opened) {
        return tl::unexpected(opened.error());
    }
    auto root_key = random_key(random);
    auto slot = wrap_root_key(root_key, *opened, argon2_cost(cost), random);
    if (!slot) {
        return tl::unexpected(slot.error());
    }
    std::vector<StoredSlot> slots;
    slots.push_back(*std::move(slot));
    // Until the slots are replaced, the old ones open the first copy; from then on the new one
    // opens the second. What does not open is written again when the ring opens.
    write_copy(state_->folder / copy_names[1], state_->keys, root_key, random);
    write_slots(state_->folder, slots);
    write_copy(state_->folder / copy_names[0], state_->keys, root_key, random);
    state_->root_key = std::move(root_key);
    state_->slots = std::move(slots);
    return Slot{.id = state_->slots.front().id, .kind = state_->slots.front().kind};
}

tl::expected<void, SlotError> Keyring::remove_slot(const std::string& id)
{
    auto slots = state_->slots;
    if (std::erase_if(slots, [&](const StoredSlot& slot) { return slot.id == id; }) == 0) {
        return tl::unexpected(SlotError{SlotErrorKind::no_such_slot, "no slot " + id});
    }
    if (slots.empty()) {
        return tl::unexpected(SlotError{
            SlotErrorKind::last_slot, "the last slot stays: without it nothing opens"});
    }
    write_slots(state_->folder, slots);
    state_->slots = std::move(slots);
    return {};
}

const Keys& Keyring::keys() const
{
    return state_->keys;
}

void Keyring::replace_keys(Keys next, Random& random)
{
    for (const auto* name : copy_names) {
        write_copy(state_->folder / name, next, state_->root_key, random);
    }
    state_->keys.become(std::move(next));
}

void write_key_file(const fs::path& path, Random& random)
{
    const auto key = random_key(random);
    write_durable(posix_disk(), path, key.bytes(), Replace::never);
}

} // namespace dossier::store
