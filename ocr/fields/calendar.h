#pragma once
// What all grammars of dates share.

#include <optional>
#include <string>
#include <string_view>

namespace dossier::ocr {

/// yyyy-mm-dd, if the calendar has that day.
[[nodiscard]] std::optional<std::string> iso_date(int year, int month, int day);

/// The month (1 to 12) whose English name begins with the first three letters of `text`, which is
/// folded; 0 for none.
[[nodiscard]] int month_named(std::u32string_view text);

} // namespace dossier::ocr
