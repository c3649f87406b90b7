#include "web/digest.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <stdexcept>

namespace dossier::web {

namespace {

constexpr std::string_view letters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

Sha256 first_bytes(const std::array<unsigned char, EVP_MAX_MD_SIZE>& out)
{
    Sha256 digest{};
    for (std::size_t i = 0; i < digest.size(); ++i)
        digest.at(i) = std::byte{out.at(i)};
    return digest;
}

} // namespace

Sha256 sha256(std::span<const std::byte> bytes)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
    unsigned int size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), out.data(), &size, EVP_sha256(), nullptr) != 1 ||
        size != 32)
        throw std::runtime_error("SHA-256 is not available");
    return first_bytes(out);
}

Sha256 sha256(std::string_view text)
{
    return sha256(std::as_bytes(std::span{text}));
}

Sha256 hmac_sha256(std::string_view key, std::string_view text)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
    unsigned int size = 0;
    const auto* const mac = HMAC(
        EVP_sha256(),
        key.data(),
        static_cast<int>(key.size()),
        reinterpret_cast<const unsigned char*>(text.data()),
        text.size(),
        out.data(),
        &size
    );
    if (mac == nullptr || size != 32) throw std::runtime_error("HMAC-SHA-256 is not available");
    return first_bytes(out);
}

std::optional<Sha256> parse_digest(std::string_view header)
{
    constexpr std::string_view algorithm = "sha-256=";
    if (!header.starts_with(algorithm)) return std::nullopt;
    const auto text = header.substr(algorithm.size());
    Sha256 digest{};
    std::size_t filled = 0;
    unsigned bits = 0;
    int held = 0;
    for (const char letter : text.substr(0, 43)) {
        const auto value = letters.find(letter);
        if (value == std::string_view::npos) return std::nullopt;
        bits = (bits << 6) | static_cast<unsigned>(value);
        held += 6;
        if (held < 8) continue;
        held -= 8;
        digest.at(filled++) = static_cast<std::byte>(bits >> held);
    }
    // One spelling only: writing it again must give the same text.
    return base64(digest) == text ? std::optional{digest} : std::nullopt;
}

std::string hex(std::span<const std::byte> bytes)
{
    std::string out;
    for (const auto byte : bytes)
        out += fmt::format("{:02x}", std::to_integer<unsigned>(byte));
    return out;
}

std::string base64(std::span<const std::byte> bytes)
{
    std::string out;
    unsigned bits = 0;
    int held = 0;
    for (const auto byte : bytes) {
        bits = (bits << 8) | std::to_integer<unsigned>(byte);
        for (held += 8; held >= 6; held -= 6)
            out += letters[(bits >> (held - 6)) & 63];
    }
    if (held > 0) out += letters[(bits << (6 - held)) & 63];
    while (out.size() % 4 != 0)
        out += '=';
    return out;
}

} // namespace dossier::web
