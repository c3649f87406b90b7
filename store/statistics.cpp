#include "store/statistics.h"

#include "store/rows/core.h"
#include "store/rows/scoped.h"

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>

namespace dossier::store {
namespace {

/// As they stand in the query of `count_records`, then the year.
constexpr std::array<std::string_view, 9> dimensions{
    "nature",
    "business",
    "value_tier",
    "region",
    "security_level",
    "retention_class",
    "type",
    "station",
    "department"};

using Words = std::unordered_map<std::string, CountedWord>;

std::chrono::year_month month_at(Instant at, std::chrono::minutes utc_offset)
{
    const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(at + utc_offset)};
    return day.year() / day.month();
}

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

    /// Null where it is none of them.
    MonthStatistics* at(Instant moment)
    {
        const auto found = months_.find(month_at(moment, utc_offset_));
        return found == months_.end() ? nullptr : &found->second;
    }

    /// One more of what each row's moment says.
    void count(Statement& rows, std::int64_t MonthStatistics::*what)
    {
        while (rows.next()) {
            if (auto* month = at(rows.instant(0))) {
                ++(month->*what);
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

CountedBy counted_by(std::string_view name, Words& words)
{
    CountedBy by{.name = std::string(name), .words = {}};
    for (auto& [word, counted] : words) {
        counted.word = word;
        by.words.push_back(std::move(counted));
    }
    std::ranges::sort(by.words, [](const CountedWord& a, const CountedWord& b) {
        return a.records != b.records ? a.records > b.records : a.word < b.word;
    });
    return by;
}

/// One walk over everything that is in scope: by every word and month at once.
void count_records(
    Database& db,
    const Scope& scope,
    std::chrono::minutes utc_offset,
    Months& months,
    Statistics& statistics
)
{
    std::array<Words, dimensions.size()> words;
    Words years;
    Statement rows(
        db,
        "SELECT coalesce(nature, ''), coalesce(business, ''), coalesce(value_tier, ''), "
        "coalesce(region, ''), coalesce(security_level, ''), coalesce(retention_class, ''), "
        "record.type, station, record.department, record.committed_at, "
        "size / count(*) OVER (PARTITION BY record.original_id) "
        "FROM record JOIN original ON original.id = record.original_id "
        "LEFT JOIN filing ON filing.record_id = record.id "
        "WHERE NOT EXISTS (SELECT 1 FROM tombstone WHERE owner_id = record.id) AND " +
            in_records(scope, 1),
        scope.department,
        scope.person
    );
    while (rows.next()) {
        const auto at = rows.instant(9);
        const auto bytes = rows.integer(10);
        const auto add = [&](CountedWord& counted) {
            ++counted.records;
            counted.bytes += bytes;
        };
        for (std::size_t i = 0; i < words.size(); ++i) {
            add(words[i][rows.text(static_cast<int>(i))]);
        }
        add(years[text_of(month_at(at, utc_offset)).substr(0, 4)]);
        ++statistics.records;
        statistics.bytes += bytes;
        if (auto* month = months.at(at)) {
            ++month->records;
            month->bytes += bytes;
        }
    }
    for (std::size_t i = 0; i < words.size(); ++i) {
        statistics.by.push_back(counted_by(dimensions[i], words[i]));
    }
    statistics.by.push_back(counted_by("year", years));
}

std::vector<TypeQuality> count_quality(Database& db, const Scope& scope, std::int64_t today)
{
    std::map<std::string, TypeQuality> types;
    Statement rows(
        db,
        "SELECT record.type, count(*), sum(fields), sum(missing), sum(overridden), sum(unseen), "
        "sum(corrected) FROM record_quality JOIN record ON record.id = record_quality.record_id "
        "WHERE " +
            in_records(scope, 1) + " GROUP BY record.type",
        scope.department,
        scope.person
    );
    while (rows.next()) {
        types[rows.text(0)] = {
            .type = rows.text(0),
            .records = rows.integer(1),
            .fields = rows.integer(2),
            .missing = rows.integer(3),
            .overridden = rows.integer(4),
            .unseen = rows.integer(5),
            .corrected = rows.integer(6)};
    }
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
        auto& type = types[expired.text(0)];
        type.type = expired.text(0);
        type.expired = expired.integer(1);
    }
    std::vector<TypeQuality> all;
    for (auto& [name, quality] : types) {
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
    count_records(db, scope, utc_offset, months, statistics);
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
    statistics.quality = count_quality(db, scope, today_number);
    if (scope.is_site()) {
        count_site(db, since, months);
        statistics.desk = count_desk(db, now, today_number);
        statistics.quality_owed = count_of(db, "SELECT count(*) FROM quality_owed");
    }
    statistics.months = months.take();
    return statistics;
}

} // namespace dossier::store
