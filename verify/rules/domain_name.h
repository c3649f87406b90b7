#pragma once
// Domain names of mail addresses: labels, lengths, U-labels and their ASCII form.

#include "verify/rules/ruling.h"

#include <optional>
#include <string>
#include <string_view>

namespace dossier::verify {

[[nodiscard]] std::string lower_ascii(std::string_view text);

/// Well-formed UTF-8 whose non-ASCII characters are letters, digits or marks rather than signs,
/// spaces or controls (RFC 5892 in spirit, by block).
[[nodiscard]] bool is_internationalised_text(std::string_view text);

/// RFC 3492: the ASCII form of a label without its xn--; nothing on overflow.
[[nodiscard]] std::optional<std::string> punycode(std::u32string_view label);

/// Adds every way in which the domain is wrong, and the fact `domain`: its ASCII form.
void judge_domain(Ruling& ruling, std::string_view domain);

} // namespace dossier::verify
