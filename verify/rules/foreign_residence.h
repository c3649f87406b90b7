#pragma once
// Numbers on the permanent residence cards of foreigners, which banks take where they take resident
// identity numbers: 18 characters that begin with 9 (cards since 2023), and 15 that begin with the
// nationality's three letters (2004, 2017).

#include "verify/rules/ruling.h"

namespace dossier::verify {

/// `number` has 18 characters of which the first is 9.
[[nodiscard]] Ruling judge_foreign_18(const std::string& number, std::chrono::year_month_day today);

/// `number` has 15 characters of which the first is a letter.
[[nodiscard]] Ruling judge_foreign_15(const std::string& number, std::chrono::year_month_day today);

} // namespace dossier::verify
