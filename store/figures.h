#pragma once
// Counts for those who lead the work: what waits, what came and went, who settled how much. Names
// of people and stations, types and numbers; nothing of a document's content.

#include "capture/facts.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace dossier::store {

/// How long documents of one type have waited for people: up to an hour, four hours, a day, three
/// days, and longer.
struct WaitingFigures {
    std::string type;
    std::array<std::int64_t, 5> by_age{};
};

/// One day of the site's calendar. `unreadable` files wait in quarantine. `straight_through`
/// documents were committed when they were read, `by_people` on that day by somebody.
struct DayFigures {
    std::int64_t day = 0; ///< since 1970-01-01
    std::int64_t files = 0;
    std::int64_t unreadable = 0;
    std::int64_t documents = 0;
    std::int64_t straight_through = 0;
    std::int64_t by_people = 0;
};

/// Fields that a person settled within an hour.
struct WorkFigures {
    std::string person;
    capture::Instant hour{};
    std::int64_t fields = 0;
};

struct StationFigures {
    std::string station;
    std::int64_t files = 0;
    std::int64_t unreadable = 0;
};

/// What is to be done by a time: documents of the queue, borrowed paper that must come back,
/// customers to be looked at again, documents of customers that end.
enum class DeadlineKind { queue, loan, review, expiry };

/// How much of one kind is over its time, and how much must be done within a day, a week, 30 days,
/// 90 days; each beside the ones before. Days are the site's.
struct DeadlineFigures {
    DeadlineKind kind = DeadlineKind::queue;
    std::array<std::int64_t, 5> by_time{};
};

struct Figures {
    std::vector<WaitingFigures> waiting;
    std::vector<DeadlineFigures> deadlines; ///< one of each kind
    std::vector<DayFigures> days;  ///< oldest first; those on which nothing happened are left out
    std::vector<WorkFigures> work; ///< by hour, then person
    std::vector<StationFigures> stations; ///< by name
};

} // namespace dossier::store
