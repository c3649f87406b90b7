#include "ocr/fields/by_place.h"

#include "capture/utf8.h"
#include "ocr/fields/decide.h"
#include "ocr/fields/paid.h"
#include "ocr/fields/receipt_values.h"
#include "ocr/fields/rows.h"
#include "ocr/layout/boxes.h"

#include <algorithm>
#include <optional>
#include <set>

namespace dossier::ocr {
namespace {

using capture::Box;

bool begins_with_one(const std::u32string& text, const std::vector<std::string>& words)
{
    return std::ranges::any_of(words, [&](const std::string& word) {
        return text.starts_with(fold(word));
    });
}

bool ends_with_one(const std::u32string& text, const std::vector<std::string>& words)
{
    return std::ranges::any_of(words, [&](const std::string& word) {
        return text.ends_with(fold(word));
    });
}

/// Whether it ends with one of the words, but for a number in brackets.
bool is_named(const Row& row, const std::vector<std::string>& words)
{
    auto shown = row.shown;
    const auto bracket = shown.find_last_of(U"(（");
    if (bracket != std::u32string::npos && bracket > 0 &&
        std::any_of(shown.begin() + static_cast<std::ptrdiff_t>(bracket), shown.end(), is_digit))
        shown.resize(bracket);
    return ends_with_one(fold(capture::to_utf8(shown)), words);
}

bool is_in_brackets(const Row& row)
{
    return fold(row.shown.front()) == U'(';
}

bool has_letters(const Row& row)
{
    return std::ranges::count_if(row.text, [](char32_t c) { return is_letter(c) || is_han(c); }) >=
           2;
}

bool has_digits(const Row& row)
{
    return std::ranges::any_of(row.text, is_digit);
}

/// The head of a page: the row of the name, and rows [address, end) that say where it is.
struct Head {
    std::vector<Row> rows;
    std::size_t name = 0;
    std::size_t address = 0;
    std::size_t end = 0;
};

/// `name` and `under` tell it by what names end with and what follows upon an address.
std::optional<Head> find_head(const PageText& page, const FieldType& name, const FieldType* under)
{
    constexpr std::size_t deepest = 14;
    constexpr std::size_t longest_address = 6;
    Head head{.rows = rows_of(page)};
    std::erase_if(head.rows, [](const Row& row) { return row.text.empty(); });
    auto& rows = head.rows;
    if (rows.size() > deepest) rows.resize(deepest);
    const auto ends_head = [&](const Row& row) {
        return under != nullptr && begins_with_one(row.text, under->until);
    };
    const auto stop =
        static_cast<std::size_t>(std::ranges::find_if(rows, ends_head) - rows.begin());
    const auto named = static_cast<std::size_t>(
        std::find_if(
            rows.begin(),
            rows.begin() + static_cast<std::ptrdiff_t>(stop),
            [&](const Row& row) { return is_named(row, name.endings); }
        ) -
        rows.begin()
    );
    const auto is_address = [&](std::size_t i) {
        return has_letters(rows[i]) && has_digits(rows[i]) && !is_in_brackets(rows[i]) &&
               !find_short_date(rows[i].shown);
    };
    head.address = named < stop ? named + 1 : 0;
    while (head.address < stop && !is_address(head.address))
        ++head.address;
    head.name = named;
    for (std::size_t i = head.address; named == stop && i-- > 0;) {
        if (!has_letters(rows[i]) || is_in_brackets(rows[i])) continue;
        head.name = i;
        break;
    }
    if (head.name >= stop) return std::nullopt;
    head.end = head.address;
    while (head.end < stop && head.end - head.address < longest_address) {
        const bool is_next =
            head.end == head.address || rows[head.end].box.y - bottom_of(rows[head.end - 1].box) <
                                            2 * rows[head.end - 1].box.height;
        if (!is_next || !has_letters(rows[head.end])) break;
        ++head.end;
    }
    return head;
}

void take_row(const PageText& page, const Row& row, std::vector<Span>& spans)
{
    for (const std::size_t line : row.lines)
        spans.push_back({line, 0, page.lines[line].symbols.size()});
}

/// A company's number in brackets behind its name is no part of it.
void cut_number_in_brackets(const PageText& page, std::vector<Span>& spans)
{
    if (spans.empty()) return;
    Span& last = spans.back();
    const auto& symbols = page.lines[last.line].symbols;
    bool has_number = false;
    for (std::size_t i = last.last; i-- > last.first;) {
        const char32_t c = first_of(symbols[i]);
        has_number = has_number || is_digit(c);
        if (c != U'(') continue;
        if (has_number && i > last.first) last.last = i;
        return;
    }
}

const FieldType* field_at(const DocumentType& type, std::string_view place)
{
    const auto found = std::ranges::find(type.fields, place, &FieldType::place);
    return found == type.fields.end() ? nullptr : &*found;
}

std::vector<Span> find_date(const PageText& page)
{
    for (const Row& row : rows_of(page)) {
        for (const std::size_t line : row.lines) {
            const Spaced print = spaced(page.lines[line]);
            if (const auto date = find_short_date(print.text))
                return {span_of(print, line, date->first, date->last)};
        }
    }
    return {};
}

/// Every date on the page.
std::set<std::string> dates_on(const PageText& page)
{
    std::set<std::string> dates;
    for (const TextLine& line : page.lines) {
        const auto text = text_of(line.symbols, 0, line.symbols.size());
        if (const auto date = find_short_date(capture::code_points(text))) dates.insert(date->iso);
    }
    return dates;
}

} // namespace

std::vector<Span>
find_by_place(const PageText& page, const DocumentType& type, const FieldType& field)
{
    if (field.place == "anywhere") return find_date(page);
    if (field.place == "paid") return find_paid(page);
    if (field.place == "opens") return {}; // told by the range, once that is read
    const FieldType* name = field_at(type, "head");
    if (name == nullptr) return {};
    const auto head = find_head(page, *name, field_at(type, "under_head"));
    if (!head) return {};
    std::vector<Span> spans;
    if (field.place == "head") {
        take_row(page, head->rows[head->name], spans);
        cut_number_in_brackets(page, spans);
        return spans;
    }
    for (std::size_t i = head->address; i < head->end; ++i) {
        if (!is_in_brackets(head->rows[i])) take_row(page, head->rows[i], spans);
    }
    return spans;
}

std::vector<Span> find_in_zone(const PageText& page, const FieldType& field)
{
    constexpr int whole = 1000;
    const auto is_within = [&](int at, int from, int size, int side) {
        return at * whole >= from * side && at * whole < (from + size) * side;
    };
    const auto is_inside = [&](const Box& box) {
        return is_within(box.x + box.width / 2, field.zone[0], field.zone[2], page.width) &&
               is_within(box.y + box.height / 2, field.zone[1], field.zone[3], page.height);
    };
    std::vector<Span> spans;
    for (const Row& row : rows_of(page)) {
        for (const std::size_t line : row.lines) {
            const auto& symbols = page.lines[line].symbols;
            const auto inside = [&](const Symbol& symbol) { return is_inside(symbol.box); };
            const auto first = std::ranges::find_if(symbols, inside);
            const auto last = std::find_if(symbols.rbegin(), symbols.rend(), inside).base();
            if (first >= last) continue;
            spans.push_back(
                {line,
                 static_cast<std::size_t>(first - symbols.begin()),
                 static_cast<std::size_t>(last - symbols.begin())}
            );
        }
    }
    return spans;
}

void doubt_what_is_open(const PageText& page, const FieldType& type, Field& field)
{
    constexpr double even_odds = 0.5;
    const auto at_most = [&](double confidence) {
        field.confidence = std::min(field.confidence, confidence);
    };
    if (type.place == "under_head") at_most(most_of_a_guess);
    if (type.place == "head" && !ends_with_one(fold(field.value), type.endings))
        at_most(most_of_a_guess);
    if (type.grammar == Grammar::short_date) {
        const auto date = find_short_date(capture::code_points(field.raw));
        if (date && date->swapped) {
            at_most(even_odds);
            field.alternatives.push_back({*date->swapped, 1 - field.confidence});
        }
        if (dates_on(page).size() != 1) at_most(most_of_a_guess);
    }
    // An amount before rounding or of a tax summary is read as surely as the total.
    if (type.grammar == Grammar::money) at_most(most_of_a_guess);
}

} // namespace dossier::ocr
