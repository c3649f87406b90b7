#include "store/crypto/hash.h"

#include <openssl/core_names.h>
#include <openssl/params.h>

#include <charconv>

namespace dossier::store {
namespace {

const EVP_MD* sha256_algorithm()
{
    static const DigestPtr algorithm{EVP_MD_fetch(nullptr, "SHA256", nullptr)};
    require_openssl(algorithm != nullptr, "fetch SHA256");
    return algorithm.get();
}

EVP_MAC* hmac_algorithm()
{
    static const MacPtr algorithm{EVP_MAC_fetch(nullptr, "HMAC", nullptr)};
    require_openssl(algorithm != nullptr, "fetch HMAC");
    return algorithm.get();
}

EVP_KDF* hkdf_algorithm()
{
    static const KdfPtr algorithm{EVP_KDF_fetch(nullptr, "HKDF", nullptr)};
    require_openssl(algorithm != nullptr, "fetch HKDF");
    return algorithm.get();
}

// OpenSSL's parameter lists want mutable pointers to what they only read.
char* text_param(const char* text)
{
    return const_cast<char*>(text);
}

OSSL_PARAM bytes_param(const char* name, std::span<const std::byte> bytes)
{
    return OSSL_PARAM_construct_octet_string(
        name, const_cast<std::byte*>(bytes.data()), bytes.size()
    );
}

} // namespace

Sha256::Sha256() : context_(EVP_MD_CTX_new())
{
    require_openssl(
        context_ && EVP_DigestInit_ex2(context_.get(), sha256_algorithm(), nullptr) == 1, "SHA-256"
    );
}

Sha256& Sha256::add(std::span<const std::byte> bytes)
{
    require_openssl(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1, "SHA-256");
    return *this;
}

Digest Sha256::finish()
{
    Digest digest{};
    unsigned int size = 0;
    require_openssl(
        EVP_DigestFinal_ex(context_.get(), out_uchar(digest), &size) == 1 && size == digest.size(),
        "SHA-256"
    );
    return digest;
}

Digest sha256(std::span<const std::byte> bytes)
{
    return Sha256().add(bytes).finish();
}

Digest hmac_sha256(std::span<const std::byte> key, std::span<const std::byte> message)
{
    const MacCtxPtr context{EVP_MAC_CTX_new(hmac_algorithm())};
    require_openssl(context != nullptr, "HMAC");
    const std::array params{
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, text_param("SHA256"), 0),
        OSSL_PARAM_construct_end()};
    Digest digest{};
    std::size_t size = 0;
    require_openssl(
        EVP_MAC_init(context.get(), as_uchar(key), key.size(), params.data()) == 1 &&
            EVP_MAC_update(context.get(), as_uchar(message), message.size()) == 1 &&
            EVP_MAC_final(context.get(), out_uchar(digest), &size, digest.size()) == 1 &&
            size == digest.size(),
        "HMAC-SHA-256"
    );
    return digest;
}

void hkdf_expand_sha512(
    std::span<const std::byte> key, std::span<const std::byte> label, std::span<std::byte> out
)
{
    const KdfCtxPtr context{EVP_KDF_CTX_new(hkdf_algorithm())};
    require_openssl(context != nullptr, "HKDF");
    int mode = EVP_KDF_HKDF_MODE_EXPAND_ONLY;
    const std::array params{
        OSSL_PARAM_construct_int(OSSL_KDF_PARAM_MODE, &mode),
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, text_param("SHA512"), 0),
        bytes_param(OSSL_KDF_PARAM_KEY, key),
        bytes_param(OSSL_KDF_PARAM_INFO, label),
        OSSL_PARAM_construct_end()};
    require_openssl(
        EVP_KDF_derive(context.get(), out_uchar(out), out.size(), params.data()) == 1, "HKDF-Expand"
    );
}

SecretBytes derive_key(std::span<const std::byte> key, std::string_view label)
{
    SecretBytes derived(key_size);
    hkdf_expand_sha512(key, bytes_of(label), derived.bytes());
    return derived;
}

bool equal_constant_time(std::span<const std::byte> a, std::span<const std::byte> b)
{
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string to_hex(std::span<const std::byte> bytes)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    hex.reserve(bytes.size() * 2);
    for (const std::byte byte : bytes) {
        hex += digits[std::to_integer<std::size_t>(byte >> 4U)];
        hex += digits[std::to_integer<std::size_t>(byte & std::byte{15})];
    }
    return hex;
}

std::optional<std::vector<std::byte>> from_hex(std::string_view hex)
{
    if (hex.size() % 2 != 0 ||
        hex.find_first_not_of("0123456789abcdef") != std::string_view::npos) {
        return std::nullopt;
    }
    std::vector<std::byte> bytes(hex.size() / 2);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        unsigned value = 0;
        (void)std::from_chars(hex.data() + 2 * i, hex.data() + 2 * i + 2, value, 16);
        bytes[i] = static_cast<std::byte>(value);
    }
    return bytes;
}

} // namespace dossier::store
