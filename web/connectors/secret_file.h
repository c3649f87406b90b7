#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace dossier::web {

/// Of a signature's key, in bytes.
inline constexpr std::size_t shortest_key = 16;

/// A secret of one line, from a file that is its owner's alone. Throws std::runtime_error when it
/// cannot be read, can be read by others, or has less than `least` bytes.
[[nodiscard]] std::string read_secret(const std::filesystem::path& file, std::size_t least);

} // namespace dossier::web
