#pragma once
// Time-based one-time passwords: RFC 6238 with HMAC-SHA-1, six digits, 30-second steps.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace dossier::store {

inline constexpr std::int64_t totp_period_s = 30;

[[nodiscard]] std::string
totp_code(std::span<const std::byte> secret, std::int64_t step, int digits = 6);
/// The step, later than `after` and at most one off `now_s`, whose code this is.
[[nodiscard]] std::optional<std::int64_t> match_totp(
    std::span<const std::byte> secret, std::string_view code, std::int64_t now_s, std::int64_t after
);
/// RFC 4648 without padding, as authenticator programs take it.
[[nodiscard]] std::string to_base32(std::span<const std::byte> bytes);

} // namespace dossier::store
