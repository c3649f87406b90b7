#pragma once
// How far what was read is from what is printed.

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace dossier::bench {

/// Insertions, deletions and replacements between two texts.
[[nodiscard]] inline std::size_t distance(const std::u32string& a, const std::u32string& b)
{
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        row[j] = j;
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t swapped = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({swapped, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

} // namespace dossier::bench
