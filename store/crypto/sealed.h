#pragma once
// What lies at rest: an 8-byte header "DSR1" | suite | key version | flags, then a Cobblestone
// object. Header and context are authenticated; the context is never stored but rebuilt from what
// the reader believes, so bytes moved to another place do not open. Specified in README.md.

#include "store/crypto/cobblestone.h"
#include "store/random.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace dossier::store {

/// Where sealed bytes belong. `owner_id` is the original, document or record they are part of.
struct Context {
    std::string_view site_id{};
    std::string_view kind{};
    std::string_view object_id{};
    std::string_view owner_id{};
    std::int64_t page_no = -1;
    std::string_view field_group{};
    std::int64_t version = 1; ///< of the row, or of the format where there is no row
};

inline constexpr std::size_t header_size = 8;

[[nodiscard]] cobblestone::Bytes seal(
    std::span<const std::byte> key,
    std::uint16_t key_version,
    const Context& context,
    std::span<const std::byte> plain,
    Random& random
);

[[nodiscard]] std::optional<cobblestone::Bytes>
unseal(std::span<const std::byte> key, const Context& context, std::span<const std::byte> sealed);

/// The version of the key-encryption key that the header names; empty when it is no header of ours.
[[nodiscard]] std::optional<std::uint16_t> key_version_of(std::span<const std::byte> sealed);

} // namespace dossier::store
