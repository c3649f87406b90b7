#pragma once
// The cells of ruled tables with the lines of text in them, and how they lie to each other.

#include "capture/facts.h"
#include "ocr/layout/rules.h"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace dossier::ocr {

/// `lines` indexes the lines whose middle lies in the cell, in reading order; none in a blank cell.
struct Cell {
    capture::Box box;
    std::vector<std::size_t> lines;
};

/// The cells that hold text and the blank ones to the right of these.
class Cells {
public:
    Cells() = default;
    /// `lines`: where text stands. `text_height`: of ordinary text, in pixels.
    Cells(std::span<const capture::Box> lines, const Rules& rules, int text_height);

    const std::vector<Cell>& all() const { return cells_; }

    /// The cell that a line lies in.
    std::optional<std::size_t> home_of(std::size_t line) const;
    /// The cell that touches `at` from the left or right at height `y`.
    std::optional<std::size_t> left_of(std::size_t at, int y) const;
    std::optional<std::size_t> right_of(std::size_t at, int y) const;
    /// From `at` to the right: the cells that begin and end at its height, without a hole.
    std::vector<std::size_t> row_from(std::size_t at) const;
    /// The cells under `at` that begin and end where it does, down to the first that does not.
    std::vector<std::size_t> column_under(std::size_t at) const;

private:
    void add_line(std::size_t line, const capture::Box& box, const Rules& rules);
    void add_blank_cells(const Rules& rules);
    bool has_text_to_the_right(std::size_t at) const;
    std::optional<std::size_t> at_point(int x, int y) const;
    bool is_near(int a, int b) const;

    std::vector<Cell> cells_;
    int text_height_ = 0;
};

} // namespace dossier::ocr
