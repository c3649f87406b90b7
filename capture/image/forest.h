#pragma once
// Components of ink from runs, row by row: a run belongs to those it touches above, over corners
// too.

#include "capture/runs.h"

#include <cstdint>
#include <vector>

namespace dossier::capture {

class Forest {
public:
    /// The next row, as bits.
    void add_row(const std::uint64_t* words, int columns, int y);

    /// In the order in which a scan from the top meets them.
    [[nodiscard]] std::vector<Component> roots() const;

private:
    struct Run {
        int first;
        int last;
        int component;
    };

    int add(const Component& component);
    void grow(int leaf, const Run& run, int y);
    void unite(int a, int b);
    int root_of(int leaf);

    std::vector<Run> above_;
    std::vector<Run> runs_;
    std::vector<int> parent_;
    std::vector<Component> components_;
};

} // namespace dossier::capture
