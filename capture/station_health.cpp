#include "capture/station_health.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>

namespace dossier::capture {

namespace {

constexpr std::size_t newest_pages = 20;   ///< "now"
constexpr std::size_t least_pages = 8;     ///< fewer say nothing
constexpr int same_place = 4;              ///< thousandths of a width: paper shifts in the feeder
constexpr double crooked_deg = 0.8;        ///< a good feeder stays below half a degree
constexpr double one_sided_share = 0.8;    ///< of the pages turned the same way
constexpr int darker_than_before = 20;     ///< grey levels of 255
constexpr int too_dark = 160;              ///< white paper in a dark scan
constexpr double trusted_confidence = 0.2; ///< as in straighten

constexpr std::size_t least_times = 3;         ///< fewer say nothing of a clock
constexpr std::chrono::minutes clock_slack{2}; ///< as late as a delivery may be

template <typename Number>
std::optional<Number> median(std::vector<Number> values)
{
    if (values.size() < least_pages) return std::nullopt;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

std::vector<double> skews(std::span<const PageSample> pages)
{
    std::vector<double> found;
    for (const auto& page : pages)
        if (page.skew.confidence >= trusted_confidence) found.push_back(page.skew.degrees);
    return found;
}

std::vector<int> brightnesses(std::span<const PageSample> pages)
{
    std::vector<int> found;
    for (const auto& page : pages)
        if (page.trace.paper_brightness > 0) found.push_back(page.trace.paper_brightness);
    return found;
}

bool has_streak(const PageSample& page, int at)
{
    return std::ranges::any_of(page.trace.streaks, [&](int streak) {
        return std::abs(streak - at) <= same_place;
    });
}

/// The streak of the newest page that goes back furthest.
void find_streak(std::span<const PageSample> pages, StationHealth& health)
{
    if (pages.empty()) return;
    for (const int at : pages.front().trace.streaks) {
        const auto first_without = std::ranges::find_if(pages, [&](const PageSample& page) {
            return !has_streak(page, at);
        });
        const auto length = static_cast<int>(first_without - pages.begin());
        if (length <= health.streak_pages) continue;
        health.streak_pages = length;
        health.streak_at = at;
    }
}

bool is_one_sided(const std::vector<double>& found)
{
    const auto right = std::ranges::count_if(found, [](double degrees) { return degrees > 0; });
    const auto share = static_cast<double>(right) / static_cast<double>(found.size());
    return share >= one_sided_share || share <= 1 - one_sided_share;
}

} // namespace

StationHealth assess_station(std::span<const PageSample> pages)
{
    const auto now = pages.first(std::min(newest_pages, pages.size()));
    const auto before = pages.subspan(now.size());
    StationHealth health;
    find_streak(pages, health);
    if (health.streak_pages >= static_cast<int>(least_pages))
        health.warnings.push_back(StationWarning::dirty_glass);

    const auto turned = skews(now);
    health.skew_deg = median(turned);
    if (const auto earlier = median(skews(before)); earlier && health.skew_deg)
        health.skew_change_deg = *health.skew_deg - *earlier;
    if (health.skew_deg && std::abs(*health.skew_deg) >= crooked_deg && is_one_sided(turned))
        health.warnings.push_back(StationWarning::feeder_crooked);

    health.paper_brightness = median(brightnesses(now));
    if (const auto earlier = median(brightnesses(before)); earlier && health.paper_brightness)
        health.brightness_change = *health.paper_brightness - *earlier;
    const bool is_darker =
        health.brightness_change && *health.brightness_change <= -darker_than_before;
    if (is_darker || (health.paper_brightness && *health.paper_brightness < too_dark))
        health.warnings.push_back(StationWarning::lamp_dim);
    return health;
}

StationClock assess_clock(std::span<const ClockSample> deliveries)
{
    using enum StationTime::What;
    const auto lags_of = [&](StationTime::What what) {
        std::vector<std::chrono::milliseconds> lags;
        for (const auto& one : deliveries)
            if (one.station.what == what) lags.push_back(one.arrived_at - one.station.at);
        return lags;
    };
    auto lags = lags_of(sent);
    const bool is_measured = lags.size() >= least_times;
    if (!is_measured) lags = lags_of(written);
    if (lags.size() < least_times) return {};

    // The delivery that took least time tells most. One or two files with a time of their own (an
    // old document that was copied with its date, or a wrong one) must not speak for the clock.
    const auto third = lags.begin() + static_cast<std::ptrdiff_t>(least_times) - 1;
    std::ranges::nth_element(lags, third);
    const auto ahead = -*third;
    StationClock clock;
    clock.ahead_s = std::chrono::round<std::chrono::seconds>(ahead).count();
    if (ahead > clock_slack)
        clock.warning = StationWarning::clock_fast;
    else if (-ahead > clock_slack)
        clock.warning =
            is_measured ? StationWarning::clock_slow : StationWarning::clock_slow_or_late;
    return clock;
}

} // namespace dossier::capture
