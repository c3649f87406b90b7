#include "ocr/fields/extract.h"

#include "capture/utf8.h"
#include "ocr/fields/alone.h"
#include "ocr/fields/by_form.h"
#include "ocr/fields/by_place.h"
#include "ocr/fields/decide.h"
#include "ocr/fields/grammar.h"
#include "ocr/fields/lexicon.h"
#include "ocr/fields/surnames.h"
#include "ocr/fields/variants.h"
#include "ocr/layout/boxes.h"

#include <algorithm>
#include <utility>

namespace dossier::ocr {
namespace {

std::vector<Symbol> symbols_of(const PageText& page, const std::vector<Span>& spans)
{
    std::vector<Symbol> symbols;
    for (const Span& span : spans) {
        const auto& line = page.lines[span.line].symbols;
        const std::size_t begin = symbols.size();
        symbols.insert(
            symbols.end(),
            line.begin() + static_cast<std::ptrdiff_t>(span.first),
            line.begin() + static_cast<std::ptrdiff_t>(span.last)
        );
        if (begin > 0 && begin < symbols.size()) symbols[begin].space_before = true;
    }
    return symbols;
}

/// A label of a field with the value beside it.
struct Found {
    std::vector<Span> spans;
    double score = 0.0;
    bool is_level = true; ///< stands where values stand, and not only nearest to the label
    double label = 1.0;   ///< how surely the label is that label
};

constexpr double blank_counts = 0.75;
constexpr double ill_formed_counts = 0.6;

bool has_han(const PageText& page, const std::vector<Span>& spans)
{
    return std::ranges::any_of(capture::code_points(text_of(page, spans)), is_han);
}

bool fits(const PageText& page, const FieldType& field, const std::vector<Span>& spans)
{
    return !spans.empty() && normalise(field, text_of(page, spans)).well_formed;
}

/// What stands beside the label; where that has not the right form, what does have it further off,
/// or at least is no Chinese where only Latin letters and digits can stand.
Found find_fitting(
    const PageText& page, const std::vector<LabelHit>& hits, std::size_t at, const FieldType& field
)
{
    const Extent extent = field.multiline ? Extent::many_lines : Extent::one_line;
    auto spans = ticked_part(page, find_value(page, hits, at, extent));
    if (field.grammar == Grammar::latin_name)
        std::erase_if(spans, [&](const Span& span) { return has_han(page, {span}); });
    for (const Start start : {Start::beyond_the_line, Start::outside_of_cells, Start::below}) {
        if (spans.empty() || fits(page, field, spans)) break;
        auto other = ticked_part(page, find_value(page, hits, at, extent, start));
        const bool is_likelier =
            is_ascii(field) && !other.empty() && has_han(page, spans) && !has_han(page, other);
        if (is_likelier || fits(page, field, other)) spans = std::move(other);
    }
    const double label = hits[at].score;
    if (!spans.empty()) return {std::move(spans), label, true, label};
    spans = ticked_part(page, find_value(page, hits, at, extent, Start::off_the_row));
    if (!fits(page, field, spans)) spans.clear();
    return {std::move(spans), label, false, label};
}

/// How far down a field's list a label stands; of the same label the first on the page counts.
double rank_of(const FieldType& field, const LabelHit& hit)
{
    const auto found = std::ranges::find_if(field.labels, [&](const std::string& label) {
        return simplified(fold(label)) == hit.label;
    });
    return 0.01 * static_cast<double>(found - field.labels.begin());
}

/// The best of a field's labels: surely a label, with a value of the right form, early on the page.
std::optional<Found> find_best(
    const PageText& page,
    const std::vector<LabelHit>& hits,
    const FieldType& field,
    std::size_t index
)
{
    std::optional<Found> best;
    double order = 0;
    for (std::size_t i = 0; i < hits.size(); ++i) {
        if (std::ranges::find(hits[i].fields, index) == hits[i].fields.end()) continue;
        Found found = find_fitting(page, hits, i, field);
        // A blank under a sure label says more than a word after a doubtful one.
        if (found.spans.empty()) {
            found.score *= blank_counts;
        } else if (!fits(page, field, found.spans)) {
            found.score *= ill_formed_counts;
        }
        found.score -= field.ranked ? rank_of(field, hits[i]) : order;
        order += 0.02;
        if (!best || found.score > best->score) best = std::move(found);
    }
    return best;
}

/// What a field has that is known by its place.
std::optional<Found> find_without_label(
    const PageText& page,
    const std::vector<LabelHit>& hits,
    const DocumentType& type,
    const FieldType& field
)
{
    const bool is_alone = field.place == "alone";
    Found found{is_alone ? find_alone(page, hits, field) : find_by_place(page, type, field)};
    if (found.spans.empty()) return std::nullopt;
    found.is_level = !is_alone; // for a person
    return found;
}

/// A company's code whose label cannot be read: no other number has its form and check digit. For a
/// person.
std::optional<Found> find_code(const PageText& page, const FieldType& field)
{
    Found found{find_by_form(page, field)};
    if (found.spans.empty()) return std::nullopt;
    found.is_level = false;
    return found;
}

Field empty_field(const PageText& page, const FieldType& type)
{
    Field field;
    field.name = type.name;
    field.page = page.page;
    return field;
}

Alphabet
zone_alphabet(const PageText& page, const FieldType& field, const std::vector<Symbol>& symbols)
{
    if (is_ascii(field)) return Alphabet::ascii;
    const bool is_date = field.grammar == Grammar::date || field.grammar == Grammar::date_range ||
                         field.grammar == Grammar::short_date;
    const bool has_han = std::ranges::any_of(symbols, [](const Symbol& symbol) {
        return std::ranges::any_of(capture::code_points(symbol.text), is_han);
    });
    return is_date && !has_han ? Alphabet::ascii : page.hand;
}

/// Whether other print begins or ends where the value does, so close that the value may be a part
/// of what is written: a stamp over its end divides it.
bool is_crowded(const PageText& page, const std::vector<Span>& spans)
{
    const auto box_of_span = [&](const Span& span) {
        const TextLine& line = page.lines[span.line];
        auto box = box_of(line.symbols, span.first, span.last);
        if (span.last == line.symbols.size()) box.width = right_of(line.box) - box.x;
        return box;
    };
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

/// Whether no character can be missing: then it would not be well-formed.
bool is_whole(const PageText& page, const FieldType& type, const std::vector<Span>& spans)
{
    switch (type.grammar) {
    case Grammar::cn_id:
    case Grammar::uscc:
    case Grammar::mobile:
    case Grammar::date:
    case Grammar::date_range:
    case Grammar::sex:
    case Grammar::choice: return fits(page, type, spans);
    default: return false;
    }
}

/// The most that a value can be sure of by where it was found: what stands between two rows may
/// belong to either, what touches other print may be a part, a doubtful label may have taken a
/// character of the value. For a person. On photographs, where lines are found with room about them
/// and every value is looked at twice, only the first counts.
double most_by_place(const PageText& page, const FieldType& type, const Found& found)
{
    constexpr double touching = 0.5; // a label that text touches
    const bool is_label_sure =
        found.label > touching || (found.label == touching && is_whole(page, type, found.spans));
    const bool is_sure =
        found.is_level && (page.is_photograph || (is_label_sure && !is_crowded(page, found.spans)));
    return is_sure ? 1.0 : most_of_a_guess;
}

/// Of readings that differ by the hand alone the one in the hand of the page, for a person: one
/// recogniser knows fewer traditional characters.
void take_hand_of_page(Alphabet hand, Decided& decided)
{
    const auto is_in_hand = [&](std::string_view text) {
        const Hands hands = count_hands(capture::code_points(text));
        return (hand == Alphabet::traditional ? hands.simplified : hands.traditional) == 0;
    };
    if (is_in_hand(decided.value)) return;
    const auto plain = simplified(capture::code_points(decided.value));
    const auto other = std::ranges::find_if(decided.alternatives, [&](const Candidate& each) {
        return is_in_hand(each.value) && simplified(capture::code_points(each.value)) == plain;
    });
    if (other == decided.alternatives.end()) return;
    std::swap(decided.value, other->value);
    decided.confidence = std::min(decided.confidence, most_of_a_guess);
}

/// Whether a value has a character in the form of the hand that its page is not printed in, or, on
/// a page read in both, in the form of either: both recognisers misread small print so, and agree.
bool has_other_hand(const PageText& page, const FieldType& type, std::u32string_view value)
{
    if (type.grammar != Grammar::name && type.grammar != Grammar::text) return false;
    const Hands hands = count_hands(value);
    if (hands.simplified + hands.traditional == 0) return false;
    const Hands all = count_hands(page.lines);
    const int fewer = std::min(all.simplified, all.traditional);
    const bool is_mixed = fewer * 5 > all.simplified + all.traditional;
    return is_mixed ||
           (page.hand == Alphabet::traditional ? hands.simplified > 0 : hands.traditional > 0);
}

/// A Chinese name without a surname: both recognisers take a rare character for the same other one.
/// Or a longer one without the dot between its words: both leave out what is that small. Or a Latin
/// one that no capital begins: a part of a worn label, Contact Person.
bool is_no_name(const FieldType& type, std::u32string_view value)
{
    if (type.grammar != Grammar::name || value.empty()) return false;
    if (is_letter(value.front()) && value.front() == fold(value.front())) return true;
    constexpr std::size_t longest = 4; // longer ones are of other peoples, or of companies
    return std::ranges::all_of(value, is_han) &&
           (value.size() > longest || !begins_with_surname(value));
}

/// Surname and given names with nothing between them: the comma is small, and both leave it out.
bool lacks_a_comma(const FieldType& type, std::u32string_view value)
{
    return type.grammar == Grammar::latin_name && value.find(U' ') != value.npos &&
           value.find(U',') == value.npos;
}

/// On a page in Chinese an answer without a Chinese word is another field's number, the translation
/// of a label, or what is left of worn print; one with its words and numbers may be an address.
bool is_no_text(const PageText& page, const FieldType& type, std::u32string_view value)
{
    if (type.grammar != Grammar::text || value.empty()) return false;
    const bool has_letters = std::ranges::any_of(value, is_letter);
    const bool has_digits = std::ranges::any_of(value, is_digit);
    if (std::ranges::any_of(value, is_han) || (has_letters && has_digits)) return false;
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

/// A list that parts its items by semicolons, where a bracket ends and a word follows at once: both
/// recognisers leave out the mark after a bracket.
bool lacks_a_mark(const FieldType& type, std::u32string_view value)
{
    if (type.grammar != Grammar::text) return false;
    const auto is_mark = [](char32_t c) { return fold(c) == U';'; };
    if (std::ranges::count_if(value, is_mark) < 2) return false;
    for (std::size_t i = 1; i < value.size(); ++i) {
        if (fold(value[i - 1]) == U')' && is_han(value[i])) return true;
    }
    return false;
}

/// A field of a type, and the print that was taken for its value.
struct Taken {
    std::size_t field; ///< among those that were read
    const FieldType* type;
    std::vector<Span> spans;
};

/// Whether two fields took the same print, though no label is of both as it is of the ends of a
/// range: at least one of them has the other's.
bool share_print(const Taken& left, const Taken& right)
{
    const bool share_label = std::ranges::any_of(left.type->labels, [&](const std::string& label) {
        return std::ranges::find(right.type->labels, label) != right.type->labels.end();
    });
    if (left.field == right.field || share_label) return false;
    const auto overlap = [](const Span& a, const Span& b) {
        return a.line == b.line && a.first < b.last && b.first < a.last;
    };
    return std::ranges::any_of(left.spans, [&](const Span& a) {
        return std::ranges::any_of(right.spans, [&](const Span& b) { return overlap(a, b); });
    });
}

Field read_field(
    const PageText& page, const FieldType& type, const Found& found, const LookAgain& look_again
)
{
    Field field = empty_field(page, type);
    if (found.spans.empty()) return field;
    field.box = box_of(page, found.spans);
    std::vector<Look> looks{{symbols_of(page, found.spans), page.by}};
    const Alphabet alphabet = zone_alphabet(page, type, looks.front().symbols);
    const auto look = [&](Recogniser who) {
        Look again{{}, who};
        for (const Span& span : found.spans) {
            const auto symbols = look_again(span, alphabet, who);
            again.symbols.insert(again.symbols.end(), symbols.begin(), symbols.end());
        }
        looks.push_back(std::move(again));
    };
    // Unless the line of a scan said it surely enough, the other recogniser looks at the zone; the
    // one that read the line looks at it once more when it is alone or was contradicted.
    Decided decided = decide(type, looks);
    if (page.is_photograph || !is_settled(decided)) {
        look(page.by == Recogniser::first ? Recogniser::second : Recogniser::first);
        decided = decide(type, looks);
    }
    if (!is_settled(decided) && !decided.evidence.agreed) {
        look(page.by);
        decided = decide(type, looks);
    }
    take_hand_of_page(page.hand, decided);
    field.value = std::move(decided.value);
    field.raw = std::move(decided.raw);
    field.confidence = std::min(decided.confidence, most_by_place(page, type, found));
    const auto characters = capture::code_points(field.value);
    if (has_other_hand(page, type, characters) || is_no_name(type, characters) ||
        is_no_text(page, type, characters) || lacks_a_mark(type, characters) ||
        lacks_a_comma(type, characters))
        field.confidence = std::min(field.confidence, most_of_a_guess);
    field.repaired = decided.repaired;
    field.alternatives = std::move(decided.alternatives);
    field.sightings = std::move(decided.sightings);
    return field;
}

} // namespace

std::vector<Field>
extract_fields(const PageText& page, const DocumentType& type, const LookAgain& look_again)
{
    auto hits = find_labels(page.lines, type);
    mark_heads(page, hits);
    std::vector<Field> fields;
    std::vector<Taken> taken;
    for (std::size_t i = 0; i < type.fields.size(); ++i) {
        const FieldType& each = type.fields[i];
        if (each.grammar == Grammar::mrz) {
            fields.push_back(read_mrz_line(page, each));
            continue;
        }
        auto found = each.zone.empty() ? find_best(page, hits, each, i)
                                       : Found{ticked_part(page, find_in_zone(page, each))};
        const bool has_place = !each.place.empty();
        if (has_place && !(found && fits(page, each, found->spans)))
            found = find_without_label(page, hits, type, each).value_or(found.value_or(Found{}));
        if (!found && is_known_by_form(each)) found = Found{find_by_form(page, each)};
        if (!found && each.grammar == Grammar::uscc) found = find_code(page, each);
        Field field = found ? read_field(page, each, *found, look_again) : empty_field(page, each);
        doubt_what_is_open(page, each, field);
        if (page.mrz) hear_zone(*page.mrz, each, field);
        if (!found && !each.required && field.value.empty()) continue;
        if (found) taken.push_back({fields.size(), &each, found->spans});
        fields.push_back(std::move(field));
    }
    for (const Taken& each : taken) {
        const auto is_shared = [&](const Taken& other) { return share_print(each, other); };
        // A day or a state takes its own out of what stands there.
        const bool takes_all =
            each.type->grammar != Grammar::country && !is_whole(page, *each.type, each.spans);
        if (!takes_all || !std::ranges::any_of(taken, is_shared)) continue;
        double& confidence = fields[each.field].confidence;
        confidence = std::min(confidence, most_of_a_guess);
    }
    mend_by_lexicon(type, page.hand, fields);
    return fields;
}

} // namespace dossier::ocr
