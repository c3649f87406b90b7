#include "store/crypto/totp.h"

#include "store/crypto/hash.h"

#include <openssl/hmac.h>

#include <array>

namespace dossier::store {

std::string totp_code(std::span<const std::byte> secret, std::int64_t step, int digits)
{
    std::array<unsigned char, 8> counter{};
    for (std::size_t i = 0; i < counter.size(); ++i) {
        counter[counter.size() - 1 - i] =
            static_cast<unsigned char>(static_cast<std::uint64_t>(step) >> (8 * i));
    }
    std::array<unsigned char, 20> mac{};
    unsigned int size = 0;
    const auto* done = HMAC(
        EVP_sha1(),
        secret.data(),
        static_cast<int>(secret.size()),
        counter.data(),
        counter.size(),
        mac.data(),
        &size
    );
    require_openssl(done != nullptr && size == mac.size(), "HMAC-SHA-1");
    const std::size_t at = mac[19] & 0x0fU;
    const std::uint32_t bits = (mac[at] & 0x7fU) << 24U |
                               static_cast<std::uint32_t>(mac[at + 1]) << 16U |
                               static_cast<std::uint32_t>(mac[at + 2]) << 8U | mac[at + 3];
    std::uint32_t range = 1;
    for (int i = 0; i < digits; ++i) {
        range *= 10;
    }
    const auto number = std::to_string(bits % range);
    return std::string(static_cast<std::size_t>(digits) - number.size(), '0') + number;
}

std::optional<std::int64_t> match_totp(
    std::span<const std::byte> secret, std::string_view code, std::int64_t now_s, std::int64_t after
)
{
    const std::int64_t current = now_s / totp_period_s;
    std::optional<std::int64_t> matched;
    for (std::int64_t step = current - 1; step <= current + 1; ++step) {
        const auto expected = totp_code(secret, step);
        if (equal_constant_time(bytes_of(expected), bytes_of(code)) && step > after && !matched) {
            matched = step;
        }
    }
    return matched;
}

std::string to_base32(std::span<const std::byte> bytes)
{
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    std::string text;
    std::uint32_t bits = 0;
    unsigned have = 0;
    for (const std::byte byte : bytes) {
        bits = bits << 8U | std::to_integer<std::uint32_t>(byte);
        for (have += 8; have >= 5; have -= 5) {
            text += alphabet[bits >> (have - 5) & 31U];
        }
        bits &= (1U << have) - 1;
    }
    if (have > 0) {
        text += alphabet[bits << (5 - have) & 31U];
    }
    return text;
}

} // namespace dossier::store
