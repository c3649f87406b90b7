#include "ocr/layout/cells.h"

#include "ocr/layout/boxes.h"

#include <algorithm>

namespace dossier::ocr {
namespace {

using capture::Box;

int height_of_middle(const Box& box)
{
    return box.y + box.height / 2;
}

/// Row by row, each from left to right.
void put_in_reading_order(std::vector<std::size_t>& lines, std::span<const Box> boxes)
{
    const auto row_before = [&](std::size_t a, std::size_t b) {
        return height_of_middle(boxes[a]) < height_of_middle(boxes[b]);
    };
    std::ranges::sort(lines, row_before);
    for (auto row = lines.begin(); row != lines.end();) {
        const auto end = std::find_if(row, lines.end(), [&](std::size_t line) {
            return !is_same_row(boxes[*row], boxes[line]);
        });
        std::sort(row, end, [&](std::size_t a, std::size_t b) { return boxes[a].x < boxes[b].x; });
        row = end;
    }
}

} // namespace

Cells::Cells(std::span<const Box> lines, const Rules& rules, int text_height)
    : text_height_(text_height)
{
    if (rules.down().empty()) return;
    for (std::size_t i = 0; i < lines.size(); ++i)
        add_line(i, lines[i], rules);
    for (Cell& cell : cells_)
        put_in_reading_order(cell.lines, lines);
    add_blank_cells(rules);
}

void Cells::add_line(std::size_t line, const Box& box, const Rules& rules)
{
    const auto known = at_point(box.x + box.width / 2, height_of_middle(box));
    if (known) {
        cells_[*known].lines.push_back(line);
    } else if (const auto cell = rules.find_cell(box)) {
        cells_.push_back({*cell, {line}});
    }
}

void Cells::add_blank_cells(const Rules& rules)
{
    const int step = std::max(6, text_height_ / 2);
    const std::size_t with_text = cells_.size();
    for (std::size_t i = 0; i < with_text; ++i) {
        const Box& box = cells_[i].box;
        const int y = height_of_middle(box);
        const Box beside{ocr::right_of(box) + step, y - text_height_ / 2, step, text_height_};
        const bool is_off = ocr::right_of(beside) >= rules.down().cols;
        if (is_off || has_text_to_the_right(i)) continue;
        const auto blank = rules.find_cell(beside);
        if (blank && !at_point(blank->x + blank->width / 2, height_of_middle(*blank)))
            cells_.push_back({*blank, {}});
    }
}

bool Cells::has_text_to_the_right(std::size_t at) const
{
    const Box& left = cells_[at].box;
    return std::ranges::any_of(cells_, [&](const Cell& cell) {
        const Box& box = cell.box;
        const bool overlaps = box.y < bottom_of(left) - text_height_ / 2 &&
                              bottom_of(box) > left.y + text_height_ / 2;
        return !cell.lines.empty() && overlaps && is_near(box.x, ocr::right_of(left));
    });
}

std::optional<std::size_t> Cells::at_point(int x, int y) const
{
    const auto holds = [&](const Cell& cell) {
        return x >= cell.box.x && x < ocr::right_of(cell.box) && y >= cell.box.y &&
               y < bottom_of(cell.box);
    };
    const auto found = std::ranges::find_if(cells_, holds);
    if (found == cells_.end()) return std::nullopt;
    return static_cast<std::size_t>(found - cells_.begin());
}

/// As near as the two sides of a rule on a sheet that is not quite flat.
bool Cells::is_near(int a, int b) const
{
    return std::abs(a - b) <= std::max(8, text_height_ * 8 / 10);
}

std::optional<std::size_t> Cells::home_of(std::size_t line) const
{
    const auto found = std::ranges::find_if(cells_, [&](const Cell& cell) {
        return std::ranges::find(cell.lines, line) != cell.lines.end();
    });
    if (found == cells_.end()) return std::nullopt;
    return static_cast<std::size_t>(found - cells_.begin());
}

std::optional<std::size_t> Cells::left_of(std::size_t at, int y) const
{
    const int edge = cells_[at].box.x;
    for (std::size_t i = 0; i < cells_.size(); ++i) {
        const Box& box = cells_[i].box;
        const bool is_level = box.y <= y && y < bottom_of(box);
        if (box.x < edge && is_level && is_near(ocr::right_of(box), edge)) return i;
    }
    return std::nullopt;
}

std::optional<std::size_t> Cells::right_of(std::size_t at, int y) const
{
    // A cell may be narrower than what counts as near: to the right is only what begins further on.
    const int edge = ocr::right_of(cells_[at].box);
    for (std::size_t i = 0; i < cells_.size(); ++i) {
        const Box& box = cells_[i].box;
        const bool is_level = box.y <= y && y < bottom_of(box);
        if (box.x > cells_[at].box.x && is_level && is_near(box.x, edge)) return i;
    }
    return std::nullopt;
}

std::vector<std::size_t> Cells::row_from(std::size_t at) const
{
    const Box& first = cells_[at].box;
    std::vector<std::size_t> row{at};
    while (const auto next = right_of(row.back(), height_of_middle(first))) {
        const Box& box = cells_[*next].box;
        if (!is_near(box.y, first.y) || !is_near(bottom_of(box), bottom_of(first))) break;
        row.push_back(*next);
    }
    return row;
}

std::vector<std::size_t> Cells::column_under(std::size_t at) const
{
    const Box& top = cells_[at].box;
    std::vector<std::size_t> under;
    for (std::size_t i = 0; i < cells_.size(); ++i) {
        const Box& box = cells_[i].box;
        const bool overlaps =
            box.x + text_height_ < ocr::right_of(top) && ocr::right_of(box) - text_height_ > top.x;
        if (i != at && overlaps && box.y + text_height_ > bottom_of(top)) under.push_back(i);
    }
    std::ranges::sort(under, {}, [&](std::size_t i) { return cells_[i].box.y; });
    const auto end = std::ranges::find_if(under, [&](std::size_t i) {
        const Box& box = cells_[i].box;
        return !is_near(box.x, top.x) || !is_near(ocr::right_of(box), ocr::right_of(top));
    });
    under.erase(end, under.end());
    return under;
}

} // namespace dossier::ocr
