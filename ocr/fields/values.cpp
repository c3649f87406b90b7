#include "ocr/fields/values.h"

#include "ocr/layout/boxes.h"
#include "ocr/layout/tick_boxes.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <limits>
#include <string_view>

namespace dossier::ocr {
namespace {

using capture::Box;

bool holds_centre(const Box& cell, const Box& box)
{
    const int x = box.x + box.width / 2;
    const int y = box.y + box.height / 2;
    return x >= cell.x && x < right_of(cell) && y >= cell.y && y < bottom_of(cell);
}

int twice_centre(const Box& box)
{
    return 2 * box.y + box.height;
}

/// The search for one value; members are the questions that the rules of finding ask.
class Search {
public:
    Search(const PageText& page, const std::vector<LabelHit>& hits, std::size_t at)
        : page_(page),
          hits_(hits),
          hit_(hits[at]),
          label_(box_of(page.lines[hit_.span.line].symbols, hit_.span.first, hit_.span.last)),
          cell_(page.rules.find_cell(label_))
    {}

    /// The cell beside or under the label's own, if the label has one for itself.
    enum class Side { right, below };

    /// Whether its label has to have the cell for itself, or may have print far off in it: a stamp.
    enum class Alone { wholly, nearly };

    bool has_value_in(Side side, Alone alone = Alone::wholly) const
    {
        const auto cell = next_cell(side, alone);
        return cell && !lines_in(*cell, 0).empty();
    }

    std::vector<Span> find(Extent extent, Start start)
    {
        if (hit_.is_head && start == Start::on_the_line) return under_head();
        if (start == Start::off_the_row) return continued(off_the_row(), extent);
        auto value = start == Start::on_the_line ? rest_of_line() : std::vector<Span>{};
        if (cell_ && is_translation(value) && !in_cell_to_the_right().empty()) value.clear();
        const bool is_beside = !value.empty();
        const bool by_cells = start != Start::outside_of_cells && start != Start::below;
        if (value.empty() && cell_ && by_cells) value = in_cells();
        if (value.empty() && start != Start::below) value = to_the_right();
        if (value.empty()) value = below();
        if (value.empty()) return value;
        if (!is_beside && cell_ && value.size() > 1) return value;
        return continued(std::move(value), extent);
    }

    bool has_line_above(const Span& value) const { return line_above(box(value)).has_value(); }

private:
    Box box(const Span& span) const
    {
        return box_of(page_.lines[span.line].symbols, span.first, span.last);
    }

    std::vector<Span> continued(std::vector<Span> value, Extent extent) const
    {
        if (value.empty()) return value;
        join_row(value);
        if (extent == Extent::one_line) return value;
        const Box last = box(value.front());
        if (const auto above = line_above(last)) value.insert(value.begin(), *above);
        continue_below(value, last);
        return value;
    }

    /// A label only for the colon behind it, at the beginning of a line: running text that goes on
    /// may have one there.
    static bool is_first_and_unknown(const LabelHit& hit)
    {
        return hit.label.empty() && hit.span.first == 0;
    }

    /// The part of a line from `first` to the next label, without leading colons and blanks. Where
    /// text goes on, what begins the line is no label for its colon alone.
    Span trimmed(std::size_t line, std::size_t first, bool goes_on = false) const
    {
        const auto& symbols = page_.lines[line].symbols;
        std::size_t last = symbols.size();
        for (const LabelHit& hit : hits_) {
            if (goes_on && is_first_and_unknown(hit)) continue;
            if (hit.span.line == line && hit.span.first >= first)
                last = std::min(last, hit.span.first);
        }
        while (first < last && !counts(symbols[first]) && symbols[first].text != "+" &&
               symbols[first].text != "(" && symbols[first].text != empty_box &&
               symbols[first].text != ticked_box && symbols[first].text != "（")
            ++first;
        bool counts_somewhere = false;
        for (std::size_t i = first; i < last; ++i)
            counts_somewhere = counts_somewhere || counts(symbols[i]);
        return {line, first, counts_somewhere ? last : first};
    }

