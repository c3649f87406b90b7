#pragma once
// Base64 (RFC 4648, section 4) of what stands in signed notes.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::store {

[[nodiscard]] std::string to_base64(std::span<const std::byte> bytes);
/// Empty when it is not base64, or longer than any line of a note.
[[nodiscard]] std::optional<std::vector<std::byte>> from_base64(std::string_view text);

} // namespace dossier::store
