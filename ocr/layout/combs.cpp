#include "ocr/layout/combs.h"

#include "capture/bits.h"
#include "capture/runs.h"
#include "ocr/layout/boxes.h"
#include "ocr/layout/loose_combs.h"
#include "ocr/layout/strips.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <ranges>

namespace dossier::ocr {
namespace {

using capture::Box;

/// All lengths in text heights: sides are longer than any stroke, cells about as wide as a
/// character.
constexpr double shortest_side = 1.25;
constexpr double tallest_side = 4.0;
constexpr double narrowest_cell = 0.8;
constexpr double widest_cell = 3.2;
constexpr double shortest_edge = 1.5;

/// Sides of a row of cells: four cells at least; fewer beside a row that is one.
constexpr std::size_t fewest_sides = 5;
constexpr std::size_t fewest_beside = 3;

struct Row {
    std::vector<Box> sides;
    double pitch = 0.0;
};

/// Whether two sides can be of one row.
bool is_level(const Box& a, const Box& b, int text_height)
{
    const int slack = std::max(3, text_height * 35 / 100);
    return std::abs(a.y - b.y) <= slack && std::abs(bottom_of(a) - bottom_of(b)) <= slack;
}

class Search {
public:
    Search(const cv::Mat& ink, int text_height) : ink_(ink), text_height_(text_height), across_(ink)
    {
        capture::Bits sides = across_;
        across_.keep_runs_across(std::max(10, static_cast<int>(shortest_edge * text_height)));
        capture::Bits edges = across_;
        // Copiers leave of a thin line what a row of dots has, and strokes change columns on their
        // way down.
        sides.widen().close_down(std::max(3, text_height / 5));
        sides.keep_runs_down(std::max(8, static_cast<int>(shortest_side * text_height)));
        sides.take_out(edges.thicken());
        for (const auto& piece : sides.components()) {
            const Box& box = piece.box;
            const bool is_side =
                box.height >= shortest_side * text_height * 0.8 &&
                box.height <= tallest_side * text_height &&
                box.width <= std::max(6, text_height * 55 / 100); // two of boxes that all but touch
            if (is_side) sides_.push_back(box);
        }
        std::ranges::sort(sides_, {}, &Box::x);
        join_double_sides();
    }

    std::vector<Comb> find()
    {
        std::vector<Row> rows;
        std::vector<bool> used(sides_.size(), false);
        // Longest first: what begins with the border of a table, or the stroke of a character, has
        // some sides at even distances too, at a wrong pitch.
        const auto take = [&](std::size_t least, auto&& suits) {
            std::vector<std::pair<std::size_t, std::size_t>> starts; // how many, the first of them
            for (std::size_t i = 0; i < sides_.size(); ++i) {
                const auto count = used[i] ? 0 : longest_from(i, used).size();
                if (count >= least) starts.emplace_back(count, i);
            }
            std::ranges::make_heap(starts);
            while (!starts.empty()) {
                std::ranges::pop_heap(starts);
                const auto [count, first] = starts.back();
                starts.pop_back();
                if (used[first]) continue;
                const auto members = longest_from(first, used);
                if (members.size() < least) continue;
                if (members.size() < count) { // others have taken some since
                    starts.emplace_back(members.size(), first);
                    std::ranges::push_heap(starts);
                    continue;
                }
                Row row = row_of(members);
                if (!is_framed(row) || !stands_free(row) || !suits(row)) continue;
                for (const std::size_t each : members)
                    used[each] = true;
                rows.push_back(std::move(row));
            }
        };
        take(fewest_sides, [](const Row&) { return true; });
        const std::size_t sure = rows.size();
        take(fewest_beside, [&](const Row& row) {
            return std::any_of(
                rows.begin(),
                rows.begin() + static_cast<std::ptrdiff_t>(sure),
                [&](const Row& other) {
                    return is_level(other.sides.front(), row.sides.front(), text_height_) &&
                           std::abs(other.pitch - row.pitch) < 0.15 * row.pitch;
                }
            );
        });
        std::vector<Comb> combs;
        combs.reserve(rows.size());
        for (const Row& row : rows)
            combs.push_back(comb_of(row));
        return combs;
    }

private:
    /// Boxes side by side with hardly any paper between them have two sides where others have one.
    void join_double_sides()
    {
        const int gap = text_height_ / 4;
        std::vector<Box> joined;
        for (const Box& side : sides_) {
            const auto first = std::find_if(joined.rbegin(), joined.rend(), [&](const Box& each) {
                return side.x - right_of(each) > gap || is_level(each, side, text_height_);
            });
            const bool is_second = first != joined.rend() && side.x - right_of(*first) <= gap;
            if (is_second)
                *first = united(*first, side);
            else
                joined.push_back(side);
        }
        sides_ = std::move(joined);
    }

