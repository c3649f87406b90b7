#pragma once
// How a scanning station is doing, judged from the last pages it sent: dirt on the glass draws a
// line at the same place on every page, a worn feeder pulls paper in ever more crookedly, a dying
// lamp darkens the paper. Pure; the pages come from the archive.

#include "capture/facts.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace dossier::capture {

/// What one page says about its scanner.
struct PageSample {
    Instant received_at{};
    Skew skew;
    ScanTrace trace;
};

/// When a file was written or sent by its station's own clock. `written`: some time before it came
/// here, nobody knows how long. `sent`: right now.
struct StationTime {
    enum class What { written, sent } what = What::written;
    Instant at;
};

/// One delivery's station time beside the moment at which it came by our clock.
struct ClockSample {
    Instant arrived_at;
    StationTime station;
};

/// `dirty_glass`: clean the glass; `feeder_crooked`: pages come in turned the same way; `lamp_dim`:
/// the paper has become darker than it was, or is too dark by any measure. `clock_fast`,
/// `clock_slow`: the station's clock differs from ours by more than two minutes;
/// `clock_slow_or_late`: it is slow, or files are delivered long after they are written.
enum class StationWarning {
    dirty_glass,
    feeder_crooked,
    lamp_dim,
    clock_fast,
    clock_slow,
    clock_slow_or_late
};

struct StationHealth {
    std::vector<StationWarning> warnings;
    /// Where the line runs, in thousandths of the page's width, and on how many pages in a row.
    std::optional<int> streak_at;
    int streak_pages = 0;
    /// Medians of the newest pages, and by how much they differ from those of the pages before
    /// (nothing where there are too few).
    std::optional<double> skew_deg;
    std::optional<double> skew_change_deg;
    std::optional<int> paper_brightness;
    std::optional<int> brightness_change;
};

/// How many of a station's pages are worth looking at.
inline constexpr int health_pages = 120;

/// `pages` newest first.
[[nodiscard]] StationHealth assess_station(std::span<const PageSample> pages);

struct StationClock {
    /// How far the station's clock is ahead of ours (negative: behind), in seconds; nothing where
    /// too few deliveries tell a time. Measured where the station says when it sends. From the
    /// times of files it is a lower bound: a file cannot be written after it came, so one from the
    /// future proves a fast clock, and an old one may be a slow clock or a late delivery.
    std::optional<std::int64_t> ahead_s;
    std::optional<StationWarning> warning;
};

/// How many of a station's deliveries its clock is judged from.
inline constexpr int clock_samples = 20;

[[nodiscard]] StationClock assess_clock(std::span<const ClockSample> deliveries);

} // namespace dossier::capture
