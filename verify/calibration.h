#pragma once
// Whether confidences are probabilities, and what passes without a person is right: counted from
// what people found (verify/acceptance.h). Pure.

#include "verify/acceptance.h"

#include <cstdint>
#include <span>
#include <vector>

namespace dossier::verify {

/// Values whose confidence lies between `from` and the next bin's: how sure they were on average,
/// and how many were right.
struct CalibrationBin {
    double from = 0.0;
    std::int64_t values = 0;
    std::int64_t right = 0;
    double confidence = 0.0; ///< their mean
};

/// Of the values that nothing spoke against, bins of no value left out.
[[nodiscard]] std::vector<CalibrationBin> calibration(std::span<const SeenRecord> records);

/// Sampled records in which at least one value would pass without a person, and those of them in
/// which a wrong one would.
struct AcceptedErrors {
    std::int64_t records = 0;
    std::int64_t wrong = 0;
};

[[nodiscard]] AcceptedErrors
accepted_errors(std::span<const SeenRecord> records, const Thresholds& thresholds);

} // namespace dossier::verify
