#pragma once
// What `dossier` and `dossier-token` say to each other: one request on the program's standard
// input up to its end, one answer on its standard output. Each value is its length (4 bytes,
// big-endian) and its bytes.

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace dossier::store {

/// The values of a request, in their order.
enum class TokenValue {
    work, ///< `token_wrap` or `token_unwrap`
    module,
    token,
    key,
    pin,
    bound, ///< what the wrapped bytes belong to (additional authenticated data)
    input,
    count
};

inline constexpr std::string_view token_wrap = "wrap";
inline constexpr std::string_view token_unwrap = "unwrap";

/// The first byte of an answer; what follows is the output, nothing, or an English sentence.
enum class TokenAnswer : unsigned char { done = 0, does_not_fit = 1, failed = 2 };

using TokenValues =
    std::array<std::span<const std::byte>, static_cast<std::size_t>(TokenValue::count)>;

inline constexpr std::size_t most_token_bytes = std::size_t{64} * 1024;

/// The values as parts of `request`; empty when it is not exactly one request.
[[nodiscard]] inline std::optional<TokenValues>
decode_token_request(std::span<const std::byte> request)
{
    TokenValues values;
    for (auto& value : values) {
        if (request.size() < 4) {
            return std::nullopt;
        }
        std::size_t size = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            size = size << 8U | std::to_integer<std::size_t>(request[i]);
        }
        request = request.subspan(4);
        if (request.size() < size) {
            return std::nullopt;
        }
        value = request.first(size);
        request = request.subspan(size);
    }
    return request.empty() ? std::optional{values} : std::nullopt;
}

} // namespace dossier::store
