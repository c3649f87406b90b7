#include "store/crypto/signature.h"

#include "store/crypto/base64.h"
#include "store/crypto/hash.h"
#include "store/crypto/openssl.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

namespace dossier::store {
namespace {

using KeyPtr = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;

constexpr std::byte ed25519{0x01};
constexpr std::size_t key_id_size = 4;

KeyPtr private_key(std::span<const std::byte> seed)
{
    KeyPtr key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, as_uchar(seed), seed.size())
    );
    require_openssl(key != nullptr, "taking an Ed25519 key");
    return key;
}

/// The first four bytes of SHA-256(name, line feed, algorithm, key).
std::array<std::byte, key_id_size> key_id(std::string_view signer, const PublicKey& key)
{
    const auto digest =
        Sha256{}.add(bytes_of(signer)).add(bytes_of("\n")).add({&ed25519, 1}).add(key).finish();
    std::array<std::byte, key_id_size> id{};
    std::copy_n(digest.begin(), id.size(), id.begin());
    return id;
}

struct Verifier {
    std::string_view signer;
    PublicKey key{};
};

std::optional<Verifier> parse_verifier(std::string_view text)
{
    const auto first = text.find('+');
    const auto second = text.find('+', first == std::string_view::npos ? first : first + 1);
    if (second == std::string_view::npos) {
        return std::nullopt;
    }
    const auto key = from_base64(text.substr(second + 1));
    Verifier verifier{.signer = text.substr(0, first)};
    if (!key || key->size() != 1 + verifier.key.size() || key->front() != ed25519) {
        return std::nullopt;
    }
    std::copy(key->begin() + 1, key->end(), verifier.key.begin());
    const auto id = text.substr(first + 1, second - first - 1);
    if (id != to_hex(key_id(verifier.signer, verifier.key))) {
        return std::nullopt;
    }
    return verifier;
}

constexpr std::string_view dash = "\xE2\x80\x94 "; // an em dash and a space begin a signature line

} // namespace

PublicKey public_key(std::span<const std::byte> seed)
{
    PublicKey key{};
    std::size_t size = key.size();
    const auto pair = private_key(seed);
    require_openssl(
        EVP_PKEY_get_raw_public_key(pair.get(), out_uchar(key), &size) == 1 && size == key.size(),
        "deriving a public key"
    );
    return key;
}

Signature sign(std::span<const std::byte> seed, std::string_view message)
{
    const auto key = private_key(seed);
    const DigestCtxPtr context(EVP_MD_CTX_new());
    Signature signature{};
    std::size_t size = signature.size();
    const auto bytes = bytes_of(message);
    require_openssl(
        context != nullptr &&
            EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
            EVP_DigestSign(
                context.get(), out_uchar(signature), &size, as_uchar(bytes), bytes.size()
            ) == 1 &&
            size == signature.size(),
        "signing"
    );
    return signature;
}

bool is_signed_by(const PublicKey& key, std::string_view message, const Signature& signature)
{
    const KeyPtr handle(
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, as_uchar(key), key.size())
    );
    const DigestCtxPtr context(EVP_MD_CTX_new());
    const auto bytes = bytes_of(message);
    const bool is_valid =
        handle != nullptr && context != nullptr &&
        EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, handle.get()) == 1 &&
        EVP_DigestVerify(
            context.get(), as_uchar(signature), signature.size(), as_uchar(bytes), bytes.size()
        ) == 1;
    ERR_clear_error();
    return is_valid;
}

std::string
signed_note(std::string_view text, std::string_view signer, std::span<const std::byte> seed)
{
    const auto id = key_id(signer, public_key(seed));
    const auto signature = sign(seed, text);
    std::vector<std::byte> stamp(id.begin(), id.end());
    stamp.insert(stamp.end(), signature.begin(), signature.end());
    return std::string(text) + "\n" + std::string(dash) + std::string(signer) + " " +
           to_base64(stamp) + "\n";
}

std::string verifier_key(std::string_view signer, std::span<const std::byte> seed)
{
    const auto key = public_key(seed);
    std::vector<std::byte> typed{ed25519};
    typed.insert(typed.end(), key.begin(), key.end());
    return std::string(signer) + "+" + to_hex(key_id(signer, key)) + "+" + to_base64(typed);
}

bool is_signed_note(std::string_view note, std::string_view verifier)
{
    const auto known = parse_verifier(verifier);
    const auto end = note.rfind("\n\n");
    if (!known || end == std::string_view::npos || !note.ends_with('\n')) {
        return false;
    }
    const auto text = note.substr(0, end + 1);
    const auto wanted = std::string(dash) + std::string(known->signer) + " ";
    for (auto lines = note.substr(end + 2); !lines.empty();) {
        const auto line = lines.substr(0, lines.find('\n'));
        lines.remove_prefix(line.size() + 1);
        if (!line.starts_with(wanted)) {
            continue;
        }
        const auto stamp = from_base64(line.substr(wanted.size()));
        Signature signature{};
        if (!stamp || stamp->size() != key_id_size + signature.size()) {
            return false;
        }
        const auto id = key_id(known->signer, known->key);
        std::copy(stamp->begin() + key_id_size, stamp->end(), signature.begin());
        return std::equal(id.begin(), id.end(), stamp->begin()) &&
               is_signed_by(known->key, text, signature);
    }
    return false;
}

} // namespace dossier::store