    /// A line that goes on with a value: it may begin with the comma that its last line lacks, or
    /// be the last character alone, which 口 is read as a box: 进出口。
    Span going_on(std::size_t line, bool is_running) const
    {
        constexpr std::array<std::string_view, 5> marks{"、", "，", ",", "；", "）"};
        const auto& symbols = page_.lines[line].symbols;
        if (is_running && !symbols.empty() && symbols.size() <= 2 && symbols.front().text == "□")
            return {line, 0, symbols.size()};
        Span span = trimmed(line, 0, is_running);
        const bool is_mark =
            span.first == 1 && std::ranges::find(marks, symbols.front().text) != marks.end();
        if (is_mark && span.first < span.last) span.first = 0;
        return span;
    }

    bool starts_with_label(std::size_t line, bool goes_on = false) const
    {
        return std::ranges::any_of(hits_, [&](const LabelHit& hit) {
            return hit.span.line == line && hit.span.first <= 1 &&
                   !(goes_on && is_first_and_unknown(hit));
        });
    }

    /// Whether a line stands under another as running text does.
    bool is_flush(const Box& line, const Box& first) const
    {
        return std::abs(line.x - first.x) < page_.text_height &&
               std::abs(first.x - label_.x) > page_.text_height;
    }

    std::vector<Span> rest_of_line() const
    {
        const Span rest = trimmed(hit_.span.line, hit_.span.last);
        if (rest.first == rest.last) return {};
        return {rest};
    }

    std::vector<Span> lines_in(const Box& cell, int below_y) const
    {
        std::vector<Span> spans;
        for (std::size_t i = 0; i < page_.lines.size(); ++i) {
            const Box& line = page_.lines[i].box;
            if (i == hit_.span.line || !holds_centre(cell, line) ||
                line.y + line.height / 2 < below_y)
                continue;
            const bool goes_on = !spans.empty() && is_flush(line, box(spans.front()));
            if (starts_with_label(i, goes_on)) return {};
            const Span span = trimmed(i, 0, goes_on);
            if (span.first < span.last) spans.push_back(span);
        }
        order_rows(spans);
        return spans;
    }

    /// Puts what stands on one row into the order in which it is read: higher pieces come first.
    void order_rows(std::vector<Span>& spans) const
    {
        for (std::size_t i = 1; i < spans.size(); ++i) {
            for (std::size_t k = i; k > 0; --k) {
                const Box left = box(spans[k - 1]);
                const Box right = box(spans[k]);
                if (!is_same_row(left, right) || left.x <= right.x) break;
                std::swap(spans[k - 1], spans[k]);
            }
        }
    }

    /// Higher ones are the frame of the page.
    bool is_cell(const Box& cell) const { return cell.height < 12 * page_.text_height; }

    /// Then the next cell is another label's: a frame around a page is a cell, too.
    bool has_neighbour_in_cell() const
    {
        for (std::size_t i = 0; i < page_.lines.size(); ++i) {
            const Box& line = page_.lines[i].box;
            if (i != hit_.span.line && line.x > right_of(label_) - label_.height / 2 &&
                is_same_row(line, label_) && holds_centre(*cell_, line))
                return true;
        }
        return false;
    }

    std::vector<Span> in_cells() const
    {
        auto inside = lines_in(*cell_, bottom_of(label_));
        if (!is_cell(*cell_)) inside.clear();
        if (!inside.empty() && !is_translation(inside)) return inside;
        if (has_neighbour_in_cell()) return inside;
        auto beside = in_cell_to_the_right();
        return beside.empty() ? inside : beside;
    }

    std::vector<Span> in_cell_to_the_right() const
    {
        const int step = std::max(6, page_.text_height / 2);
        const Box right{right_of(*cell_) + step, label_.y, step, label_.height};
        if (right.x >= page_.rules.down().cols) return {};
        const auto cell = page_.rules.find_cell(right);
        return cell && is_cell(*cell) ? lines_in(*cell, 0) : std::vector<Span>{};
    }

    /// Latin words behind or under a label in Chinese, as small print.
    bool is_translation(const std::vector<Span>& spans) const
    {
        if (spans.empty() || hit_.label.empty() || !is_han(hit_.label.front())) return false;
        return std::ranges::all_of(spans, [&](const Span& span) {
            const auto& symbols = page_.lines[span.line].symbols;
            return std::all_of(
                symbols.begin() + static_cast<std::ptrdiff_t>(span.first),
                symbols.begin() + static_cast<std::ptrdiff_t>(span.last),
                [](const Symbol& symbol) {
                    const char32_t sign = first_of(symbol);
                    return !is_han(sign) && !is_digit(sign) && sign != U'@';
                }
            );
        });
    }

