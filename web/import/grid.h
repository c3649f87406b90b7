#pragma once
// Rows as they come out of a file, and the table they make: what CSV and Excel have in common.

#include "web/import/index_table.h"

namespace dossier::web {

/// Takes rows one by one and holds them to the limits.
class Grid {
public:
    explicit Grid(const IndexLimits& limits) : limits_(limits) {}

    /// False, and nothing is taken from then on, when a limit is passed.
    bool add(IndexRow row);

    /// Says what is wrong unless something was wrong before.
    void fail(int line, std::string reason);

    [[nodiscard]] bool has_failed() const { return !error_.reason.empty(); }

    /// The first row is the header.
    [[nodiscard]] tl::expected<IndexTable, IndexError> take_table();

private:
    const IndexLimits& limits_;
    std::vector<IndexRow> rows_;
    std::size_t text_ = 0;
    IndexError error_;
};

} // namespace dossier::web
