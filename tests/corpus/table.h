#pragma once
// How scores are printed: the same columns in every table, whatever stands before and behind them.

#include "tests/corpus/score.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace dossier::corpus {

[[nodiscard]] inline std::string score_head()
{
    return fmt::format(
        "{:>7} {:>6} {:>7} {:>8} {:>6} {:>9} {:>7} {:>8}",
        "fields",
        "exact",
        "",
        "missing",
        "wrong",
        "accepted",
        "",
        "wrongly"
    );
}

[[nodiscard]] inline std::string score_cells(const Score& row)
{
    const auto share = [&](int count) { return 100.0 * count / std::max(1, row.fields); };
    return fmt::format(
        "{:7} {:6} {:6.1f}% {:8} {:6} {:9} {:6.1f}% {:8}",
        row.fields,
        row.exact,
        share(row.exact),
        row.missing,
        row.wrong,
        row.accepted,
        share(row.accepted),
        row.accepted_wrong
    );
}

/// What became of a field, in a word: capitals where a wrong value passed.
[[nodiscard]] inline const char* mark_of(const FieldResult& result)
{
    if (result.exact) return result.accepted ? "ok" : "ok?";
    return result.accepted ? "WRONG" : "bad";
}

} // namespace dossier::corpus
