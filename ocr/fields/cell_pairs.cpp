#include "ocr/fields/cell_pairs.h"

#include "ocr/layout/boxes.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>

namespace dossier::ocr {
namespace {

enum class Role { value, label };

/// A cell of a row: how much it looks like a label, and whether it is the head of several rows.
struct Member {
    double likeness = 0.0;
    bool heads_rows = false;
};

/// What speaks for two neighbours in a row to be what they are, besides their own looks.
double of_neighbours(const Member& left_cell, Role left, Role right)
{
    if (left == Role::value) return right == Role::value ? -0.25 : 0.1;
    const bool is_before_value = right == Role::value && !left_cell.heads_rows;
    const bool is_before_label = right == Role::label && left_cell.heads_rows;
    if (is_before_value) return 0.25;
    return is_before_label ? 0.1 : -0.1;
}

/// The likeliest roles of the cells of a row, from left to right (Viterbi).
std::vector<Role> roles_of(const std::vector<Member>& row)
{
    constexpr std::array<Role, 2> roles{Role::value, Role::label};
    constexpr double begins = 0.1; ///< a row begins with a label
    std::array<double, 2> score{-begins, begins};
    std::vector<std::array<std::size_t, 2>> came_from;
    for (std::size_t i = 0; i < row.size(); ++i) {
        const std::array<double, 2> looks{1.0 - row[i].likeness, row[i].likeness};
        std::array<double, 2> next{};
        std::array<std::size_t, 2> from{};
        for (std::size_t to = 0; to < 2; ++to) {
            std::array<double, 2> reached = score;
            for (std::size_t each = 0; i > 0 && each < 2; ++each)
                reached[each] += of_neighbours(row[i - 1], roles[each], roles[to]);
            from[to] = i == 0 || reached[to] > reached[1 - to] ? to : 1 - to;
            next[to] = reached[from[to]] + looks[to];
        }
        score = next;
        came_from.push_back(from);
    }
    std::vector<Role> best(row.size());
    std::size_t at = score[1] > score[0] ? 1 : 0;
    for (std::size_t i = row.size(); i-- > 0;) {
        best[i] = roles[at];
        at = came_from[i][at];
    }
    return best;
}

class Pairing {
public:
    Pairing(const Cells& cells, const std::vector<double>& likeness)
        : cells_(cells),
          likeness_(likeness),
          head_(likeness.size()),
          above_(likeness.size()),
          is_head_(likeness.size()),
          is_label_(likeness.size())
    {}

    std::vector<CellPair> find()
    {
        for (std::size_t i = 0; i < likeness_.size(); ++i)
            find_heads(i);
        for (std::size_t i = 0; i < likeness_.size(); ++i)
            is_label_[i] = may_be_label(i) && !head_[i] && role_of(i) == Role::label;
        for (std::size_t i = 0; i < likeness_.size(); ++i)
            find_under(i);
        std::vector<CellPair> pairs;
        for (std::size_t i = 0; i < likeness_.size(); ++i) {
            if (const auto label = label_of(i)) pairs.push_back({*label, i});
        }
        return pairs;
    }

private:
    int middle_of(std::size_t cell) const
    {
        const auto& box = cells_.all()[cell].box;
        return box.y + box.height / 2;
    }

    bool may_be_label(std::size_t cell) const
    {
        constexpr double least = 0.28;
        return likeness_[cell] > least;
    }

    double mean_likeness(const std::vector<std::size_t>& cells) const
    {
        double sum = 0;
        for (const std::size_t each : cells)
            sum += likeness_[each];
        return cells.empty() ? 0.0 : sum / static_cast<double>(cells.size());
    }

    bool is_leftmost_of_row(std::size_t at) const
    {
        const auto left = cells_.left_of(at, middle_of(at));
        if (!left) return true;
        const auto row = cells_.row_from(*left);
        return std::ranges::find(row, at) == row.end();
    }

    /// How much more the heads look like labels than what stands under them.
    double heads_over_columns(
        const std::vector<std::size_t>& row, const std::vector<std::vector<std::size_t>>& columns
    ) const
    {
        double sum = 0;
        int count = 0;
        std::size_t deepest = 0;
        for (std::size_t i = 0; i < row.size(); ++i) {
            deepest = std::max(deepest, columns[i].size());
            if (columns[i].empty()) continue;
            sum += likeness_[row[i]] - mean_likeness(columns[i]);
            ++count;
        }
        const double repeated = row.size() > 2 && deepest > 1 ? 0.15 : 0.0;
        return sum / count + repeated;
    }

