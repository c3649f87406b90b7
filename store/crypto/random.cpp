#include "store/random.h"

#include "store/error.h"

#include <openssl/err.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

namespace dossier::store {
namespace {

class OpensslRandom final : public Random {
public:
    void fill(std::span<std::byte> out) override
    {
        while (!out.empty()) {
            const std::size_t part = std::min<std::size_t>(out.size(), 1U << 20U);
            if (RAND_bytes(reinterpret_cast<unsigned char*>(out.data()), static_cast<int>(part)) !=
                1) {
                ERR_clear_error();
                throw Error("no randomness from OpenSSL");
            }
            out = out.subspan(part);
        }
    }
};

} // namespace

Random& system_random()
{
    static OpensslRandom random;
    return random;
}

double draw_chance(Random& random)
{
    std::array<std::byte, sizeof(std::uint32_t)> bits{};
    random.fill(bits);
    return std::bit_cast<std::uint32_t>(bits) / 0x1p32;
}

} // namespace dossier::store
