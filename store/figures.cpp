#include "store/figures.h"

#include "store/rows/core.h"
#include "store/rows/scoped.h"

#include <map>

namespace dossier::store {
namespace {

constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::int64_t day_ms = 24 * hour_ms;

std::vector<WaitingFigures> count_waiting(Database& db, const Scope& scope, Instant now)
{
    std::map<std::string, WaitingFigures> types;
    Statement rows(
        db,
        "SELECT type, CASE WHEN $1 - created_at < 3600000 THEN 0 "
        "WHEN $1 - created_at < 14400000 THEN 1 WHEN $1 - created_at < 86400000 THEN 2 "
        "WHEN $1 - created_at < 259200000 THEN 3 ELSE 4 END AS age, count(*) "
        "FROM document WHERE state = 'review' AND " +
            in_documents(scope, 2) + " GROUP BY 1, 2",
        now,
        scope.department,
        scope.person
    );
    while (rows.next()) {
        auto& waiting = types[rows.text(0)];
        waiting.by_age.at(static_cast<std::size_t>(rows.integer(1))) = rows.integer(2);
    }
    std::vector<WaitingFigures> all;
    for (auto& [type, waiting] : types) {
        waiting.type = type;
        all.push_back(std::move(waiting));
    }
    return all;
}

/// Adds what a statement counts of each day to what is told of it. Its columns: the day, counts.
template <typename Add>
void add_days(Statement& rows, std::map<std::int64_t, DayFigures>& days, Add add)
{
    while (rows.next()) {
        add(days[rows.integer(0)], rows);
    }
}

std::vector<DayFigures>
count_days(Database& db, const Scope& scope, Instant since, std::chrono::milliseconds offset)
{
    std::map<std::int64_t, DayFigures> days;
    Statement files(
        db,
        "SELECT (received_at + $2) / $3, count(*), sum(state = 'quarantined') FROM original "
        "WHERE received_at >= $1 AND " +
            in_intake(scope, 4) + " GROUP BY 1",
        since,
        offset.count(),
        day_ms,
        scope.department,
        scope.person
    );
    add_days(files, days, [](DayFigures& day, Statement& row) {
        day.files = row.integer(1);
        day.unreadable = row.integer(2);
    });
    Statement documents(
        db,
        "SELECT (created_at + $2) / $3, count(*) FROM document WHERE created_at >= $1 AND " +
            in_documents(scope, 4) + " GROUP BY 1",
        since,
        offset.count(),
        day_ms,
        scope.department,
        scope.person
    );
    add_days(documents, days, [](DayFigures& day, Statement& row) {
        day.documents = row.integer(1);
    });
    Statement records(
        db,
        "SELECT (committed_at + $2) / $3, sum(committed_by = $4), sum(committed_by <> $4) "
        "FROM record WHERE committed_at >= $1 AND " +
            in_records(scope, 5) + " GROUP BY 1",
        since,
        offset.count(),
        day_ms,
        system_actor().name,
        scope.department,
        scope.person
    );
    add_days(records, days, [](DayFigures& day, Statement& row) {
        day.straight_through = row.integer(1);
        day.by_people = row.integer(2);
    });
    std::vector<DayFigures> all;
    for (auto& [number, day] : days) {
        day.day = number;
        all.push_back(day);
    }
    return all;
}

/// Counts what a statement gives of each horizon. Its columns: 0 for what is over, then 1 …; how
/// many.
DeadlineFigures count_deadlines(DeadlineKind kind, Statement& rows)
{
    DeadlineFigures figures{.kind = kind};
    while (rows.next()) {
        const auto time = static_cast<std::size_t>(rows.integer(0));
        if (time < figures.by_time.size()) {
            figures.by_time[time] += rows.integer(1);
        }
    }
    return figures;
}

/// By moments: over when `column` is past, else by how many days it is away.
std::string by_moment(const std::string& column)
{
    return "CASE WHEN " + column + " < $1 THEN 0 WHEN " + column + " < $1 + $2 THEN 1 WHEN " +
           column + " < $1 + 7 * $2 THEN 2 WHEN " + column + " < $1 + 30 * $2 THEN 3 WHEN " +
           column + " < $1 + 90 * $2 THEN 4 ELSE 5 END";
}

std::vector<DeadlineFigures>
count_deadlines(Database& db, const Scope& scope, Instant now, std::chrono::minutes offset)
{
    std::vector<DeadlineFigures> deadlines;
    Statement queue(
        db,
        "SELECT " + by_moment("due_at") + ", count(*) FROM document WHERE state = 'review' AND " +
            in_documents(scope, 3) + " GROUP BY 1",
        now,
        day_ms,
        scope.department,
        scope.person
    );
    deadlines.push_back(count_deadlines(DeadlineKind::queue, queue));
    // A view ends by itself; paper must come back.
    Statement loans(
        db,
        "SELECT " + by_moment("until") +
            ", count(*) FROM loan WHERE state = 'approved' AND kind = 'paper' AND " +
            in_loans(scope, 3) + " GROUP BY 1",
        now,
        day_ms,
        scope.department,
        scope.person
    );
    deadlines.push_back(count_deadlines(DeadlineKind::loan, loans));
    const auto today =
        std::chrono::floor<std::chrono::days>(now + offset).time_since_epoch().count();
    for (const auto& [kind, name] :
         {std::pair{DeadlineKind::review, "review"}, std::pair{DeadlineKind::expiry, "expiry"}}) {
        Statement due(
            db,
            "SELECT CASE WHEN due_on < $1 THEN 0 WHEN due_on <= $1 + 1 THEN 1 "
            "WHEN due_on <= $1 + 7 THEN 2 WHEN due_on <= $1 + 30 THEN 3 ELSE 4 END, count(*) "
            "FROM due WHERE state = 'open' AND due_on <= $1 + 90 AND kind = $2 AND "
            "(kind = 'expiry' OR NOT EXISTS (SELECT 1 FROM customer_merge WHERE "
            "customer_merge.customer_id = due.customer_id AND ended_at = 0)) AND " +
                in_due(scope, 3) + " GROUP BY 1",
            today,
            name,
            scope.department,
            scope.person
        );
        deadlines.push_back(count_deadlines(kind, due));
    }
    return deadlines;
}

std::vector<WorkFigures> count_work(Database& db, const Scope& scope, Instant since)
{
    std::vector<WorkFigures> work;
    Statement rows(
        db,
        "SELECT decided_at / $2, decided_by, count(*) FROM discrepancy "
        "JOIN document ON document.id = discrepancy.document_id "
        "WHERE decided_at >= $1 AND decided_by <> '' AND " +
            in_documents(scope, 3) + " GROUP BY 1, 2 ORDER BY 1, 2",
        since,
        hour_ms,
        scope.department,
        scope.person
    );
    while (rows.next()) {
        work.push_back(
            {.person = rows.text(1),
             .hour = Instant{std::chrono::milliseconds{rows.integer(0) * hour_ms}},
             .fields = rows.integer(2)}
        );
    }
    return work;
}

std::vector<StationFigures> count_stations(Database& db, const Scope& scope, Instant since)
{
    std::vector<StationFigures> stations;
    Statement rows(
        db,
        "SELECT station, count(*), sum(state = 'quarantined') FROM original "
        "WHERE received_at >= $1 AND " +
            in_intake(scope, 2) + " GROUP BY station ORDER BY station",
        since,
        scope.department,
        scope.person
    );
    while (rows.next()) {
        stations.push_back(
            {.station = rows.text(0), .files = rows.integer(1), .unreadable = rows.integer(2)}
        );
    }
    return stations;
}

} // namespace

Figures Store::figures(const Scope& scope, Instant since, Instant now)
{
    const Scope all{.department = scope.department, .person = {}};
    Snapshot snapshot{core_->readers};
    auto& db = snapshot.db();
    return {
        .waiting = count_waiting(db, all, now),
        .deadlines = count_deadlines(db, all, now, core_->options.utc_offset),
        .days = count_days(db, all, since, core_->options.utc_offset),
        .work = count_work(db, all, since),
        .stations = count_stations(db, all, since)};
}

} // namespace dossier::store
