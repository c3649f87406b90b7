#pragma once
// Administrative divisions: provinces, which have not changed since 1997, and every county code of
// ocr/regions.h.

#include "ocr/regions.h"

#include <string_view>

namespace dossier::verify {

/// Named in every finding that rests on the table.
inline constexpr std::string_view region_table = "gbt2260-provinces/2024";

/// The province that the first two digits name ("北京市"), or empty.
[[nodiscard]] std::string_view province_name(std::string_view code);

/// The two-digit code of the province whose full name an address begins with, or empty. Short
/// names do not count: 北京路 is a street in many cities, 海南州 lies in 青海.
[[nodiscard]] std::string_view province_of_address(std::string_view address);

/// The region of a six-digit code, of today or withdrawn; null when the table has none.
[[nodiscard]] const ocr::Region* find_region(std::string_view code);

} // namespace dossier::verify
