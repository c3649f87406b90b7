#pragma once
// Whether a Chinese name is read as a Latin one: every reading of every character counts, in the
// order in which they are written, with YU, V or U for ü.

#include <optional>
#include <string_view>

namespace dossier::verify {

/// Nothing when it cannot be told: a character without a reading in the table, or no letters at
/// all.
[[nodiscard]] std::optional<bool> is_read_as(std::string_view chinese, std::string_view latin);

} // namespace dossier::verify
