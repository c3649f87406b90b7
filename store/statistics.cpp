#include "store/statistics.h"

#include "store/rows/core.h"
#include "store/rows/record_counts.h"
#include "store/rows/scoped.h"

#include <map>

namespace dossier::store {
namespace {

std::string text_of(std::chrono::year_month month)
{
    auto text = std::to_string(static_cast<int>(month.year())) + "-";
    const auto number = static_cast<unsigned>(month.month());
    return text + (number < 10 ? "0" : "") + std::to_string(number);
}

/// Counts month by month, from the first to the last.
class Months {
public:
    Months(Instant since, Instant now, std::chrono::minutes utc_offset) : utc_offset_(utc_offset)
    {
        const auto last = month_at(now, utc_offset);
        for (auto month = month_at(since, utc_offset); month <= last;
             month += std::chrono::months{1}) {
            MonthStatistics empty;
            empty.month = text_of(month);
            months_.emplace(month, std::move(empty));
        }
    }

    /// What is of none of them is left out.
    void add(std::chrono::year_month month, const CountedWord& counted)
    {
        if (const auto found = months_.find(month); found != months_.end()) {
            found->second.records += counted.records;
            found->second.bytes += counted.bytes;
        }
    }

    /// One more of what each row's moment says.
    void count(Statement& rows, std::int64_t MonthStatistics::*what)
    {
        while (rows.next()) {
            const auto found = months_.find(month_at(rows.instant(0), utc_offset_));
            if (found != months_.end()) {
                ++(found->second.*what);
            }
        }
    }

    std::vector<MonthStatistics> take()
    {
        std::vector<MonthStatistics> all;
        for (auto& [month, counts] : months_) {
            all.push_back(std::move(counts));
        }
        return all;
    }

private:
    std::chrono::minutes utc_offset_;
    std::map<std::chrono::year_month, MonthStatistics> months_;
};

/// With what expired.
std::vector<TypeQuality> count_quality(
    Database& db, const Scope& scope, std::int64_t today, std::map<std::string, TypeQuality> types
)
{
    Statement expired(
        db,
        "SELECT record.type, count(*) FROM due JOIN record ON record.id = due.record_id "
        "WHERE due.state = 'open' AND due.kind = 'expiry' AND due_on < $1 AND " +
            in_records(scope, 2) + " GROUP BY record.type",
        today,
        scope.department,
        scope.person
    );
    while (expired.next()) {
        types[expired.text(0)].expired = expired.integer(1);
    }
    std::vector<TypeQuality> all;
    for (auto& [type, quality] : types) {
        quality.type = type;
        all.push_back(std::move(quality));
    }
    return all;
}

template <typename... Values>
std::int64_t count_of(Database& db, std::string_view sql, const Values&... values)
{
    Statement row(db, sql, values...);
    return row.next() ? row.integer(0) : 0;
}

DeskStatistics count_desk(Database& db, Instant now, std::int64_t today)
{
    return {
        .loans_waiting = count_of(db, "SELECT count(*) FROM loan WHERE state = 'requested'"),
        .loans_out = count_of(
            db,
            "SELECT count(*) FROM loan WHERE state = 'approved' AND (kind = 'paper' OR until > $1)",
            now
        ),
        .loans_overdue = count_of(
            db,
            "SELECT count(*) FROM loan WHERE state = 'approved' AND kind = 'paper' AND until <= $1",
            now
        ),
        .reviews_overdue = count_of(
            db,
            "SELECT count(*) FROM due WHERE state = 'open' AND kind = 'review' AND due_on < $1",
            today
        ),
        .expiries_overdue = count_of(
            db,
            "SELECT count(*) FROM due WHERE state = 'open' AND kind = 'expiry' AND due_on < $1",
            today
        ),
        .corrections_open = count_of(db, "SELECT count(*) FROM correction WHERE state = 'open'"),
        .requests_open = count_of(
            db,
            "SELECT count(*) FROM data_request WHERE state IN ('received', 'identified', 'drafted')"
        ),
        .requests_overdue = count_of(
            db,
            "SELECT count(*) FROM data_request WHERE state IN ('received', 'identified', 'drafted')"
            " AND due_on < $1",
            today
        )};
}

/// What is not parted by departments.
void count_site(Database& db, Instant since, Months& months)
{
    Statement loans(db, "SELECT requested_at FROM loan WHERE requested_at >= $1", since);
    months.count(loans, &MonthStatistics::loans);
    Statement reviews(
        db,
        "SELECT done_at FROM due WHERE kind = 'review' AND state = 'done' AND done_at >= $1",
        since
    );
    months.count(reviews, &MonthStatistics::reviews);
    Statement destroyed(
        db,
        "SELECT signed_at FROM disposal_signature JOIN disposal_item USING (disposal_id) "
        "WHERE step = 'carry_out' AND is_destroyed = 1 AND signed_at >= $1",
        since
    );
    months.count(destroyed, &MonthStatistics::destroyed);
}

} // namespace

Statistics Store::statistics(const Scope& scope, Instant since, Instant now)
{
    const auto utc_offset = core_->options.utc_offset;
    const auto today = std::chrono::floor<std::chrono::days>(now + utc_offset);
    const std::int64_t today_number = today.time_since_epoch().count();
    Snapshot snapshot{core_->readers};
    auto& db = snapshot.db();
    Statistics statistics;
    Months months{since, now, utc_offset};
    auto counted = core_->counts->count(db, scope);
    statistics.records = counted.records;
    statistics.bytes = counted.bytes;
    statistics.by = std::move(counted.by);
    for (const auto& [month, of_it] : counted.months) {
        months.add(month, of_it);
    }
    Statement corrections(
        db,
        "SELECT decided_at FROM correction JOIN record ON record.id = correction.record_id "
        "WHERE correction.state = 'approved' AND decided_at >= $1 AND " +
            in_records(scope, 2),
        since,
        scope.department,
        scope.person
    );
    months.count(corrections, &MonthStatistics::corrections);
    statistics.quality = count_quality(db, scope, today_number, std::move(counted.quality));
    if (scope.is_site()) {
        count_site(db, since, months);
        statistics.desk = count_desk(db, now, today_number);
        statistics.quality_owed = count_of(db, "SELECT count(*) FROM quality_owed");
    }
    statistics.months = months.take();
    return statistics;
}

} // namespace dossier::store
