#pragma once
// Recovery shares as people print, keep and type them: letters and digits in groups of four, which
// a QR code takes in its shortest form, with a checksum. Format: README.md.

#include "store/crypto/shamir.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::store {

struct PrintedShare {
    std::string slot_id; ///< 16 hex digits
    std::uint8_t needed = 0;
    SecretShare share;
};

[[nodiscard]] std::string share_text(const PrintedShare& share);
/// Spaces, hyphens and small letters do not matter, nor 0 for O and 1 for I; empty when the
/// checksum does not fit.
[[nodiscard]] std::optional<PrintedShare> parse_share(std::string_view text);

} // namespace dossier::store
