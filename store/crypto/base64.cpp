#include "store/crypto/base64.h"

#include "store/crypto/openssl.h"

#include <utility>

namespace dossier::store {

std::string to_base64(std::span<const std::byte> bytes)
{
    std::string text(4 * ((bytes.size() + 2) / 3), '\0');
    EVP_EncodeBlock(
        reinterpret_cast<unsigned char*>(text.data()),
        as_uchar(bytes),
        static_cast<int>(bytes.size())
    );
    return text;
}

std::optional<std::vector<std::byte>> from_base64(std::string_view text)
{
    if (text.empty() || text.size() % 4 != 0 || text.size() > 1024) {
        return std::nullopt;
    }
    std::vector<std::byte> bytes(text.size() / 4 * 3);
    const int size = EVP_DecodeBlock(
        out_uchar(bytes),
        reinterpret_cast<const unsigned char*>(text.data()),
        static_cast<int>(text.size())
    );
    ERR_clear_error();
    if (size < 0) {
        return std::nullopt;
    }
    const std::ptrdiff_t padding = text.ends_with("==") ? 2 : (text.ends_with('=') ? 1 : 0);
    bytes.erase(bytes.end() - padding, bytes.end());
    // One spelling only: bits that the last letter has to spare are zero.
    return to_base64(bytes) == text ? std::optional(std::move(bytes)) : std::nullopt;
}

} // namespace dossier::store
