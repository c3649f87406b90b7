#pragma once
// How a scanning station is doing, judged from the last pages it sent: dirt on the glass draws a
// line at the same place on every page, a worn feeder pulls paper in ever more crookedly, a dying
// lamp darkens the paper. Pure; the pages come from the archive.

#include "capture/facts.h"

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

/// `dirty_glass`: clean the glass; `feeder_crooked`: pages come in turned the same way; `lamp_dim`:
/// the paper has become darker than it was, or is too dark by any measure.
enum class StationWarning { dirty_glass, feeder_crooked, lamp_dim };

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

} // namespace dossier::capture