    bool is_alone_in_cell(Alone alone) const
    {
        if (!cell_ || !rest_of_line().empty()) return false;
        const int far =
            alone == Alone::wholly ? right_of(*cell_) : right_of(label_) + 14 * page_.text_height;
        for (std::size_t i = 0; i < page_.lines.size(); ++i) {
            const Box& line = page_.lines[i].box;
            if (i != hit_.span.line && line.x < far && holds_centre(*cell_, line)) return false;
        }
        return true;
    }

    /// Under a head is what is as wide as it.
    std::optional<Box> next_cell(Side side, Alone alone) const
    {
        if (!is_alone_in_cell(alone)) return std::nullopt;
        const int step = std::max(6, page_.text_height / 2);
        const Box beside = side == Side::right
                               ? Box{right_of(*cell_) + step, label_.y, step, label_.height}
                               : Box{cell_->x + step, bottom_of(*cell_) + step, step, step};
        const auto& down = page_.rules.down();
        if (right_of(beside) >= down.cols || bottom_of(beside) >= down.rows) return std::nullopt;
        const auto cell = page_.rules.find_cell(beside);
        if (!cell || !is_cell(*cell)) return std::nullopt;
        const auto is_near = [&](int a, int b) { return std::abs(a - b) <= page_.text_height; };
        const bool is_as_wide =
            is_near(cell->x, cell_->x) && is_near(right_of(*cell), right_of(*cell_));
        if (side == Side::below && !is_as_wide) return std::nullopt;
        return cell;
    }

    std::vector<Span> under_head() const
    {
        const auto cell = next_cell(Side::below, Alone::nearly);
        return cell ? lines_in(*cell, 0) : std::vector<Span>{};
    }

    /// Lines of small print are often so close that two share the row of a label: of those that
    /// begin where `line` does, the one that stands at its height.
    std::size_t level_with_label(std::size_t line) const
    {
        const auto off = [&](const Box& box) {
            return std::abs(twice_centre(box) - twice_centre(label_));
        };
        const int left = page_.lines[line].box.x;
        std::size_t best = line;
        for (std::size_t i = 0; i < page_.lines.size(); ++i) {
            const Box& box = page_.lines[i].box;
            if (i == hit_.span.line || !is_same_row(box, label_)) continue;
            if (std::abs(box.x - left) > page_.text_height) continue;
            if (off(box) < off(page_.lines[best].box)) best = i;
        }
        return best;
    }

    /// Whether what stands beside other labels begins where `line` does: a column of answers.
    bool begins_column(const Box& line) const
    {
        constexpr std::ptrdiff_t enough = 3;
        const auto others = std::ranges::count_if(hits_, [&](const LabelHit& hit) {
            const Box label = box(hit.span);
            return std::ranges::any_of(page_.lines, [&](const TextLine& each) {
                return std::abs(each.box.x - line.x) * 2 < page_.text_height &&
                       right_of(label) < each.box.x && is_same_row(label, each.box);
            });
        });
        return others >= enough;
    }

    std::vector<Span> to_the_right() const
    {
        std::size_t nearest = page_.lines.size();
        int least = std::numeric_limits<int>::max();
        for (std::size_t i = 0; i < page_.lines.size(); ++i) {
            const Box& line = page_.lines[i].box;
            const int gap = line.x - right_of(label_);
            const bool is_speck = line.height * 2 < label_.height;
            if (i == hit_.span.line || gap < -label_.height / 2 || is_speck ||
                !is_same_row(line, label_) || gap >= least)
                continue;
            nearest = i, least = gap;
        }
        if (nearest == page_.lines.size()) return {};
        const Box& there = page_.lines[nearest].box;
        const bool is_far = least > 14 * page_.text_height;
        // What is left of a stamp far off is nobody's value.
        if (is_far && !page_.lines[nearest].stamped.empty()) return {};
        if (is_far && !page_.rules.is_under_both(label_, there) && !begins_column(there)) return {};
        nearest = level_with_label(nearest);
        if (starts_with_label(nearest)) return {};
        const Span span = trimmed(nearest, 0);
        if (span.first == span.last) return {};
        return {span};
    }

    /// How much lower than their labels values stand on this page, in half pixels: the median over
    /// the labels that have something on their row.
    int shift() const
    {
        if (!shift_) shift_ = find_shift();
        return *shift_;
    }

