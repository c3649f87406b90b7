#pragma once
// What statistics count of every record, in memory: all is read at the first look, then what has
// changed since (record_changes.h), so that no look is behind its snapshot. Safe from any thread.
// Some 100 bytes a record.

#include "store/db/database.h"
#include "store/scope.h"
#include "store/statistics.h"

#include <array>
#include <chrono>
#include <compare>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::store {

/// The month that it is at the site.
[[nodiscard]] std::chrono::year_month month_at(Instant at, std::chrono::minutes utc_offset);

/// What there is within a scope. `by`: as `Statistics::by`.
struct CountedRecords {
    std::int64_t records = 0;
    std::int64_t bytes = 0;
    std::vector<CountedBy> by;
    std::map<std::chrono::year_month, CountedWord> months; ///< of the commit, at the site
    std::map<std::string, TypeQuality> quality;            ///< without what expired
};

/// Words and their numbers, from 0.
class WordList {
public:
    std::uint32_t number_of(std::string_view word);

    [[nodiscard]] const std::string& word(std::uint32_t number) const { return words_[number]; }

    [[nodiscard]] std::size_t size() const { return words_.size(); }

private:
    std::vector<std::string> words_;
    std::map<std::string, std::uint32_t, std::less<>> numbers_;
};

/// Ids as rows have them and their numbers, from 0: a hash table without a node an id.
class IdList {
public:
    /// Throws Tampered where it is no id.
    std::uint32_t number_of(std::string_view id);

    [[nodiscard]] std::size_t size() const { return ids_.size(); }

private:
    using Id = std::array<std::uint64_t, 2>;

    /// Where it is, or where it would stand.
    [[nodiscard]] std::size_t slot_of(const Id& id) const;
    void grow();

    std::vector<Id> ids_;
    std::vector<std::uint32_t> slots_; ///< numbers and one; 0: empty. A power of two of them
};

class RecordCounts {
public:
    explicit RecordCounts(std::chrono::minutes utc_offset) : utc_offset_(utc_offset) {}

    /// As of the snapshot that `db` is, or of a newer one that was asked about before.
    [[nodiscard]] CountedRecords count(Database& db, const Scope& scope);

private:
    static constexpr std::size_t dimensions = 9;

    /// By what records are told apart; few are of a kind of their own. Words by their numbers.
    struct Kind {
        std::array<std::uint32_t, dimensions> words{};
        std::uint32_t created_by = 0;
        std::uint32_t committed_by = 0;
        std::chrono::year_month month;

        auto operator<=>(const Kind&) const = default;
    };

    struct Row {
        std::uint32_t kind = 0;
        std::uint32_t original = 0;
        std::array<std::int32_t, 5> quality{}; ///< as `TypeQuality` has them, from `fields` on
        bool is_destroyed = false;
        bool has_quality = false;
    };

    /// Of the records of a kind.
    struct Sum {
        CountedWord counted;
        TypeQuality quality;
    };

    void follow(Database& db);
    void read(Statement& rows);
    [[nodiscard]] std::uint32_t number_of(const Kind& kind);
    [[nodiscard]] std::vector<Sum> sum_kinds(const Scope& scope) const;
    [[nodiscard]] CountedRecords put_together(const std::vector<Sum>& sums) const;

    std::mutex mutex_;
    std::chrono::minutes utc_offset_;
    bool is_whole_ = false;
    std::int64_t newest_ = 0; ///< change that is known
    std::array<WordList, dimensions> words_;
    WordList people_;
    std::vector<Kind> kinds_;
    std::map<Kind, std::uint32_t> kind_numbers_;
    IdList records_;
    std::vector<Row> rows_; ///< by the record's number
    IdList originals_;
    std::vector<std::int64_t> sizes_; ///< by the original's number
};

} // namespace dossier::store
