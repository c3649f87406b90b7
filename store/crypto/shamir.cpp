#include "store/crypto/shamir.h"

#include <algorithm>
#include <stdexcept>

namespace dossier::store {
namespace {

/// In GF(256); eight rounds whatever the factors are.
std::uint8_t multiply(std::uint8_t a, std::uint8_t b)
{
    unsigned product = 0;
    unsigned factor = a;
    for (unsigned bit = 0; bit < 8; ++bit) {
        product ^= factor & (0U - ((static_cast<unsigned>(b) >> bit) & 1U));
        factor = (factor << 1U) ^ (0x11BU & (0U - ((factor >> 7U) & 1U)));
    }
    return static_cast<std::uint8_t>(product);
}

/// a^254; of zero zero.
std::uint8_t inverse(std::uint8_t a)
{
    std::uint8_t result = 1;
    for (unsigned bit = 8; bit-- > 0;) {
        result = multiply(result, result);
        if (bit > 0) {
            result = multiply(result, a);
        }
    }
    return result;
}

} // namespace

std::vector<SecretShare>
split_secret(std::span<const std::byte> secret, int needed, int count, Random& random)
{
    if (needed < 2 || count < needed || count > 255) {
        throw std::logic_error("shares: 2 <= needed <= count <= 255");
    }
    std::vector<SecretShare> shares;
    for (int number = 1; number <= count; ++number) {
        shares.push_back(
            {.number = static_cast<std::uint8_t>(number), .bytes = SecretBytes(secret.size())}
        );
    }
    SecretBytes coefficients(static_cast<std::size_t>(needed - 1)); // of x, x², …
    for (std::size_t i = 0; i < secret.size(); ++i) {
        random.fill(coefficients.bytes());
        for (auto& share : shares) {
            std::uint8_t value = 0; // Horner, from the highest power down
            for (std::size_t power = coefficients.size(); power-- > 0;) {
                value ^= std::to_integer<std::uint8_t>(coefficients.bytes()[power]);
                value = multiply(value, share.number);
            }
            share.bytes.bytes()[i] = secret[i] ^ static_cast<std::byte>(value);
        }
    }
    return shares;
}

SecretBytes join_secret(std::span<const SecretShare> shares)
{
    if (shares.empty()) {
        throw std::logic_error("no shares");
    }
    SecretBytes secret(shares.front().bytes.size());
    for (const auto& share : shares) {
        if (share.bytes.size() != secret.size()) {
            throw std::logic_error("shares of different sizes");
        }
        std::uint8_t weight = 1; // of Lagrange, at zero; numbers are no secret
        for (const auto& other : shares) {
            if (other.number != share.number) {
                weight = multiply(
                    weight,
                    multiply(
                        other.number,
                        inverse(static_cast<std::uint8_t>(other.number ^ share.number))
                    )
                );
            }
        }
        for (std::size_t i = 0; i < secret.size(); ++i) {
            const auto byte = std::to_integer<std::uint8_t>(share.bytes.bytes()[i]);
            secret.bytes()[i] ^= static_cast<std::byte>(multiply(byte, weight));
        }
    }
    return secret;
}

} // namespace dossier::store
