#pragma once
// Where what stands in a machine-readable zone, as data: ICAO 9303 parts 4 to 6 and the two layouts
// of Chinese permits. Positions count through the lines joined together.

#include "verify/finding.h"
#include "verify/messages.h"

#include <span>
#include <string_view>

namespace dossier::verify {

struct Range {
    std::size_t at = 0;
    std::size_t length = 0;
};

/// Characters and the check digit over them.
struct CheckedPart {
    std::span<const Range> parts;
    std::size_t check = 0;
    const MessageRow* message = nullptr;
    bool may_be_empty = false; ///< an empty part may have '<' for its check digit
};

struct MrzLayout {
    std::string_view document; ///< the fact that names it
    std::string_view codes;    ///< letters the first one is among
    std::size_t line = 0;
    std::size_t lines = 0;
    Severity severity = Severity::error; ///< of a failed check
    std::span<const CheckedPart> checks;
    Range issuer;
    Range number;
    Range nationality;
    Range birth;
    Range sex;
    Range expiry;
    Range name;
};

/// The layout that the joined lines have by length and document code, or null.
[[nodiscard]] const MrzLayout* layout_of(std::string_view joined);

/// True when some layout has lines of that total length.
[[nodiscard]] bool is_mrz_length(std::size_t joined);

} // namespace dossier::verify
