#include "verify/calibration.h"

#include <algorithm>
#include <array>

namespace dossier::verify {

namespace {

/// Narrow where it matters: most values are all but sure.
constexpr std::array edges{0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999};

} // namespace

std::vector<CalibrationBin> calibration(std::span<const SeenRecord> records)
{
    std::array<CalibrationBin, edges.size()> bins{};
    for (const auto& record : records) {
        for (const auto& value : record.values) {
            const auto above = std::ranges::upper_bound(edges, value.confidence);
            const auto number = std::max<std::ptrdiff_t>(above - edges.begin(), 1) - 1;
            auto& bin = bins.at(static_cast<std::size_t>(number));
            ++bin.values;
            bin.right += value.wrong ? 0 : 1;
            bin.confidence += value.confidence; // the sum for now
        }
    }
    std::vector<CalibrationBin> filled;
    for (std::size_t number = 0; number < bins.size(); ++number) {
        auto& bin = bins.at(number);
        if (bin.values == 0) continue;
        bin.from = edges.at(number);
        bin.confidence /= static_cast<double>(bin.values);
        filled.push_back(bin);
    }
    return filled;
}

AcceptedErrors accepted_errors(std::span<const SeenRecord> records, const Thresholds& thresholds)
{
    AcceptedErrors errors;
    for (const auto& record : records) {
        if (!record.sampled) continue;
        const auto passes = [&](const SeenValue& value) {
            const auto least = least_confidence(thresholds, record.type, value.lane);
            return least && value.confidence >= *least;
        };
        if (std::ranges::none_of(record.values, passes)) continue;
        ++errors.records;
        errors.wrong += std::ranges::any_of(record.values, [&](const SeenValue& value) {
            return value.wrong && passes(value);
        });
    }
    return errors;
}

} // namespace dossier::verify
