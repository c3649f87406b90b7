#pragma once
// The only place that asks what time it is. Everything else gets the moment as an argument.

#include "capture/facts.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace dossier::web {

[[nodiscard]] capture::Instant now();

/// The calendar day of a moment where the clocks are so far ahead of UTC. Rules and deadlines mean
/// the site's day (StoreOptions::utc_offset).
[[nodiscard]] std::chrono::year_month_day
day_at(capture::Instant moment, std::chrono::minutes utc_offset);

/// `2026-11-25`, a day of the calendar; nothing for other text.
[[nodiscard]] std::optional<std::chrono::sys_days> parse_day(std::string_view text);
[[nodiscard]] std::string day_text(std::chrono::sys_days day);

/// `2026-11-25 14:03`, where the clocks are so far ahead of UTC: for people, over a picture.
[[nodiscard]] std::string minute_text(capture::Instant moment, std::chrono::minutes utc_offset);

/// `+08:00`, `-03:30`, up to 14 hours; nothing for other text.
[[nodiscard]] std::optional<std::chrono::minutes> parse_utc_offset(std::string_view text);

/// RFC 3339 in UTC with milliseconds: 2026-11-23T04:05:06.789Z.
[[nodiscard]] std::string to_text(capture::Instant moment);

/// A moment in UTC with whole seconds, as signed texts spell it: `2026-11-25T08:15:00Z`.
[[nodiscard]] std::optional<capture::Instant> parse_moment(std::string_view text);

/// RFC 9110, 5.6.7, as in a Date header: `Wed, 25 Nov 2026 08:15:00 GMT`.
[[nodiscard]] std::string to_http_date(capture::Instant moment);
/// The moment of such a date; nothing of anything else.
[[nodiscard]] std::optional<capture::Instant> parse_http_date(std::string_view text);

} // namespace dossier::web
