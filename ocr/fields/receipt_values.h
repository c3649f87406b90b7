#pragma once
// Dates and amounts as tills print them, among other print on the same line.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::ocr {

/// A date: where it stands in the text, its ISO form with the day first, and the ISO form with the
/// month first where that could be meant as well (05/03/2018).
struct ShortDate {
    std::size_t first = 0;
    std::size_t last = 0;
    std::string iso;
    std::optional<std::string> swapped;
};

/// The first of dd/mm/yyyy, dd-mm-yy, dd MMM yyyy, yyyy-mm-dd, yyyy年m月d日; nothing where there is
/// none. mm/dd/yyyy counts where the other order cannot exist. Two digits are a year of this
/// century.
[[nodiscard]] std::optional<ShortDate> find_short_date(std::u32string_view text);

/// Every amount with two decimals in the text, as digits and a point: RM 1,234.50 is 1234.50. Those
/// below nought and percentages are left out.
[[nodiscard]] std::vector<std::string> find_amounts(std::u32string_view text);

/// The same with the places where they stand in the text.
struct Amount {
    std::size_t first = 0;
    std::size_t last = 0;
    std::string value;
};

[[nodiscard]] std::vector<Amount> find_placed_amounts(std::u32string_view text);

} // namespace dossier::ocr
