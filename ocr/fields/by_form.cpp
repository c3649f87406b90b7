#include "ocr/fields/by_form.h"

#include "ocr/fields/grammar.h"

#include <algorithm>
#include <charconv>

namespace dossier::ocr {
namespace {

/// Letters and digits of a line that touch no Han character: a number, whatever its grouping.
std::vector<Span> numbers_of(const std::vector<TextLine>& lines, std::size_t number)
{
    std::vector<Span> runs;
    const auto& symbols = lines[number].symbols;
    bool goes_on = false;
    for (std::size_t i = 0; i < symbols.size(); ++i) {
        const char32_t c = first_of(symbols[i]);
        const bool belongs = is_digit(c) || is_letter(c) || (goes_on && !is_han(c));
        if (belongs && !goes_on) runs.push_back({number, i, i});
        if (belongs) runs.back().last = i + 1;
        goes_on = belongs;
    }
    return runs;
}

/// Where the first of the endings ends in the piece; the piece's beginning when none does.
std::size_t find_ending(const PageText& page, const FieldType& field, const Span& piece)
{
    const auto& symbols = page.lines[piece.line].symbols;
    for (std::size_t last = piece.last; last > piece.first; --last) {
        const auto text = fold(text_of(symbols, piece.first, last));
        const bool ends = std::ranges::any_of(field.endings, [&](const std::string& ending) {
            const auto wanted = fold(ending);
            return text.size() > wanted.size() && text.ends_with(wanted);
        });
        if (ends) return last;
    }
    return piece.first;
}

bool is_well_formed(const PageText& page, const FieldType& field, const Span& span)
{
    return normalise(field, text_of(page, {span})).well_formed;
}

} // namespace

std::vector<Span> pieces_of(const std::vector<TextLine>& lines, std::size_t number)
{
    std::vector<Span> pieces;
    const auto& symbols = lines[number].symbols;
    for (std::size_t i = 0; i < symbols.size(); ++i) {
        const bool apart =
            i > 0 && symbols[i].box.x - symbols[i - 1].box.x - symbols[i - 1].box.width >
                         std::max(symbols[i].box.height, symbols[i - 1].box.height) * 12 / 10;
        if (pieces.empty() || apart) pieces.push_back({number, i, i});
        pieces.back().last = i + 1;
    }
    return pieces;
}

bool is_known_by_form(const FieldType& field)
{
    return field.labels.empty() || field.grammar == Grammar::month;
}

std::vector<Span> find_by_form(const PageText& page, const FieldType& field)
{
    std::vector<Span> found;
    for (std::size_t i = 0; i < page.lines.size(); ++i) {
        const auto runs =
            has_check_digit(field) ? numbers_of(page.lines, i) : pieces_of(page.lines, i);
        for (Span run : runs) {
            if (!field.endings.empty()) run.last = find_ending(page, field, run);
            if (run.first < run.last && is_well_formed(page, field, run)) found.push_back(run);
        }
    }
    // Of two months one may be when the card began.
    const bool is_open = field.grammar == Grammar::month && found.size() > 1;
    if (found.size() > 1) found.resize(is_open ? 0 : 1);
    return found;
}

std::vector<Span> find_long_number(const PageText& page, std::ptrdiff_t least)
{
    std::vector<Span> longest;
    for (std::size_t i = 0; i < page.lines.size(); ++i) {
        for (const Span& run : numbers_of(page.lines, i)) {
            const auto& symbols = page.lines[i].symbols;
            const auto length = std::count_if(
                symbols.begin() + static_cast<std::ptrdiff_t>(run.first),
                symbols.begin() + static_cast<std::ptrdiff_t>(run.last),
                [](const Symbol& symbol) { return counts(symbol); }
            );
            if (length < least) continue;
            longest = {run};
            least = length + 1;
        }
    }
    return longest;
}

Field read_mrz_line(const PageText& page, const FieldType& type)
{
    Field field;
    field.name = type.name;
    field.page = page.page;
    std::size_t number = 0;
    std::from_chars(type.part.data(), type.part.data() + type.part.size(), number);
    if (!page.mrz || number == 0 || number > page.mrz->lines.size()) return field;
    const MrzLine& line = page.mrz->lines[number - 1];
    field.value = line.text;
    field.raw = line.text;
    field.confidence = line.confidence;
    field.repaired = line.repaired;
    field.box = line.box;
    return field;
}

void hear_zone(const Mrz& mrz, const FieldType& type, Field& field)
{
    const MrzFact* fact = mrz.find_fact(type.mrz);
    if (fact == nullptr) return;
    constexpr double for_a_person = 0.5;
    if (field.value.empty() || !normalise(type, field.raw).well_formed) {
        field.value = fact->value;
        field.raw = fact->value;
        field.confidence = fact->confidence;
        field.repaired = fact->repaired;
        field.box = fact->box;
    } else if (field.value == fact->value) {
        field.confidence = std::max(field.confidence, printed_twice);
    } else {
        field.confidence = std::min(field.confidence, for_a_person);
        field.alternatives.push_back({fact->value, 1 - field.confidence});
    }
}

} // namespace dossier::ocr
