#pragma once
// SHA-256 (FIPS 180-4) of a file's bytes in lower-case hexadecimal, as manifests write it.

#include <cstddef>
#include <span>
#include <string>

namespace dossier::capture {

[[nodiscard]] std::string sha256_hex(std::span<const std::byte> bytes);

} // namespace dossier::capture
