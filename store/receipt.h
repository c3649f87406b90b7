#pragma once
// The receipt of a batch: what a station may rely on before it lets go of its own copies. A text
// that people can read, signed as a note (store/crypto/signature.h; format: README.md).

#include "store/types.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace dossier::store {

/// The text to be signed: every file with its SHA-256 and what became of it.
[[nodiscard]] std::string receipt_text(const Batch& batch, std::string_view site_id, Instant now);

/// The text of a receipt without what it says of some files, to be signed anew: of what was
/// destroyed only the size and the number of pages stay. Empty where it speaks of none of them.
[[nodiscard]] std::optional<std::string> receipt_without(
    std::string_view receipt,
    const std::function<bool(std::string_view sha256)>& is_destroyed,
    Instant now
);

/// Whether `receipt` was signed with the key that `verifier` (Store::receipt_key) belongs to, and
/// is as it was issued.
[[nodiscard]] bool is_genuine_receipt(std::string_view receipt, std::string_view verifier);

} // namespace dossier::store
