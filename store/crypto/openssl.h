#pragma once
// OpenSSL's handles as values that free themselves, and its errors as ours. Algorithms are fetched
// once: an implicit fetch costs three times a short encryption.

#include "store/error.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>

#include <cstddef>
#include <memory>
#include <span>
#include <string>

namespace dossier::store {

template <auto Free>
struct Freed {
    template <typename T>
    void operator()(T* handle) const
    {
        Free(handle);
    }
};

using CipherPtr = std::unique_ptr<EVP_CIPHER, Freed<EVP_CIPHER_free>>;
using CipherCtxPtr = std::unique_ptr<EVP_CIPHER_CTX, Freed<EVP_CIPHER_CTX_free>>;
using DigestCtxPtr = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;
using DigestPtr = std::unique_ptr<EVP_MD, Freed<EVP_MD_free>>;
using MacPtr = std::unique_ptr<EVP_MAC, Freed<EVP_MAC_free>>;
using MacCtxPtr = std::unique_ptr<EVP_MAC_CTX, Freed<EVP_MAC_CTX_free>>;
using KdfPtr = std::unique_ptr<EVP_KDF, Freed<EVP_KDF_free>>;
using KdfCtxPtr = std::unique_ptr<EVP_KDF_CTX, Freed<EVP_KDF_CTX_free>>;

/// Throws Error unless `ok`; the thread's OpenSSL error queue is drained either way.
inline void require_openssl(bool ok, const char* attempted)
{
    if (ok) {
        return;
    }
    ERR_clear_error();
    throw Error(std::string("OpenSSL failed: ") + attempted);
}

inline unsigned char* out_uchar(std::span<std::byte> bytes)
{
    return reinterpret_cast<unsigned char*>(bytes.data());
}

inline const unsigned char* as_uchar(std::span<const std::byte> bytes)
{
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

} // namespace dossier::store
