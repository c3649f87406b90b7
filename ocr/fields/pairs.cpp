#include "ocr/fields/pairs.h"

#include "ocr/fields/cell_pairs.h"
#include "ocr/layout/boxes.h"
#include "ocr/layout/cells.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace dossier::ocr {
namespace {

using capture::Box;

constexpr double surely_a_label = 0.8;
constexpr double maybe_a_label = 0.4;

std::vector<Box> boxes_of(const std::vector<TextLine>& lines)
{
    std::vector<Box> boxes;
    for (const TextLine& line : lines)
        boxes.push_back(line.box);
    return boxes;
}

Span whole(const PageText& page, std::size_t line)
{
    return {line, 0, page.lines[line].symbols.size()};
}

/// The words of the ticked box; all of them where none is ticked.
std::vector<Span> chosen(const PageText& page, const std::vector<Span>& spans)
{
    auto ticked = ticked_part(page, spans);
    return ticked.empty() ? spans : ticked;
}

std::string without_colon(std::string label)
{
    for (const std::string_view colon : {":", "："}) {
        if (label.ends_with(colon)) label.resize(label.size() - colon.size());
    }
    return label;
}

/// A pair and the line that its label begins on.
struct Placed {
    std::size_t line = 0;
    Pair pair;
};

class PageOfPairs {
public:
    PageOfPairs(const PageText& page, const DocumentType* type, const LabelWords& words)
        : page_(page),
          words_(words),
          cells_(boxes_of(page.lines), page.rules, page.text_height),
          hits_(find_labels(page.lines, type == nullptr ? words.as_type() : *type))
    {
        std::erase_if(hits_, [&](const LabelHit& hit) { return is_doubtful(hit); });
        if (type != nullptr) add_labels_of_other_types();
        for (LabelHit& hit : hits_)
            widen(hit);
        for (std::size_t i = 0; i < page.lines.size(); ++i) {
            home_.push_back(cells_.home_of(i));
            underlines_.push_back(page.rules.find_underlines(page.lines[i].box));
        }
        for (std::size_t i = 0; i < page.lines.size(); ++i) {
            add_before_colons(i);
            add_written_on(i);
        }
        std::ranges::sort(hits_, {}, [](const LabelHit& hit) {
            return std::pair(hit.span.line, hit.span.first);
        });
        for (std::size_t i = 0; i < cells_.all().size(); ++i)
            is_mixed_.push_back(holds_pairs(i));
        for (std::size_t i = 0; i < cells_.all().size(); ++i)
            has_head_.push_back(!is_mixed_[i] && begins_with_head(i));
    }

    std::vector<Pair> find() const
    {
        std::vector<Placed> placed = in_cells();
        for (std::size_t i = 0; i < hits_.size(); ++i) {
            const auto home = home_[hits_[i].span.line];
            if (!home || is_mixed_[*home]) placed.push_back(beside(i));
        }
        std::ranges::stable_sort(placed, {}, &Placed::line);
        std::vector<Pair> pairs;
        for (Placed& each : placed)
            pairs.push_back(std::move(each.pair));
        return pairs;
    }

private:
    const std::vector<Symbol>& symbols_of(const LabelHit& hit) const
    {
        return page_.lines[hit.span.line].symbols;
    }

    bool ends_in_colon(const LabelHit& hit) const
    {
        const auto& symbols = symbols_of(hit);
        return hit.span.last < symbols.size() && is_colon(symbols[hit.span.last]);
    }

    /// A few characters that are like a label, or the beginning of a longer word: 申请人 of
    /// 申请人姓名.
    bool is_doubtful(const LabelHit& hit) const
    {
        const bool is_known = !hit.label.empty();
        const double least = hit.fields.empty() || is_letter(hit.label.front()) ? 0.85 : 0.5;
        return is_known && hit.score < least && !ends_in_colon(hit);
    }

    void add_labels_of_other_types()
    {
        for (LabelHit& hit : find_labels(page_.lines, words_.as_type())) {
            if (!is_doubtful(hit) && !is_taken(hit.span)) hits_.push_back(std::move(hit));
        }
    }