    /// The most sides at even distances that begin with `first`.
    std::vector<std::size_t> longest_from(std::size_t first, const std::vector<bool>& used) const
    {
        std::vector<std::size_t> best;
        for (std::size_t second = first + 1; second < sides_.size(); ++second) {
            const double pitch = middle_of(sides_[second]) - middle_of(sides_[first]);
            if (pitch > widest_cell * text_height_) break;
            if (pitch < narrowest_cell * text_height_ || used[second] ||
                !is_level(sides_[first], sides_[second], text_height_))
                continue;
            auto members = evenly_from(first, second, used);
            if (members.size() > best.size()) best = std::move(members);
        }
        return best;
    }

    std::vector<std::size_t>
    evenly_from(std::size_t first, std::size_t second, const std::vector<bool>& used) const
    {
        std::vector<std::size_t> members{first, second};
        double pitch = middle_of(sides_[second]) - middle_of(sides_[first]);
        double cells = 1;
        for (;;) {
            const Box& last = sides_[members.back()];
            std::optional<std::size_t> next;
            double least = 0.12 * pitch + 1;
            double step = 0;
            // One side may not have been seen.
            for (const double cell : {1.0, 2.0}) {
                for (std::size_t i = members.back() + 1; i < sides_.size(); ++i) {
                    const double off = middle_of(sides_[i]) - middle_of(last) - cell * pitch;
                    if (off > least) break;
                    if (used[i] || std::abs(off) > least ||
                        !is_level(last, sides_[i], text_height_))
                        continue;
                    next = i, least = std::abs(off), step = cell;
                }
                if (next) break;
            }
            if (!next) return members;
            members.push_back(*next);
            cells += step;
            pitch = (middle_of(sides_[*next]) - middle_of(sides_[first])) / cells;
        }
    }

    Row row_of(const std::vector<std::size_t>& members) const
    {
        Row row;
        for (const std::size_t each : members)
            row.sides.push_back(sides_[each]);
        const double width = middle_of(row.sides.back()) - middle_of(row.sides.front());
        double least = widest_cell * text_height_;
        for (std::size_t i = 1; i < row.sides.size(); ++i)
            least = std::min(least, middle_of(row.sides[i]) - middle_of(row.sides[i - 1]));
        row.pitch = width / std::max(1.0, std::round(width / std::max(1.0, least)));
        return row;
    }

    /// The strip in which the upper or the lower edge of a row runs. Some sides end beyond it, tied
    /// to the rule of a table there.
    cv::Rect edge_of(const Row& row, bool is_upper) const
    {
        const auto end = [&](const Box& side) { return is_upper ? side.y : bottom_of(side); };
        const auto [highest, lowest] = std::ranges::minmax(row.sides | std::views::transform(end));
        const int depth = std::max(4, text_height_ / 2);
        const int y = highest - (is_upper ? depth * 3 / 4 : depth / 4);
        const Box box = around(row.sides);
        return on_page({box.x, y, box.width, depth + lowest - highest});
    }

