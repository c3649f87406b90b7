#pragma once
// A vendor's PKCS#11 module, loaded and used for one piece of work: bytes wrapped or unwrapped by
// an AES-256 key that never leaves its token. Only `dossier-token` contains this. Whatever goes
// wrong is a `TokenFailure` whose sentence names the module, the token, the key or the state of
// the PIN, and no secret.

#include <cstddef>
#include <optional>
#include <p11-kit/pkcs11.h>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace dossier::store {

struct TokenFailure : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class TokenModule {
public:
    explicit TokenModule(const std::string& path);

    /// The slot of the token with that label. Throws when there is none or more than one, and when
    /// its PIN is locked or one wrong try away from it.
    [[nodiscard]] CK_SLOT_ID find_token(const std::string& label) const;

    [[nodiscard]] CK_FUNCTION_LIST* calls() const { return calls_; }

    [[nodiscard]] const std::string& path() const { return path_; }

private:
    std::string path_;
    CK_FUNCTION_LIST* calls_ = nullptr;
};

enum class MakeKey { never, where_there_is_none };

/// The owner's session with a token. It ends with the process.
class TokenSession {
public:
    TokenSession(
        const TokenModule& module, const std::string& token, std::span<const std::byte> pin
    );

    /// The AES-256 key with that label. Refuses one that can be read out of the token.
    [[nodiscard]] CK_OBJECT_HANDLE find_key(const std::string& label, MakeKey make) const;

    /// `iv (12) | AES-256-GCM(bytes) | tag (16)`.
    [[nodiscard]] std::vector<std::byte> wrap(
        CK_OBJECT_HANDLE key, std::span<const std::byte> bytes, std::span<const std::byte> bound
    ) const;
    /// Empty when the bytes were not wrapped by this key for `bound`.
    [[nodiscard]] std::optional<std::vector<std::byte>> unwrap(
        CK_OBJECT_HANDLE key, std::span<const std::byte> wrapped, std::span<const std::byte> bound
    ) const;

private:
    [[nodiscard]] CK_OBJECT_HANDLE make_key(const std::string& label) const;
    [[nodiscard]] bool attribute(CK_OBJECT_HANDLE key, CK_ATTRIBUTE_TYPE type) const;
    void log_in(CK_SLOT_ID slot, std::span<const std::byte> pin) const;

    CK_FUNCTION_LIST* calls_;
    std::string token_;
    CK_SESSION_HANDLE session_ = 0;
};

} // namespace dossier::store
