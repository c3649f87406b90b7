#pragma once
// The keys of an archive, and the slots that open them: DIR/keys/{slots.json,keyring.a,keyring.b}.
// A slot (passphrase, key file, token, shares) yields the root key, the root key the keyring, the
// keyring every other key. Key material never leaves this folder: the type is opaque to web.
// Formats: README.md.

#include "store/random.h"

#include <tl/expected.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace dossier::store {

class Keys;

struct Passphrase {
    std::string_view text;
};

/// A file of 32 random bytes, mode 0600 (a systemd credential, or the demo's).
struct KeyFile {
    std::filesystem::path path;
};

/// As `Keyring::add_recovery_shares` printed them, in any order: as many as are needed.
struct RecoveryShares {
    std::vector<std::string> texts;
};

/// An AES-256 key in a PKCS#11 token (an HSM, a card) that never leaves it.
struct TokenKey {
    std::filesystem::path program; ///< dossier-token, which alone loads the module
    std::filesystem::path module;
    std::string token; ///< its label
    std::string key;   ///< the key's label; a new slot makes it where there is none
    std::string_view pin;
    std::chrono::milliseconds patience{30'000}; ///< a module that is silent for longer is ended
};

using Credential = std::variant<Passphrase, KeyFile, RecoveryShares, TokenKey>;

/// Argon2id for passphrase slots. `create` and `add_slot` use it; `open` refuses any slot that
/// asks for less than `floor_memory_kib`, so that an edited slot cannot weaken the passphrase.
struct SlotCost {
    std::uint32_t passes = 4;
    std::uint32_t memory_kib = 256 * 1024;
    std::uint32_t lanes = 4;
    std::uint32_t floor_memory_kib = 64 * 1024;
};

struct Slot {
    std::string id;
    std::string kind; ///< "passphrase", "key_file", "recovery_shares" or "token"
};

enum class SlotErrorKind {
    wrong_credential,
    too_short,
    last_slot,
    no_such_slot,
    too_many,
    bad_shares, ///< mistyped, too few, of different slots, or one twice: `detail` says which
    token       ///< module, token, key or PIN: `detail` says which and how
};

struct SlotError {
    SlotErrorKind kind = SlotErrorKind::wrong_credential;
    std::string detail;
};

class Keyring {
public:
    /// Whether `folder` holds a keyring (or what is left of one).
    [[nodiscard]] static bool exists(const std::filesystem::path& folder);

    /// Makes a new keyring with one slot. Throws Error when one exists already.
    [[nodiscard]] static tl::expected<Keyring, SlotError> create(
        const std::filesystem::path& folder,
        const Credential& credential,
        Random& random,
        const SlotCost& cost = {}
    );

    /// Opens it by any of its slots. Throws Tampered when the slot fits but the keyring is damaged.
    [[nodiscard]] static tl::expected<Keyring, SlotError> open(
        const std::filesystem::path& folder, const Credential& credential, const SlotCost& cost = {}
    );

    Keyring(Keyring&&) noexcept;
    Keyring& operator=(Keyring&&) noexcept;
    ~Keyring();

    [[nodiscard]] std::vector<Slot> slots() const;
    [[nodiscard]] tl::expected<Slot, SlotError>
    add_slot(const Credential& credential, Random& random, const SlotCost& cost = {});
    /// A slot that any `needed` of `count` people open together: their shares, to be printed once
    /// (store/crypto/shares.h). 2 <= needed <= count <= 16.
    [[nodiscard]] tl::expected<std::vector<std::string>, SlotError>
    add_recovery_shares(int needed, int count, Random& random);
    /// A new root key, which only this credential opens: every other slot ends, and whoever kept
    /// the old root key has nothing of it. A kill at any moment leaves the old or the new.
    [[nodiscard]] tl::expected<Slot, SlotError>
    renew_root_key(const Credential& credential, Random& random, const SlotCost& cost = {});
    /// Refuses to remove the last one.
    [[nodiscard]] tl::expected<void, SlotError> remove_slot(const std::string& id);

    /// For the store's own use.
    [[nodiscard]] const Keys& keys() const;
    /// Puts this ring in the place of the open one, durable before anybody may use it; for the
    /// store's own use. A kill at any moment leaves the one or the other.
    void replace_keys(Keys next, Random& random);

private:
    struct State;
    explicit Keyring(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// Writes a new key file (32 random bytes, mode 0600), durable when it returns. Throws Error when
/// the path exists.
void write_key_file(const std::filesystem::path& path, Random& random);

} // namespace dossier::store
