#pragma once
// Searching the archive: what was typed, what is found, and what may be told of it.

#include "store/types.h"

#include <optional>
#include <string>
#include <vector>

namespace dossier::store {

/// What decides who may see a record.
struct RecordFacts {
    std::string type;
    std::string station;
    std::string committed_by;
    Instant committed_at{};
    Owner owner{}; ///< not kept with what it is found by: it is the record's
};

/// `from` and `until` of the commit, until not included.
struct SearchFilters {
    std::string type{};
    std::string station{};
    std::optional<Instant> from{};
    std::optional<Instant> until{};
};

/// `text`: as typed; a number is looked for exactly, anything else by likeness; empty: every
/// record.
struct SearchQuery {
    std::string text;
    SearchFilters filters{};
    std::string cursor{};
    int limit = 25;
};

/// How what was typed was taken.
enum class ReadAs { everything, number, text };

/// How a value is like what was typed. `variant`: in simplified or traditional characters. `sound`:
/// read so. `initials`: its readings begin so. `similar`: with an error or two.
enum class MatchKind { number, whole, beginning, part, variant, sound, initials, similar };

/// The value in three pieces, of which the middle one matches. Numbers are masked.
struct SearchMatch {
    std::string field;
    MatchKind kind = MatchKind::part;
    std::string before;
    std::string match;
    std::string after;
    bool is_former = false; ///< a correction put another value in its place
};

/// `title`: whose record it is.
struct SearchHit {
    RecordItem item;
    std::string title;
    std::vector<SearchMatch> matches;
};

struct FacetCount {
    std::string value;
    std::int64_t records = 0;
};

/// How many of the records found are of each type, station and year of commit (the site's), the
/// most first; each without its own filter. Stations of which there is nothing are not named.
struct Facets {
    std::vector<FacetCount> types;
    std::vector<FacetCount> stations;
    std::vector<FacetCount> years;
};

/// Of what the searcher may see, as is everything here. `is_capped`: more than `total` match; those
/// counted are the newest. Until `is_whole`, texts of `indexed` records are found and of others not
/// yet.
struct SearchAnswer {
    ReadAs read_as = ReadAs::everything;
    Listing<SearchHit> hits{};
    std::int64_t total = 0;
    bool is_capped = false;
    Facets facets{};
    std::int64_t indexed = 0;
    bool is_whole = false;
};

/// How far the index is, for the log and the metrics.
struct IndexState {
    std::int64_t records = 0; ///< in it
    std::int64_t left = 0;    ///< not read yet
    std::size_t bytes = 0;
};

} // namespace dossier::store
