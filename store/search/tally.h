#pragma once
// Counts what passes the filters, for the facets: of each the records that pass the others. What
// one may not see is in no number.

#include "store/search.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace dossier::store {

/// Whether a searcher may see records of these facts (but for their time); empty: any.
using MaySee = std::function<bool(const RecordFacts&)>;

/// Times are seconds since 1970, as far as 32 bits reach.
[[nodiscard]] std::uint32_t index_seconds(Instant time);

class Tally {
public:
    /// `groups` are facts that records share, but for the time; both outlive the tally.
    Tally(
        const SearchFilters& filters,
        const MaySee& may_see,
        std::chrono::minutes utc_offset,
        std::span<const RecordFacts> groups
    );

    /// Whether a record of that group can be in any number.
    [[nodiscard]] bool counts(std::size_t group, std::uint32_t committed_at) const;
    /// Counts one; whether it passes every filter.
    bool note(std::size_t group, std::uint32_t committed_at);
    [[nodiscard]] Facets facets() const;

private:
    struct Group {
        bool may_see = false;
        bool has_type = false;
        bool has_station = false;
        std::int64_t as_type = 0;
        std::int64_t as_station = 0;
    };

    [[nodiscard]] bool is_in_time(std::uint32_t committed_at) const
    {
        return committed_at >= from_ && committed_at < until_;
    }

    std::uint32_t from_;
    std::uint32_t until_;
    std::chrono::minutes utc_offset_;
    std::span<const RecordFacts> groups_;
    std::vector<Group> counts_;
    std::array<std::int64_t, 256> years_{};
};

} // namespace dossier::store
