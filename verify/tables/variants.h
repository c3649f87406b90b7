#pragma once
// Traditional characters and the forms that Hong Kong and Taiwan print, with the simplified form
// they share, made at build time from an npm package (variants.cmake); empty where it is not
// installed.

#include <span>
#include <string_view>

namespace dossier::verify {

struct Variant {
    std::string_view character; ///< in UTF-8
    std::string_view simplified;
};

/// In ascending order of their characters.
[[nodiscard]] std::span<const Variant> variants();

/// The table's name and version.
[[nodiscard]] std::string_view variants_version();

} // namespace dossier::verify
