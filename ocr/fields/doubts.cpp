#include "ocr/fields/doubts.h"

#include "capture/utf8.h"
#include "ocr/fields/grammar.h"
#include "ocr/fields/surnames.h"
#include "ocr/fields/variants.h"
#include "ocr/layout/boxes.h"
#include "ocr/layout/tick_boxes.h"

#include <algorithm>

namespace dossier::ocr {
namespace {

/// Whether a value has a character in the form of the hand that its page is not printed in, or, on
/// a page read in both, in the form of either: both recognisers misread small print so, and agree.
bool has_other_hand(const PageText& page, const FieldType& type, std::u32string_view value)
{
    if (type.grammar != Grammar::name && type.grammar != Grammar::text) return false;
    const Hands hands = count_hands(value);
    if (hands.simplified + hands.traditional == 0) return false;
    return !is_in_one_hand(page.lines) ||
           (page.hand == Alphabet::traditional ? hands.simplified > 0 : hands.traditional > 0);
}

/// A Chinese name without a surname: both recognisers take a rare character for the same other one.
/// Or a longer one without the dot between its words: both leave out what is that small. Or a Latin
/// one that no capital begins, or that is a label: 姓名/Name, of which the Chinese half is worn.
bool is_no_name(const FieldType& type, std::u32string_view value)
{
    if (type.grammar != Grammar::name || value.empty()) return false;
    const auto is_value = [&](const std::string& label) {
        return fold(label) == fold(capture::to_utf8(value));
    };
    if (std::ranges::any_of(type.labels, is_value)) return true;
    if (is_letter(value.front()) && value.front() == fold(value.front())) return true;
    constexpr std::size_t longest = 4; // longer ones are of other peoples, or of companies
    return std::ranges::all_of(value, is_han) &&
           (value.size() > longest || !begins_with_surname(value));
}

/// Surname and given names with no comma between them: it is small, and both leave it out.
bool lacks_a_comma(const FieldType& type, std::u32string_view value)
{
    return type.grammar == Grammar::latin_name && value.find(U',') == value.npos;
}

/// On a page in Chinese an answer without a Chinese word is another field's number, the translation
/// of a label, or what is left of worn print; one with its words and numbers may be an address, but
/// not where it is known what usually stands there: 10 Type.
bool is_no_text(const PageText& page, const FieldType& type, std::u32string_view value)
{
    if (type.grammar != Grammar::text || value.empty()) return false;
    const bool has_letters = std::ranges::any_of(value, is_letter);
    const bool has_digits = std::ranges::any_of(value, is_digit);
    if (std::ranges::any_of(value, is_han)) return false;
    if (has_letters && has_digits && type.usual.empty()) return false;
    std::ptrdiff_t all = 0;
    std::ptrdiff_t chinese = 0;
    for (const TextLine& line : page.lines) {
        all += std::ranges::ssize(line.symbols);
        chinese += std::ranges::count_if(line.symbols, [](const Symbol& symbol) {
            return is_han(first_of(symbol));
        });
    }
    return chinese * 4 > all;
}

/// Whether a list ends with a full stop, or with the sentence in brackets that ends most scopes of
/// business: （依法须经批准的项目，经相关部门批准后方可开展经营活动）. A remark on its last item is
/// shorter, and more items may follow it.
bool is_ended(std::u32string_view list)
{
    constexpr std::size_t shortest_sentence = 16;
    if (fold(list.back()) != U')') return list.back() == U'。';
    std::size_t length = 0;
    while (length < list.size() && fold(list[list.size() - 1 - length]) != U'(')
        ++length;
    return length >= shortest_sentence;
}

/// A list that parts its items by semicolons, where a bracket ends and a word follows at once: both
/// recognisers leave out the mark after a bracket. Or whose last line was not found.
bool lacks_a_mark(const FieldType& type, std::u32string_view value)
{
    if (type.grammar != Grammar::text) return false;
    const auto marks = std::ranges::count_if(value, is_semicolon);
    if (marks > 0 && type.multiline && !is_ended(value)) return true;
    if (marks < 2) return false;
    for (std::size_t i = 1; i < value.size(); ++i) {
        if (fold(value[i - 1]) == U')' && is_han(value[i])) return true;
    }
    return false;
}

/// No company has a name of three characters with what it is: 店, 厂, 公司.
bool is_too_short(const FieldType& type, std::u32string_view value)
{
    constexpr std::size_t shortest = 4;
    return type.names == "company" && !value.empty() && value.size() < shortest;
}

/// Whether a gap as wide as a tick box parts two words behind the first box of a line: one was not
/// seen, and the words behind it are not those of the box before it. Wider gaps end the answer.
bool lacks_a_box(const PageText& page, const std::vector<Span>& spans)
{
    constexpr double narrowest = 1.1;
    constexpr double widest = 2.6;
    for (const Span& span : spans) {
        const auto& symbols = page.lines[span.line].symbols;
        for (auto at = std::ranges::find_if(symbols, is_tick_box, &Symbol::text);
             at != symbols.end();
             ++at) {
            const auto next = std::next(at);
            if (next == symbols.end()) break;
            const double gap = static_cast<double>(next->box.x - right_of(at->box)) /
                               std::max(1, page.text_height);
            if (gap > widest) break;
            if (gap > narrowest && !is_tick_box(at->text) && !is_tick_box(next->text)) return true;
        }
    }
    return false;
}

/// The box of a run of symbols.
capture::Box box_of(const PageText& page, const Span& span)
{
    return box_of(page.lines[span.line].symbols, span.first, span.last);
}

/// The rows of a value, from the top down: runs that stand beside each other are one.
std::vector<capture::Box> rows_of(const PageText& page, const std::vector<Span>& spans)
{
    std::vector<capture::Box> rows;
    for (const Span& span : spans) {
        const auto box = box_of(page, span);
        if (!rows.empty() && is_same_row(rows.back(), box))
            rows.back() = united(rows.back(), box);
        else
            rows.push_back(box);
    }
    return rows;
}

/// A text of several lines of which one ends before the others do, though it goes on below, or of
/// which the first begins behind the others with nothing before it: a stamp lies there, or it was
/// not found whole.
bool is_broken(const PageText& page, const FieldType& type, const std::vector<Span>& spans)
{
    if (!type.multiline) return false;
    const auto rows = rows_of(page, spans);
    if (rows.size() < 2) return false;
    const int few = 3 * page.text_height; // characters
    const auto last = std::prev(rows.end());
    const int right = right_of(std::ranges::max(rows, {}, right_of));
    const bool ends_early = std::any_of(rows.begin(), last, [&](const auto& row) {
        return right_of(row) < right - few;
    });
    const int left =
        std::min_element(std::next(rows.begin()), rows.end(), [](const auto& a, const auto& b) {
            return a.x < b.x;
        })->x;
    const bool begins_late = spans.front().first == 0 && rows.front().x > left + few;
    return ends_early || begins_late;
}

/// A text right above which a longer line begins where it does, with no rule between: that line is
/// its own, though its first words seem to be a label.
bool lacks_its_beginning(
    const PageText& page, const FieldType& type, const std::vector<Span>& spans
)
{
    if (!type.multiline || spans.empty()) return false;
    const auto first = rows_of(page, spans).front();
    return std::ranges::any_of(page.lines, [&](const TextLine& line) {
        const int gap = first.y - bottom_of(line.box);
        const bool is_right_above = line.box.y < first.y - first.height / 2 &&
                                    gap * 10 < std::min(first.height, line.box.height) * 8;
        return is_right_above && std::abs(line.box.x - first.x) < page.text_height &&
               right_of(line.box) > right_of(first) + page.text_height &&
               !page.rules.is_under(line.box, first);
    });
}

/// A colon in a name is that of the next label, whose beginning was not known for one.
bool holds_a_label(const FieldType& type, std::u32string_view characters)
{
    const bool is_name = type.names == "company" || type.grammar == Grammar::name;
    return is_name && characters.find_first_of(U"：:") != characters.npos;
}

} // namespace

bool has_worn_ones(
    const PageText& page,
    const FieldType& type,
    const std::vector<Span>& spans,
    std::string_view value
)
{
    constexpr std::ptrdiff_t most_in_ten = 15; // pieces; whole digits are one each
    const bool is_number = type.grammar == Grammar::mobile || type.grammar == Grammar::phone ||
                           type.grammar == Grammar::digits || type.grammar == Grammar::amount ||
                           type.grammar == Grammar::date || type.grammar == Grammar::date_range;
    if (!is_number || has_check_digit(type) || value.find('1') == value.npos) return false;
    std::ptrdiff_t pieces = 0;
    std::ptrdiff_t symbols = 0;
    for (Span span : spans) {
        const auto& line = page.lines[span.line].symbols;
        const auto is_of_number = [&](std::size_t at) { return is_digit(first_of(line[at])); };
        while (span.first < span.last && !is_of_number(span.first))
            ++span.first;
        while (span.last > span.first && !is_of_number(span.last - 1))
            --span.last;
        if (span.first == span.last) continue;
        const auto box = box_of(page, span);
        symbols += static_cast<std::ptrdiff_t>(span.last - span.first);
        pieces += std::ranges::count_if(page.pieces, [&](const capture::Box& piece) {
            const int x = piece.x + piece.width / 2;
            const int y = piece.y + piece.height / 2;
            return x >= box.x && x < right_of(box) && y >= box.y && y < bottom_of(box);
        });
    }
    return symbols > 0 && pieces * 10 >= most_in_ten * symbols;
}

bool ends_unread(const PageText& page, const std::vector<Span>& spans)
{
    return std::ranges::any_of(spans, [&](const Span& span) {
        const TextLine& line = page.lines[span.line];
        if (span.last < line.symbols.size()) return false;
        const int behind = right_of(line.box) - right_of(line.symbols.back().box);
        return behind * 10 > line.box.height * 8; // a character and the room that lines have
    });
}

bool is_hardly_one(const FieldType& type, std::string_view value)
{
    const auto characters = capture::code_points(value);
    return is_no_name(type, characters) || is_too_short(type, characters);
}

bool is_crowded(const PageText& page, const std::vector<Span>& spans)
{
    const auto box_of_span = [&](const Span& span) {
        const TextLine& line = page.lines[span.line];
        auto box = box_of(line.symbols, span.first, span.last);
        if (span.last == line.symbols.size()) box.width = right_of(line.box) - box.x;
        return box;
    };
    const auto is_stamped = [&](const Span& span) {
        const auto box = box_of_span(span);
        const auto& stamped = page.lines[span.line].stamped;
        return std::ranges::any_of(stamped, [&](const capture::Box& piece) {
            return piece.x < right_of(box) && right_of(piece) > box.x;
        });
    };
    if (std::ranges::any_of(spans, is_stamped)) return true;
    const auto is_own = [&](std::size_t line) {
        return std::ranges::find(spans, line, &Span::line) != spans.end();
    };
    for (std::size_t i = 0; i < page.lines.size(); ++i) {
        if (is_own(i)) continue;
        const capture::Box& line = page.lines[i].box;
        const bool touches = std::ranges::any_of(spans, [&](const Span& span) {
            const auto box = box_of_span(span);
            const int behind = line.x - right_of(box);
            const int before = box.x - right_of(line);
            const int most = page.text_height * 6 / 10;
            const bool is_beside =
                std::max(behind, before) > -page.text_height / 2 && std::max(behind, before) < most;
            if (!is_beside || !is_same_row(box, line) || line.height * 2 <= page.text_height)
                return false;
            const bool is_divided =
                page.rules.find_cell(box) &&
                page.rules.is_between(behind > before ? box : line, behind > before ? line : box);
            return !is_divided;
        });
        if (touches) return true;
    }
    return false;
}

bool is_doubtful(
    const PageText& page,
    const FieldType& type,
    const std::vector<Span>& spans,
    std::string_view value
)
{
    const auto characters = capture::code_points(value);
    return has_other_hand(page, type, characters) || is_no_name(type, characters) ||
           is_no_text(page, type, characters) || lacks_a_mark(type, characters) ||
           lacks_a_comma(type, characters) || is_broken(page, type, spans) ||
           lacks_its_beginning(page, type, spans) || lacks_a_box(page, spans) ||
           is_too_short(type, characters) || holds_a_label(type, characters);
}

} // namespace dossier::ocr