    bool is_behind_gap(const TextLine& line, std::size_t at) const
    {
        return is_wide_gap(line.symbols[at - 1], line.symbols[at]);
    }

    bool is_free(std::size_t line, std::size_t at) const { return !is_taken({line, at, at + 1}); }

    /// Labels before a colon with brackets in them: 注册资本(万元):
    void add_before_colons(std::size_t number)
    {
        constexpr std::size_t longest = 24;
        const TextLine& line = page_.lines[number];
        const auto may_belong = [&](const Symbol& symbol) {
            constexpr std::u32string_view marks = U"()/、·-";
            const char32_t first = first_of(symbol);
            return counts(first) || marks.find(first) != std::u32string_view::npos;
        };
        for (std::size_t colon = 1; colon < line.symbols.size(); ++colon) {
            if (!is_colon(line.symbols[colon]) || !is_free(number, colon - 1)) continue;
            std::size_t first = colon - 1;
            while (first > 0 && colon - first < longest && !is_behind_gap(line, first) &&
                   may_belong(line.symbols[first - 1]) && is_free(number, first - 1))
                --first;
            add_hit({number, first, colon}, maybe_a_label / 2);
        }
    }

    /// A label goes on over its words in English: 姓名 Name.
    void widen(LabelHit& hit) const
    {
        const TextLine& line = page_.lines[hit.span.line];
        std::size_t& last = hit.span.last;
        if (hit.label.empty() || !is_han(hit.label.front())) return;
        while (last < line.symbols.size() && !is_behind_gap(line, last) &&
               is_letter(first_of(line.symbols[last])) && is_free(hit.span.line, last))
            ++last;
    }

    bool is_taken(const Span& span) const
    {
        return std::ranges::any_of(hits_, [&](const LabelHit& hit) {
            return hit.span.line == span.line && hit.span.first < span.last &&
                   span.first < hit.span.last;
        });
    }

    /// Labels before a line to write on, and lines that are a label with text beside them.
    void add_written_on(std::size_t line)
    {
        const TextLine& text = page_.lines[line];
        std::size_t from = 0;
        for (const auto& [begin, end] : underlines_[line]) {
            std::size_t to = from;
            while (to < text.symbols.size() && middle_of(text.symbols[to].box) < begin)
                ++to;
            add_hit({line, from, to}, maybe_a_label);
            while (to < text.symbols.size() && middle_of(text.symbols[to].box) < end)
                ++to;
            from = to;
        }
        if (from == 0 && (!home_[line] || has_text_beside(line)))
            add_hit(whole(page_, line), surely_a_label);
    }

    void add_hit(Span span, double least)
    {
        const auto& symbols = page_.lines[span.line].symbols;
        while (span.first < span.last && !counts(symbols[span.first]))
            ++span.first;
        while (span.first < span.last && is_colon(symbols[span.last - 1]))
            --span.last;
        if (span.last - span.first < 2 || is_taken(span)) return;
        if (words_.likeness(text_of(symbols, span.first, span.last)) < least) return;
        hits_.push_back({span, {}, {}, maybe_a_label});
    }

    /// Whether another line stands to the right in the same cell.
    bool has_text_beside(std::size_t line) const
    {
        const Box& box = page_.lines[line].box;
        return std::ranges::any_of(cells_.all()[*home_[line]].lines, [&](std::size_t other) {
            const Box& beside = page_.lines[other].box;
            return beside.x > right_of(box) && is_same_row(beside, box);
        });
    }

    /// Whether a cell holds labels together with their values.
    bool holds_pairs(std::size_t cell) const
    {
        return std::ranges::any_of(hits_, [&](const LabelHit& hit) {
            if (home_[hit.span.line] != cell) return false;
            const auto& symbols = symbols_of(hit);
            const bool is_whole_line = hit.label.empty() && !ends_in_colon(hit);
            const auto rest = symbols.begin() + static_cast<std::ptrdiff_t>(hit.span.last);
            const bool says_more = std::any_of(rest, symbols.end(), [](const Symbol& symbol) {
                return counts(symbol);
            });
            if (says_more)
                return ends_in_colon(hit) || is_followed_by_gap(hit) || is_before_underline(hit);
            if (is_whole_line) return has_text_beside(hit.span.line);
            const auto& lines = cells_.all()[cell].lines;
            return ends_in_colon(hit) && hit.span.line != lines.back();
        });
    }

