#pragma once
// Names from strangers: what is not UTF-8 can neither be shown nor stored.

#include <string>
#include <string_view>

namespace dossier::web {

/// Well-formed UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
[[nodiscard]] bool is_utf8(std::string_view text);

/// The text with every byte that is not UTF-8 replaced by U+FFFD.
[[nodiscard]] std::string to_utf8(std::string_view text);

} // namespace dossier::web
