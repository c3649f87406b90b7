#pragma once
// The index that texts of records are searched in: in memory only, made anew from sealed rows
// whenever the archive is opened. A record stands in some of 256 columns, by the syllables (or
// digits) of its texts: a search joins the columns of what was typed and looks at the texts of the
// few records that are left. Some 130 bytes a record; safe from any thread.

#include "store/rows/codec.h"
#include "store/search.h"
#include "store/search/alphabet.h"
#include "store/search/pattern.h"
#include "store/search/tally.h"

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::store {

/// What is known of a record to search for it. `slot` names the record here, for ever; above 0.
struct SearchEntry {
    std::int64_t slot = 0;
    RecordFacts facts;
    std::vector<RecordTerm> terms;
};

/// What is looked for. Without a text: every record that passes.
struct Wanted {
    std::string text; ///< as typed
    SearchFilters filters{};
    MaySee may_see{};
    std::chrono::minutes utc_offset{0};
    std::string after{}; ///< a cursor of `Found`
    int limit = 25;
};

/// The best first, then the newest. Nothing of what one may not see is in any number.
struct Found {
    std::vector<std::int64_t> slots;
    std::string next; ///< where they go on; empty at the end
    std::int64_t total = 0;
    bool is_capped = false; ///< there are more, older ones than were looked at
    Facets facets;
};

class SearchIndex {
public:
    /// Records that match a text at most; behind them older ones are not looked at.
    static constexpr std::int64_t most_matches = 5000;

    SearchIndex();
    ~SearchIndex();

    /// A record that is not there.
    void add(const SearchEntry& entry);
    /// In place of what is there of it.
    void replace(const SearchEntry& entry);
    /// Removes a record, its characters too.
    void forget(std::int64_t slot);

    [[nodiscard]] Found find(const Wanted& wanted) const;
    /// Where a text matches terms of records that were just read, by their order; the rest is
    /// empty.
    [[nodiscard]] std::vector<std::vector<std::optional<PatternMatch>>>
    match(std::string_view text, std::span<const std::vector<RecordTerm>> records) const;

    /// Records that a searcher may see.
    [[nodiscard]] std::int64_t size(const MaySee& may_see = {}) const;
    /// Memory held.
    [[nodiscard]] std::size_t bytes() const;

private:
    struct Contents;
    void append(const SearchEntry& entry);
    void remove(std::int64_t slot);

    mutable std::shared_mutex mutex_;
    std::unique_ptr<Contents> contents_;
};

} // namespace dossier::store
