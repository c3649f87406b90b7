#include "store/crypto/secret.h"

#include <algorithm>
#include <mutex>
#include <new>

namespace dossier::store {
namespace {

// Room for some ten thousand keys; falls back to the plain heap (still wiped) where memory may
// not be locked.
constexpr std::size_t arena_size = std::size_t{1} << 20U;
constexpr std::size_t smallest_block = 32;

void prepare_arena()
{
    static std::once_flag once;
    std::call_once(once, [] {
        if (CRYPTO_secure_malloc_initialized() == 0) {
            CRYPTO_secure_malloc_init(arena_size, smallest_block);
        }
    });
}

} // namespace

SecretBytes::SecretBytes(std::size_t size) : size_(size)
{
    prepare_arena();
    data_ = static_cast<std::byte*>(OPENSSL_secure_zalloc(size));
    if (data_ == nullptr) {
        throw std::bad_alloc();
    }
}

SecretBytes random_key(Random& random)
{
    SecretBytes key(key_size);
    random.fill(key.bytes());
    return key;
}

SecretBytes secret_copy(std::span<const std::byte> bytes)
{
    SecretBytes copy(bytes.size());
    std::copy(bytes.begin(), bytes.end(), copy.bytes().begin());
    return copy;
}

} // namespace dossier::store