    bool is_followed_by_gap(const LabelHit& hit) const
    {
        const auto& symbols = symbols_of(hit);
        const Box& last = symbols[hit.span.last - 1].box;
        const Box& next = symbols[hit.span.last].box;
        return hit.span.first <= 1 && next.x - right_of(last) > last.height * 6 / 10;
    }

    bool is_before_underline(const LabelHit& hit) const
    {
        const auto& symbols = symbols_of(hit);
        const double last = middle_of(symbols[hit.span.last - 1].box);
        const double next = middle_of(symbols[hit.span.last].box);
        return std::ranges::any_of(underlines_[hit.span.line], [&](const auto& underline) {
            return last < underline.first && underline.first <= next;
        });
    }

    std::vector<Span> spans_of(std::size_t cell) const
    {
        std::vector<Span> spans;
        for (const std::size_t line : cells_.all()[cell].lines)
            spans.push_back(whole(page_, line));
        return spans;
    }

    /// Whether the first line of a cell is a label over its value.
    bool begins_with_head(std::size_t cell) const
    {
        constexpr double surely_a_value = 0.3;
        const auto spans = spans_of(cell);
        const auto likeness = [&](std::size_t from, std::size_t to) {
            const auto begin = spans.begin();
            const std::vector<Span> part(
                begin + static_cast<std::ptrdiff_t>(from), begin + static_cast<std::ptrdiff_t>(to)
            );
            return words_.likeness(text_of(page_, part));
        };
        if (spans.size() < 2 || likeness(0, spans.size()) >= surely_a_label) return false;
        const auto& next = page_.lines[spans[1].line].symbols;
        const bool is_remark = next.front().text == "(" || next.front().text == "（";
        return likeness(0, 1) >= surely_a_label && !is_remark &&
               likeness(1, spans.size()) < surely_a_value;
    }

    std::vector<Placed> in_cells() const
    {
        std::vector<double> likeness;
        for (std::size_t i = 0; i < cells_.all().size(); ++i)
            likeness.push_back(
                is_mixed_[i] || has_head_[i] ? 0.0 : words_.likeness(text_of(page_, spans_of(i)))
            );
        std::vector<Placed> placed;
        for (const CellPair& each : pair_cells(cells_, likeness)) {
            if (is_mixed_[each.value] || has_head_[each.value]) continue;
            placed.push_back(of_spans(spans_of(each.label), spans_of(each.value)));
        }
        for (std::size_t i = 0; i < has_head_.size(); ++i) {
            if (!has_head_[i]) continue;
            const auto spans = spans_of(i);
            placed.push_back(of_spans({spans.front()}, {spans.begin() + 1, spans.end()}));
        }
        return placed;
    }

    Placed of_spans(const std::vector<Span>& label, const std::vector<Span>& all) const
    {
        const auto value = chosen(page_, all);
        return {
            label.front().line,
            {.label = without_colon(text_of(page_, label)),
             .value = text_of(page_, value),
             .page = page_.page,
             .box = box_of(page_, value.empty() ? label : value)}};
    }

    Placed beside(std::size_t at) const
    {
        return of_spans({hits_[at].span}, find_value(page_, hits_, at, Extent::one_line));
    }

    const PageText& page_;
    const LabelWords& words_;
    Cells cells_;
    std::vector<LabelHit> hits_;                               ///< outside of cells and in them
    std::vector<std::optional<std::size_t>> home_;             ///< the cell of each line
    std::vector<std::vector<std::pair<int, int>>> underlines_; ///< of each line
    std::vector<bool> has_head_; ///< cells that hold a label over its value
    std::vector<bool> is_mixed_; ///< cells that hold labels with their values
};

} // namespace

std::vector<Pair>
extract_pairs(const PageText& page, const DocumentType* type, const LabelWords& words)
{
    return PageOfPairs(page, type, words).find();
}

} // namespace dossier::ocr
