#pragma once
// SHA-256 of what arrives, for the uploader's Digest and the contract's `sha256`.

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace dossier::web {

using Sha256 = std::array<std::byte, 32>;

[[nodiscard]] Sha256 sha256(std::span<const std::byte> bytes);
[[nodiscard]] Sha256 sha256(std::string_view text);
/// HMAC-SHA-256 (RFC 2104).
[[nodiscard]] Sha256 hmac_sha256(std::string_view key, std::string_view text);
/// The digest in `sha-256=<base64>` (RFC 3230); nothing when the text is anything else.
[[nodiscard]] std::optional<Sha256> parse_digest(std::string_view header);
[[nodiscard]] std::string hex(std::span<const std::byte> bytes);
[[nodiscard]] std::string base64(std::span<const std::byte> bytes);

} // namespace dossier::web
