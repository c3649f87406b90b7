#pragma once
// Numbers that people read, counted by series in the table `numbering`.

#include "store/db/database.h"

#include <chrono>
#include <cstddef>
#include <string>

namespace dossier::store {

/// The next of a series, from 1.
[[nodiscard]] std::int64_t next_of_series(Database& db, const std::string& series);

/// `D-2026-000001`: counted anew each year of the site, in so many digits at least.
[[nodiscard]] std::string next_yearly_number(
    Database& db,
    const std::string& prefix,
    Instant now,
    std::chrono::minutes utc_offset,
    std::size_t digits = 6
);

} // namespace dossier::store
