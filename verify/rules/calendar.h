#pragma once
// Dates as they are printed in Chinese papers, and what rules ask of a date.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace dossier::verify {

/// The normal form of a term without end.
inline constexpr std::string_view open_ended = "长期";

/// What a text says about a day. `day` is missing where only a month is printed.
struct PrintedDate {
    int year = 0;
    int month = 0;
    std::optional<int> day;
};

/// Year, month and day of a date in any of the printed forms (2026年11月22日, 2026.11.22, 20261122,
/// 二〇二六年…, 贰零贰陆年…, 民國115年…, 22 NOV 2026, 22-11-2026); nothing when the text has no
/// such form. The numbers are as printed: whether the day exists is the caller's question.
[[nodiscard]] std::optional<PrintedDate> parse_printed_date(std::string_view printed);

/// True for 长期, 永久 and the other ways to print a term without end.
[[nodiscard]] bool is_open_ended(std::string_view text);

/// The date, if the calendar has it and four digits write its year.
[[nodiscard]] std::optional<std::chrono::year_month_day> existing_date(int y, int m, int d);

/// The date of eight digits YYYYMMDD, if the calendar has it.
[[nodiscard]] std::optional<std::chrono::year_month_day> date_of_digits(std::string_view digits);

/// The date of a normal form YYYY-MM-DD, if the calendar has it.
[[nodiscard]] std::optional<std::chrono::year_month_day> date_of_iso(std::string_view text);

/// YYYY-MM-DD of a year from 0 to 9999.
[[nodiscard]] std::string iso_date(std::chrono::year_month_day date);

/// Whole years between birth and a day, as an identity card counts them.
[[nodiscard]] int age_on(std::chrono::year_month_day birth, std::chrono::year_month_day day);

} // namespace dossier::verify