    bool is_framed(const Row& row) const
    {
        const bool has_edge = std::ranges::any_of(std::array{true, false}, [&](bool is_upper) {
            const cv::Rect strip = edge_of(row, is_upper);
            if (strip.empty()) return false;
            cv::Mat flat;
            cv::reduce(across_.ink(strip), flat, 0, cv::REDUCE_MAX);
            return cv::countNonZero(flat) * 10 >= strip.width * 5;
        });
        // The edges of boxes with paper between them are no longer than strokes.
        constexpr double most_of_it = 0.7;
        return has_edge || (worn_line(edge_of(row, true), false, most_of_it) &&
                            worn_line(edge_of(row, false), false, most_of_it));
    }

    /// Sides have paper on both sides of them; strokes of characters between two rules, which are
    /// as high, have other strokes.
    bool stands_free(const Row& row) const
    {
        int rows = 0;
        int touched = 0;
        for (const Box& side : row.sides) {
            const int inset = side.height / 5;
            const cv::Rect left(side.x - 4, side.y + inset, 3, side.height - 2 * inset);
            const cv::Rect right(right_of(side) + 1, left.y, 3, left.height);
            for (const cv::Rect& strip : {left, right}) {
                const cv::Rect inside = on_page(strip);
                if (inside.empty()) continue;
                rows += inside.height;
                cv::Mat flat;
                cv::reduce(ink_(inside), flat, 1, cv::REDUCE_MAX);
                touched += cv::countNonZero(flat);
            }
        }
        return touched * 10 <= rows;
    }

    cv::Rect on_page(const cv::Rect& strip) const
    {
        return strip & cv::Rect(0, 0, ink_.cols, ink_.rows);
    }

    /// Whether a line runs down the whole strip, as a table's border does: where rows of cells
    /// stand under each other, paper lies between them.
    bool goes_through(const cv::Rect& strip) const
    {
        constexpr double most_of_it = 0.8;
        return covered(ink_, strip, true) > most_of_it;
    }

    /// The thin line in a strip of which most is there, if enough of it is: worn ones are dashes.
    std::optional<cv::Rect>
    worn_line(const cv::Rect& strip, bool is_side, double enough = 0.4) const
    {
        constexpr int thickness = 3;
        std::optional<cv::Rect> best;
        double most = enough;
        const int last = is_side ? strip.width - thickness : strip.height - thickness;
        for (int at = 0; at <= last; ++at) {
            const cv::Rect line = is_side ? cv::Rect(strip.x + at, strip.y, thickness, strip.height)
                                          : cv::Rect(strip.x, strip.y + at, strip.width, thickness);
            const double here = covered(ink_, line, is_side);
            if (here > most) best = line, most = here;
        }
        return best;
    }

    /// Whether a side stands between those of a cell.
    bool holds_side(const Box& cell, int slack) const
    {
        return std::ranges::any_of(sides_, [&](const Box& side) {
            return is_level(cell, side, text_height_) && side.x > cell.x + 2 * slack &&
                   right_of(side) < right_of(cell) - 2 * slack;
        });
    }

    /// Adds sides at the row's pitch beyond its ends of which too little is left to be seen alone;
    /// the cell that they close has both edges.
    void add_worn_ends(Row& row) const
    {
        for (const bool is_left : {true, false}) {
            for (;;) {
                const Box box = around(row.sides);
                const Box& end = is_left ? row.sides.front() : row.sides.back();
                const int slack = std::max(2, static_cast<int>(row.pitch * 0.08));
                const int pitch = static_cast<int>(std::lround(row.pitch));
                const int x = end.x + (is_left ? -pitch : pitch);
                const auto side =
                    worn_line({x - slack, box.y, end.width + 2 * slack, box.height}, true);
                if (!side) break;
                const Box cell{std::min(x, end.x), box.y, pitch, box.height};
                if (holds_side(cell, slack)) break; // another row begins there
                // A rule that goes on under the label before the row, or over it, is no edge.
                const int near = std::max(6, text_height_ / 6);
                const cv::Rect upper(cell.x, cell.y - near + 2, cell.width, near);
                const cv::Rect lower(cell.x, bottom_of(cell) - 2, cell.width, near);
                const bool has_edges =
                    worn_line(on_page(upper), false) && worn_line(on_page(lower), false);
                if (!has_edges) break;
                const Box added{side->x, side->y, side->width, side->height};
                row.sides.insert(is_left ? row.sides.begin() : row.sides.end(), added);
            }
        }
    }

