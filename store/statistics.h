#pragma once
// What the archive holds, counted by every class and over time: for whoever plans shelves, disks
// and people. Words, counts and bytes; nothing of a document's content, nobody's name.

#include <cstdint>
#include <string>
#include <vector>

namespace dossier::store {

/// Records of one word, and the bytes of their files as they came; a file of several documents is
/// shared among them.
struct CountedWord {
    std::string word; ///< empty: none was given
    std::int64_t records = 0;
    std::int64_t bytes = 0;
};

/// By what records are told apart: a class of verify::class_names, or `type`, `station`,
/// `department` (its id), `year` (of the commit, by the site's clock). The most first.
struct CountedBy {
    std::string name;
    std::vector<CountedWord> words;
};

/// A month of the site's calendar; `month` is `2026-11`. `loans` were asked for in it, `reviews` of
/// customers done, `corrections` approved, records `destroyed`.
struct MonthStatistics {
    std::string month;
    std::int64_t records = 0;
    std::int64_t bytes = 0;
    std::int64_t loans = 0;
    std::int64_t reviews = 0;
    std::int64_t corrections = 0;
    std::int64_t destroyed = 0;
};

/// Fields of the records of a type. `missing`: nothing stands there, or nobody could read it.
/// `overridden`: kept although they break a rule. `unseen`: no person looked. `corrected`: after
/// the commit. `expired`: records whose document ended and nobody looked at since.
struct TypeQuality {
    std::string type;
    std::int64_t records = 0;
    std::int64_t fields = 0;
    std::int64_t missing = 0;
    std::int64_t overridden = 0;
    std::int64_t unseen = 0;
    std::int64_t corrected = 0;
    std::int64_t expired = 0;
};

/// As of now.
struct DeskStatistics {
    std::int64_t loans_waiting = 0;
    std::int64_t loans_out = 0;
    std::int64_t loans_overdue = 0;   ///< paper that should be back
    std::int64_t reviews_overdue = 0; ///< of customers
    std::int64_t expiries_overdue = 0;
    std::int64_t corrections_open = 0;
    std::int64_t requests_open = 0; ///< of people about their data
    std::int64_t requests_overdue = 0;
};

struct Statistics {
    std::int64_t records = 0;
    std::int64_t bytes = 0;        ///< of the files as they came
    std::int64_t quality_owed = 0; ///< records of before whose fields are not counted yet
    std::vector<CountedBy> by;
    std::vector<MonthStatistics> months; ///< oldest first; those in which nothing happened too
    std::vector<TypeQuality> quality;    ///< by type
    DeskStatistics desk;                 ///< of the whole site; zeros within a department
};

} // namespace dossier::store