    int find_shift() const
    {
        std::vector<int> shifts;
        for (const LabelHit& hit : hits_) {
            const Box label = box(hit.span);
            for (std::size_t i = 0; i < page_.lines.size(); ++i) {
                const Box& line = page_.lines[i].box;
                if (i == hit.span.line || line.x < right_of(label) || starts_with_label(i) ||
                    !is_same_row(line, label))
                    continue;
                shifts.push_back(twice_centre(line) - twice_centre(label));
            }
        }
        if (shifts.empty()) return 0;
        const auto middle = shifts.begin() + std::ssize(shifts) / 2;
        std::ranges::nth_element(shifts, middle);
        return *middle;
    }

    /// To the right of the label, and nearer to it than to any other label before it.
    std::vector<Span> off_the_row() const
    {
        const int shifted = shift();
        const auto off = [&](const Box& line, const Box& label) {
            return std::abs(twice_centre(line) - twice_centre(label) - shifted);
        };
        std::size_t nearest = page_.lines.size();
        int least = label_.height * 3 / 2;
        for (std::size_t i = 0; i < page_.lines.size(); ++i) {
            const Box& line = page_.lines[i].box;
            const int gap = line.x - right_of(label_);
            const bool is_behind =
                i != hit_.span.line && gap > -label_.height / 2 && gap < 14 * page_.text_height;
            if (!is_behind || starts_with_label(i) || off(line, label_) >= least) continue;
            const bool is_others = std::ranges::any_of(hits_, [&](const LabelHit& hit) {
                const Box other = box(hit.span);
                return other.x < line.x && off(line, other) < off(line, label_);
            });
            if (!is_others) nearest = i, least = off(line, label_);
        }
        if (nearest == page_.lines.size()) return {};
        const Span span = trimmed(nearest, 0);
        if (span.first == span.last) return {};
        return {span};
    }

    std::vector<Span> below() const
    {
        std::size_t nearest = page_.lines.size();
        int least = std::numeric_limits<int>::max();
        for (std::size_t i = 0; i < page_.lines.size(); ++i) {
            const Box& line = page_.lines[i].box;
            const int gap = line.y - bottom_of(label_);
            const bool is_under =
                line.x < right_of(label_) + 2 * page_.text_height && right_of(line) > label_.x;
            const bool is_aligned = line.x > label_.x - 2 * page_.text_height;
            if (gap < -label_.height / 3 || gap >= least || !is_under || !is_aligned ||
                belongs_to_other(line))
                continue;
            nearest = i, least = gap;
        }
        if (nearest == page_.lines.size() || least > 2 * page_.text_height ||
            starts_with_label(nearest))
            return {};
        const Span span = trimmed(nearest, 0);
        if (span.first == span.last) return {};
        return {span};
    }

    /// Whether a line is the number of a question that stands behind it: 8. 姓名.
    bool numbers_label(std::size_t line) const
    {
        constexpr std::size_t longest = 4;
        const auto& symbols = page_.lines[line].symbols;
        const bool is_number = symbols.size() <= longest && is_digit(first_of(symbols.front())) &&
                               !counts(symbols.back());
        const Box& here = page_.lines[line].box;
        return is_number && std::ranges::any_of(hits_, [&](const LabelHit& hit) {
                   const Box label = box(hit.span);
                   const int gap = label.x - right_of(here);
                   return is_same_row(here, label) && gap > -page_.text_height / 4 &&
                          gap < 2 * page_.text_height;
               });
    }

    /// Whether a line is of much larger print than what stands before it: a watermark or a title.
    bool is_larger(const Box& line, const Box& before) const
    {
        return line.height * 10 > std::max(before.height, page_.text_height) * 16;
    }

    /// What follows on the same row after a wide gap, as long as no label or border comes between.
    void join_row(std::vector<Span>& value) const
    {
        for (;;) {
            const Box last = box(value.back());
            std::size_t nearest = page_.lines.size();
            int least = 4 * page_.text_height;
            for (std::size_t i = 0; i < page_.lines.size(); ++i) {
                const Box& line = page_.lines[i].box;
                const int gap = line.x - right_of(last);
                const bool fits =
                    is_same_row(line, last) && gap >= -page_.text_height / 4 && gap < least;
                if (i == value.back().line || !fits || is_larger(line, last) ||
                    page_.rules.is_between(last, line))
                    continue;
                nearest = i, least = gap;
            }
            const bool is_cut = value.back().last < page_.lines[value.back().line].symbols.size();
            if (is_cut || nearest == page_.lines.size() || starts_with_label(nearest) ||
                numbers_label(nearest))
                return;
            const Span span = trimmed(nearest, 0);
            if (span.first == span.last) return;
            value.push_back(span);
        }
    }