    Comb comb_of(Row row) const
    {
        add_worn_ends(row);
        Comb comb{.box = around(row.sides), .lines = {}};
        const int reach = std::max(4, text_height_ * 6 / 10);
        for (const Box& side : row.sides) {
            const bool is_end = &side == &row.sides.front() || &side == &row.sides.back();
            const bool goes_on = goes_through({side.x, side.y - reach, side.width, reach}) ||
                                 goes_through({side.x, bottom_of(side), side.width, reach});
            if (!is_end || !goes_on) comb.lines.push_back(side);
        }
        for (const bool is_upper : {true, false})
            add_edge(comb, edge_of(row, is_upper));
        return comb;
    }

    /// The lines in the strip that end with the row. Those of a table that is not quite level cross
    /// it: they are looked at in whole.
    void add_edge(Comb& comb, const cv::Rect& strip) const
    {
        if (strip.empty()) return;
        const int beyond = text_height_;
        const cv::Rect around = on_page(
            {strip.x - beyond,
             strip.y - beyond,
             strip.width + 2 * beyond,
             strip.height + 2 * beyond}
        );
        for (const auto& piece : capture::find_components(across_.ink(around))) {
            const cv::Rect line(
                piece.box.x + around.x, piece.box.y + around.y, piece.box.width, piece.box.height
            );
            const bool is_table =
                line.x < strip.x - beyond * 7 / 10 || line.br().x > strip.br().x + beyond * 7 / 10;
            if (is_table || (line & strip).empty()) continue;
            comb.lines.push_back({line.x, line.y, line.width, line.height});
        }
        if (const auto line = worn_line(strip, false)) {
            const int next = beyond / 2;
            const bool goes_on =
                covered(ink_, {line->x - next - beyond, line->y, beyond, line->height}, false) >
                    0.5 ||
                covered(ink_, {line->br().x + next, line->y, beyond, line->height}, false) > 0.5;
            if (!goes_on) comb.lines.push_back({line->x, line->y, line->width, line->height});
        }
    }

    const cv::Mat& ink_;
    int text_height_;
    capture::Bits across_;   ///< its runs that may be edges
    std::vector<Box> sides_; ///< from left to right
};

std::vector<Comb> find_shared_sides(const cv::Mat& ink, int text_height)
{
    return Search(ink, text_height).find();
}

} // namespace

std::vector<Comb> find_combs(const cv::Mat& ink, int text_height)
{
    // Boxes have sides at even distances, and a row with shared sides has teeth: in this order,
    // each on what the last one left.
    cv::Mat rest = ink;
    std::vector<Comb> combs;
    for (auto* find : {find_boxes_apart, find_shared_sides, find_toothed_lines}) {
        auto found = find(rest, text_height);
        if (combs.empty() && !found.empty()) rest = ink.clone();
        for (Comb& comb : found) {
            for (const Box& line : comb.lines) {
                const cv::Rect place(line.x - 1, line.y - 1, line.width + 2, line.height + 2);
                rest(place & cv::Rect(0, 0, rest.cols, rest.rows)).setTo(0);
            }
            combs.push_back(std::move(comb));
        }
    }
    return combs;
}

} // namespace dossier::ocr
