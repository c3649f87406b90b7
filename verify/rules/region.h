#pragma once
// Administrative divisions. Only the provinces of GB/T 2260 so far: they have not changed since
// 1997 and need no history. County codes change every year; their table comes by a build step.

#include <string>
#include <string_view>

namespace dossier::verify {

/// Named in every finding that rests on the table.
inline constexpr std::string_view region_table = "gbt2260-provinces/2024";

/// The province that the first two digits name ("北京市"), or empty.
[[nodiscard]] std::string_view province_name(std::string_view code);

/// The two-digit code of the province whose full name an address begins with, or empty. Short
/// names do not count: 北京路 is a street in many cities, 海南州 lies in 青海.
[[nodiscard]] std::string_view province_of_address(std::string_view address);

} // namespace dossier::verify
