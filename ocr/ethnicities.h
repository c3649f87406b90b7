#pragma once
// The peoples of GB/T 3304, made at build time from an npm package (ocr/tables/ethnicities.cmake);
// empty where it is not installed.

#include <span>
#include <string_view>

namespace dossier::ocr {

struct Ethnicity {
    std::string_view code; ///< two digits
    std::string_view name; ///< without 族, as identity cards print it
};

/// In ascending order of their codes.
[[nodiscard]] std::span<const Ethnicity> ethnicities();

/// The table's name and version, as findings give it.
[[nodiscard]] std::string_view ethnicities_version();

} // namespace dossier::ocr
