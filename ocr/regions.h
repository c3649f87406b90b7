#pragma once
// Every region code of GB/T 2260 since 1980 and the name it had, withdrawn ones included: a number
// keeps the code of where it was first given. Made at build time from two npm packages
// (ocr/tables/regions.cmake); empty where they are not installed.

#include <span>
#include <string_view>

namespace dossier::ocr {

struct Region {
    int code = 0;
    bool is_current = false;
    std::string_view name; ///< of codes with several names in time, one of them: a hint
};

/// In ascending order of their codes.
[[nodiscard]] std::span<const Region> regions();

/// The table's name and version, as findings give it.
[[nodiscard]] std::string_view regions_version();

} // namespace dossier::ocr
