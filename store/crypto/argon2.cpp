#include "store/crypto/argon2.h"

#include "store/error.h"

#include <argon2.h>

namespace dossier::store {

SecretBytes argon2id(
    std::span<const std::byte> password, std::span<const std::byte> salt, const Argon2Cost& cost
)
{
    SecretBytes key(key_size);
    const int result = argon2id_hash_raw(
        cost.passes,
        cost.memory_kib,
        cost.lanes,
        password.data(),
        password.size(),
        salt.data(),
        salt.size(),
        key.bytes().data(),
        key.size()
    );
    if (result != ARGON2_OK) {
        throw Error(std::string("Argon2 failed: ") + argon2_error_message(result));
    }
    return key;
}

std::string password_hash(
    std::span<const std::byte> password, std::span<const std::byte> salt, const Argon2Cost& cost
)
{
    std::string encoded(
        argon2_encodedlen(
            cost.passes,
            cost.memory_kib,
            cost.lanes,
            static_cast<std::uint32_t>(salt.size()),
            key_size,
            Argon2_id
        ),
        '\0'
    );
    const int result = argon2id_hash_encoded(
        cost.passes,
        cost.memory_kib,
        cost.lanes,
        password.data(),
        password.size(),
        salt.data(),
        salt.size(),
        key_size,
        encoded.data(),
        encoded.size()
    );
    if (result != ARGON2_OK) {
        throw Error(std::string("Argon2 failed: ") + argon2_error_message(result));
    }
    encoded.resize(encoded.find('\0'));
    return encoded;
}

bool matches_password_hash(std::span<const std::byte> password, const std::string& hash)
{
    const int result = argon2id_verify(hash.c_str(), password.data(), password.size());
    if (result == ARGON2_MEMORY_ALLOCATION_ERROR || result == ARGON2_THREAD_FAIL) {
        throw Error(std::string("Argon2 failed: ") + argon2_error_message(result));
    }
    return result == ARGON2_OK;
}

} // namespace dossier::store