    /// How much more every second cell looks like a label than the one behind it.
    double labels_before_values(
        const std::vector<std::size_t>& row, const std::vector<std::vector<std::size_t>>& columns
    ) const
    {
        double sum = 0;
        int count = 0;
        for (std::size_t i = 0; i + 1 < row.size(); i += 2) {
            std::vector<std::size_t> lefts = columns[i];
            lefts.push_back(row[i]);
            for (const std::size_t left : lefts) {
                const auto right = cells_.right_of(left, middle_of(left));
                if (!right) continue;
                sum += likeness_[left] - likeness_[*right];
                ++count;
            }
        }
        return count == 0 ? 0.0 : sum / count;
    }

    /// A row of heads: all of them may be labels, and they are that for what is under them rather
    /// than for each other.
    void find_heads(std::size_t first)
    {
        constexpr double surely_labels = 0.7; ///< a table under another of the same columns
        if (is_head_[first] || !is_leftmost_of_row(first)) return;
        const auto row = cells_.row_from(first);
        const auto may_be = [&](std::size_t cell) { return may_be_label(cell); };
        if (row.size() < 2 || !std::ranges::all_of(row, may_be)) return;
        if (head_[first] && mean_likeness(row) < surely_labels) return;
        std::vector<std::vector<std::size_t>> columns;
        std::size_t filled = 0;
        for (const std::size_t head : row) {
            columns.push_back(cells_.column_under(head));
            if (!columns.back().empty()) ++filled;
        }
        if (filled < 2) return;
        if (heads_over_columns(row, columns) <= labels_before_values(row, columns)) return;
        for (std::size_t i = 0; i < row.size(); ++i) {
            is_head_[row[i]] = true;
            for (const std::size_t cell : columns[i])
                head_[cell] = row[i];
            head_[row[i]].reset();
        }
    }

    /// Whether the cell to its right is one of several beside it.
    bool heads_rows(std::size_t cell) const
    {
        const auto right = cells_.right_of(cell, middle_of(cell));
        return right && cells_.all()[*right].box.height * 3 < cells_.all()[cell].box.height * 2;
    }

    Role role_of(std::size_t cell) const
    {
        const int y = middle_of(cell);
        std::vector<std::size_t> row{cell};
        while (const auto left = cells_.left_of(row.front(), y))
            row.insert(row.begin(), *left);
        const auto at = row.size() - 1;
        while (const auto right = cells_.right_of(row.back(), y))
            row.push_back(*right);
        std::vector<Member> members;
        for (const std::size_t each : row)
            members.push_back({likeness_[each], heads_rows(each)});
        return roles_of(members)[at];
    }

    /// A label over a cell of its own width that has nothing to its right.
    void find_under(std::size_t label)
    {
        if (!is_label_[label]) return;
        const auto right = cells_.right_of(label, middle_of(label));
        if (right && !is_label_[*right]) return;
        const auto under = cells_.column_under(label);
        if (!under.empty()) above_[under.front()] = label;
    }

    std::optional<std::size_t> label_of(std::size_t value) const
    {
        if (head_[value] && cells_.all()[value].lines.empty()) return std::nullopt;
        if (head_[value]) return head_[value];
        if (is_head_[value] || is_label_[value]) return std::nullopt;
        const int y = middle_of(value);
        auto left = cells_.left_of(value, y);
        if (left && is_label_[*left]) return left;
        if (above_[value]) return above_[value];
        while (left && !is_label_[*left])
            left = cells_.left_of(*left, y);
        return left;
    }

    const Cells& cells_;
    const std::vector<double>& likeness_;
    std::vector<std::optional<std::size_t>> head_;  ///< of the column that a cell stands in
    std::vector<std::optional<std::size_t>> above_; ///< the label that a cell stands under
    std::vector<bool> is_head_;
    std::vector<bool> is_label_;
};

} // namespace

std::vector<CellPair> pair_cells(const Cells& cells, const std::vector<double>& likeness)
{
    return Pairing(cells, likeness).find();
}

} // namespace dossier::ocr
