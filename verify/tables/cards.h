#pragma once
// Ranges of bank card numbers and the banks that issue them, made at build time from an npm package
// (cards.cmake); empty where it is not installed. The table knows Chinese issuers and not all of
// them: it may name a bank, and its silence says nothing.

#include <cstddef>
#include <span>
#include <string_view>

namespace dossier::verify {

struct CardRange {
    std::string_view prefix;
    std::string_view bank; ///< its Chinese name
    std::string_view kind; ///< debit, credit, semi_credit (准贷记) or prepaid
    std::size_t length = 0;
};

/// In ascending order of their prefixes; some prefixes are shared.
[[nodiscard]] std::span<const CardRange> card_ranges();

/// The table's name and version, as findings give it.
[[nodiscard]] std::string_view card_ranges_version();

} // namespace dossier::verify