    /// Whether a label of our own column or further right stands before `line` on its row.
    bool belongs_to_other(const Box& line) const
    {
        return std::ranges::any_of(hits_, [&](const LabelHit& hit) {
            const Box other = box(hit.span);
            return is_same_row(other, line) && is_before(other, line);
        });
    }

    /// Whether a question that no type knows stands before `line` on its row, in our column or left
    /// of it: it ends with a colon, and is no list whose full stop was misread.
    bool answers_other(std::size_t line, const Box& first) const
    {
        const Box& here = page_.lines[line].box;
        return std::ranges::any_of(page_.lines, [&](const TextLine& other) {
            return right_of(other.box) <= here.x && other.box.x < first.x &&
                   is_same_row(other.box, here) && !other.symbols.empty() &&
                   is_colon(other.symbols.back()) &&
                   std::ranges::none_of(other.symbols, is_semicolon, first_of);
        });
    }

    bool is_before(const Box& label, const Box& line) const
    {
        return label.x < line.x && right_of(label) > label_.x - label_.height;
    }

    /// The same of a line below a value: its own label may reach down to it, and a printer may have
    /// put all values lower than their labels.
    bool continues_other(std::size_t number) const
    {
        const Box& line = page_.lines[number].box;
        return std::ranges::any_of(hits_, [&](const LabelHit& hit) {
            const Box other = box(hit.span);
            const bool is_of_line = hit.span.line == number; // whose words are what goes on
            if (&hit == &hit_ || is_of_line || !is_before(other, line)) return false;
            const int off = std::abs(twice_centre(line) - twice_centre(other) - shift());
            return is_same_row(other, line) || off < std::min(other.height, line.height);
        });
    }

    /// Two lines often stand beside the middle of their label: the upper one, right above the one
    /// that was found.
    std::optional<Span> line_above(const Box& first) const
    {
        constexpr std::size_t long_enough = 12; // running text, whatever colons it seems to have
        std::optional<Span> above;
        for (std::size_t i = 0; i < page_.lines.size(); ++i) {
            const Box& line = page_.lines[i].box;
            const int gap = first.y - bottom_of(line);
            const bool is_beside =
                bottom_of(line) > label_.y && line.x > right_of(label_) - label_.height / 2;
            // Of a line that slopes, or is joined with its label, the box is too high.
            const int half = std::min(first.height, line.height) / 2;
            const bool is_right_above = gap < first.height / 2 && line.y < first.y - half;
            const bool is_long = page_.lines[i].symbols.size() >= long_enough;
            if (!is_beside || !is_right_above || !is_flush(line, first) ||
                starts_with_label(i, is_long) || continues_other(i))
                continue;
            const Span span = trimmed(i, 0, is_long);
            if (span.first < span.last) above = span;
        }
        return above;
    }

    /// Where the column of the value ends: at the border of its cell or the next label on its rows.
    int column_end(const Box& first) const
    {
        int end = std::numeric_limits<int>::max();
        for (const LabelHit& hit : hits_) {
            const Box other = box(hit.span);
            const bool is_near = other.y < bottom_of(first) + 3 * page_.text_height &&
                                 bottom_of(other) > first.y - 3 * page_.text_height;
            if (is_near && other.x > right_of(label_) && other.x > first.x + 2 * page_.text_height)
                end = std::min(end, other.x);
        }
        return end;
    }

