#include "store/rows/numbers.h"

#include "store/error.h"

namespace dossier::store {

std::int64_t next_of_series(Database& db, const std::string& series)
{
    Statement row(
        db,
        "INSERT INTO numbering (series, newest) VALUES ($1, 1) "
        "ON CONFLICT (series) DO UPDATE SET newest = numbering.newest + 1 RETURNING newest",
        series
    );
    if (!row.next()) {
        throw Error("database: no number was given");
    }
    return row.integer(0);
}

std::string next_yearly_number(
    Database& db,
    const std::string& prefix,
    Instant now,
    std::chrono::minutes utc_offset,
    std::size_t digits
)
{
    const auto day = std::chrono::floor<std::chrono::days>(now + utc_offset);
    const std::chrono::year_month_day date{day};
    const std::string series = prefix + "-" + std::to_string(static_cast<int>(date.year()));
    const auto count = std::to_string(next_of_series(db, series));
    return series + "-" + std::string(count.size() < digits ? digits - count.size() : 0, '0') +
           count;
}

} // namespace dossier::store