    /// `last`: the lowest line that was found so far.
    void continue_below(std::vector<Span>& value, Box last) const
    {
        constexpr std::size_t most_lines = 40;
        const Box first = box(value.front());
        const int end = column_end(first);
        for (std::size_t i = 0; i < page_.lines.size() && value.size() < most_lines; ++i) {
            const Box& line = page_.lines[i].box;
            const int gap = line.y - bottom_of(last);
            const bool is_next = line.y > last.y + last.height / 2 &&
                                 gap < std::max(last.height, page_.text_height) * 13 / 10;
            const bool is_aligned =
                line.x > std::min(first.x, label_.x + label_.width) - 2 * page_.text_height &&
                line.x < end && line.x < first.x + 3 * page_.text_height;
            const bool is_running = is_flush(line, first);
            if (!is_next || !is_aligned || starts_with_label(i, is_running) || continues_other(i) ||
                answers_other(i, first))
                continue;
            if (cell_ && page_.rules.is_under(last, line)) break;
            const Span span = going_on(i, is_running);
            if (span.first == span.last) continue;
            value.push_back(span);
            last = line;
        }
    }

    const PageText& page_;
    const std::vector<LabelHit>& hits_;
    const LabelHit& hit_;
    Box label_;
    std::optional<Box> cell_;
    mutable std::optional<int> shift_; ///< asked of many lines, or of none
};

struct Place {
    std::size_t line;
    std::size_t at;
};

/// Words between boxes, as single symbols in order.
std::vector<Place> places_of(const std::vector<Span>& value)
{
    std::vector<Place> places;
    for (const Span& span : value) {
        for (std::size_t i = span.first; i < span.last; ++i)
            places.push_back({span.line, i});
    }
    return places;
}

} // namespace

void mark_heads(const PageText& page, std::vector<LabelHit>& hits)
{
    if (page.rules.down().empty()) return;
    std::ptrdiff_t heads = 0;
    std::ptrdiff_t beside = 0;
    for (std::size_t i = 0; i < hits.size(); ++i) {
        const Search search(page, hits, i);
        if (search.has_value_in(Search::Side::below)) ++heads;
        if (search.has_value_in(Search::Side::right)) ++beside;
    }
    if (heads <= beside) return;
    for (std::size_t i = 0; i < hits.size(); ++i) {
        const Search search(page, hits, i);
        hits[i].is_head = search.has_value_in(Search::Side::below, Search::Alone::nearly);
    }
}

std::vector<Span> find_value(
    const PageText& page,
    const std::vector<LabelHit>& hits,
    std::size_t at,
    Extent extent,
    Start start
)
{
    return Search(page, hits, at).find(extent, start);
}

bool may_be_lower_half(
    const PageText& page,
    const std::vector<LabelHit>& hits,
    std::size_t at,
    const std::vector<Span>& value
)
{
    return !value.empty() && Search(page, hits, at).has_line_above(value.front());
}

std::vector<Span> ticked_part(const PageText& page, const std::vector<Span>& value)
{
    const std::vector<Place> places = places_of(value);
    const auto symbol = [&](const Place& place) -> const std::string& {
        return page.lines[place.line].symbols[place.at].text;
    };
    const auto is_box = [&](const Place& place) { return is_tick_box(symbol(place)); };
    if (std::ranges::none_of(places, is_box)) return value;
    const bool box_first = is_box(places.front());
    std::vector<Span> chosen;
    std::vector<Place> words;
    bool is_ticked = false;
    const auto take = [&] {
        for (const Place& word : words)
            chosen.push_back({word.line, word.at, word.at + 1});
        words.clear();
    };
    for (const Place& place : places) {
        if (!is_box(place)) {
            words.push_back(place);
            continue;
        }
        // A box ends the words before it: they belong to it, or to the box in front of them.
        if (box_first ? is_ticked : symbol(place) == ticked_box) take();
        words.clear();
        is_ticked = symbol(place) == ticked_box;
    }
    if (box_first && is_ticked) take();
    std::vector<Span> joined;
    for (const Span& span : chosen) {
        const bool follows =
            !joined.empty() && joined.back().line == span.line && joined.back().last == span.first;
        if (follows) {
            joined.back().last = span.last;
        } else {
            joined.push_back(span);
        }
    }
    return joined;
}

std::string text_of(const PageText& page, const std::vector<Span>& spans)
{
    std::string text;
    for (const Span& span : spans)
        text += text_of(page.lines[span.line].symbols, span.first, span.last);
    return text;
}

Box box_of(const PageText& page, const std::vector<Span>& spans)
{
    Box box;
    bool is_first = true;
    for (const Span& span : spans) {
        const Box part = box_of(page.lines[span.line].symbols, span.first, span.last);
        box = is_first ? part : united(box, part);
        is_first = false;
    }
    return box;
}

} // namespace dossier::ocr
