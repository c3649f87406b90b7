#include "ocr/fields/extract.h"

#include "capture/utf8.h"
#include "ocr/fields/alone.h"
#include "ocr/fields/by_form.h"
#include "ocr/fields/by_place.h"
#include "ocr/fields/decide.h"
#include "ocr/fields/doubts.h"
#include "ocr/fields/grammar.h"
#include "ocr/fields/lexicon.h"
#include "ocr/fields/surnames.h"
#include "ocr/fields/variants.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace dossier::ocr {
namespace {

/// What stands on a further line: its words are others, but Chinese lines end within a number, too.
void append(std::vector<Symbol>& symbols, std::vector<Symbol> further)
{
    if (further.empty()) return;
    if (!symbols.empty()) {
        const bool is_chinese = std::ranges::any_of(symbols, [](const Symbol& symbol) {
            return is_han(first_of(symbol));
        });
        const bool is_one_number =
            is_digit(first_of(symbols.back())) && is_digit(first_of(further.front()));
        further.front().space_before = !is_chinese || !is_one_number;
    }
    symbols.insert(
        symbols.end(),
        std::make_move_iterator(further.begin()),
        std::make_move_iterator(further.end())
    );
}

std::vector<Symbol> symbols_of(const PageText& page, const std::vector<Span>& spans)
{
    std::vector<Symbol> symbols;
    for (const Span& span : spans) {
        const auto& line = page.lines[span.line].symbols;
        append(
            symbols,
            {line.begin() + static_cast<std::ptrdiff_t>(span.first),
             line.begin() + static_cast<std::ptrdiff_t>(span.last)}
        );
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

/// Without what stands behind a wide gap where all of it is no name, but what is before the gap is:
/// a watermark, a stamp.
std::vector<Span>
without_neighbour(const PageText& page, const FieldType& field, std::vector<Span> spans)
{
    if (field.grammar != Grammar::name || spans.empty() || fits(page, field, spans)) return spans;
    Span name = spans.front();
    for (const Span& piece : pieces_of(page.lines, name.line)) {
        if (piece.first <= name.first && name.first < piece.last)
            name.last = std::min(name.last, piece.last);
    }
    return fits(page, field, {name}) ? std::vector{name} : spans;
}

/// What stands beside the label; where that has not the right form, what does have it further off,
/// or at least is no Chinese where only Latin letters and digits can stand.
Found find_fitting(
    const PageText& page, const std::vector<LabelHit>& hits, std::size_t at, const FieldType& field
)
{
    const Extent extent = field.multiline ? Extent::many_lines : Extent::one_line;
    auto spans = find_value(page, hits, at, extent);
    const bool is_bare = spans.empty();
    spans = without_neighbour(page, field, ticked_part(page, spans));
    // Where only a number can stand, boxes without a tick are no boxes but large characters.
    const bool is_elsewhere = spans.empty() && !is_bare && is_ascii(field);
    if (field.grammar == Grammar::latin_name)
        std::erase_if(spans, [&](const Span& span) { return has_han(page, {span}); });
    for (const Start start : {Start::beyond_the_line, Start::outside_of_cells, Start::below}) {
        if ((spans.empty() && !is_elsewhere) || fits(page, field, spans)) break;
        auto other = ticked_part(page, find_value(page, hits, at, extent, start));
        const bool is_likelier = is_ascii(field) && !other.empty() && !has_han(page, other) &&
                                 (spans.empty() || has_han(page, spans));
        if (is_likelier || fits(page, field, other)) spans = std::move(other);
    }
    const double label = hits[at].score;
    const bool is_level = !page.is_photograph || extent == Extent::many_lines ||
                          !may_be_lower_half(page, hits, at, spans);
    if (!spans.empty()) return {std::move(spans), label, is_level, label};
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
    const bool is_alone = field.place == "alone" || field.place == "loose";
    Found found{is_alone ? find_alone(page, hits, field) : find_by_place(page, type, field)};
    if (found.spans.empty()) return std::nullopt;
    found.is_level = !is_alone; // for a person
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
/// and every value is looked at twice, the first counts, and print at a line's end that nobody
/// read.
double most_by_place(const PageText& page, const FieldType& type, const Found& found)
{
    constexpr double touching = 0.5; // a label that text touches
    const bool is_label_sure =
        found.label > touching || (found.label == touching && is_whole(page, type, found.spans));
    const bool is_sure =
        found.is_level &&
        (page.is_photograph ? is_whole(page, type, found.spans) || !ends_unread(page, found.spans)
                            : is_label_sure && !is_crowded(page, found.spans));
    return is_sure ? 1.0 : most_of_a_guess;
}

/// Of readings that differ by the hand alone the one in the hand of the page, for a person: one
/// recogniser knows fewer traditional characters. Where no look says it whole, each simplified
/// character of a page that is traditional, or of a value that is in part, is made so.
void take_hand_of_page(const PageText& page, const FieldType& type, Decided& decided)
{
    // Other grammars have one form for both hands: 长期.
    const bool is_as_printed = type.grammar == Grammar::text || type.grammar == Grammar::name ||
                               type.grammar == Grammar::ethnicity ||
                               type.grammar == Grammar::amount;
    if (!is_as_printed) return;
    const bool is_traditional = page.hand == Alphabet::traditional;
    const auto is_in_hand = [&](std::string_view text) {
        const Hands hands = count_hands(capture::code_points(text));
        return (is_traditional ? hands.simplified : hands.traditional) == 0;
    };
    if (is_in_hand(decided.value)) return;
    const auto characters = capture::code_points(decided.value);
    const auto plain = simplified(characters);
    const auto other = std::ranges::find_if(decided.alternatives, [&](const Candidate& each) {
        return is_in_hand(each.value) && simplified(capture::code_points(each.value)) == plain;
    });
    if (other != decided.alternatives.end()) {
        std::swap(decided.value, other->value);
        decided.confidence = std::min(decided.confidence, most_of_a_guess);
        return;
    }
    const bool is_partly = count_hands(characters).traditional > 0;
    if (!is_traditional || !(is_partly || is_in_one_hand(page.lines))) return;
    decided.alternatives.insert(decided.alternatives.begin(), {decided.value, 0.0});
    decided.value = capture::to_utf8(traditional(characters));
    decided.repaired = true;
    decided.confidence = std::min(decided.confidence, most_of_mended);
}

/// Of a name without a surname the one that a recogniser thought of instead of its first character,
/// for a person: where one lacks a rare character, the other takes a rarer one for it (滲 for 馮).
void take_surname(const FieldType& type, const std::vector<Look>& looks, Decided& decided)
{
    constexpr std::size_t longest = 4; // longer names are of other peoples, or of companies
    constexpr double least = 0.1;
    const auto name = capture::code_points(decided.value);
    const bool lacks_surname = type.grammar == Grammar::name && name.size() > 1 &&
                               name.size() <= longest && std::ranges::all_of(name, is_han) &&
                               !begins_with_surname(name);
    if (!lacks_surname) return;
    const Candidate* likeliest = nullptr;
    std::u32string better;
    for (const Look& look : looks) {
        if (look.symbols.empty() || first_of(look.symbols.front()) != name.front()) continue;
        for (const Candidate& each : look.symbols.front().alternatives) {
            const auto other = capture::code_points(each.value);
            if (other.size() != 1 || each.confidence < least) continue;
            if (likeliest != nullptr && each.confidence <= likeliest->confidence) continue;
            const auto whole = other + name.substr(1);
            if (begins_with_surname(whole)) likeliest = &each, better = whole;
        }
    }
    if (likeliest == nullptr) return;
    decided.alternatives.insert(decided.alternatives.begin(), {decided.value, 0.0});
    decided.value = capture::to_utf8(better);
    decided.repaired = true;
    decided.confidence = std::min(decided.confidence, most_of_mended);
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

/// Whether a value that is sure enough is one of the few that usually stand there: nobody misreads
/// one of them as another.
bool is_surely_usual(const FieldType& type, const Decided& decided)
{
    constexpr double enough = 0.98;
    return decided.confidence >= enough && is_usual(type, capture::code_points(decided.value));
}

/// Whether of a number or a day for which no check digit vouches one look says another, or is
/// hardly sure of a digit itself: of one that is worn in all looks (4, of which 1 is left) the
/// others may be surer than they should be.
bool is_doubted_number(const FieldType& type, const Decided& decided)
{
    constexpr double hardly_sure = 0.7;
    switch (type.grammar) {
    case Grammar::mobile:
    case Grammar::phone:
    case Grammar::digits:
    case Grammar::date:
    case Grammar::date_range: break;
    default: return false;
    }
    if (decided.evidence.proven) return false;
    return decided.evidence.doubted ||
           std::ranges::any_of(decided.sightings, [](const Sighting& each) {
               return each.by == Recogniser::second && each.least < hardly_sure;
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
    const auto expert = page.is_copy ? std::optional(Recogniser::second) : std::nullopt;
    const Alphabet alphabet = zone_alphabet(page, type, looks.front().symbols);
    const auto look = [&](Recogniser who) {
        Look again{{}, who};
        for (const Span& span : found.spans)
            append(again.symbols, look_again(span, alphabet, who));
        if (again.symbols.empty()) return false;
        looks.push_back(std::move(again));
        return true;
    };
    Decided decided = decide(type, looks, expert);
    const auto is_sure = [&] { return is_settled(decided) || is_surely_usual(type, decided); };
    /// Whether it was heard, or need not be.
    const auto hear = [&](Recogniser who) {
        const bool is_enough = !page.is_photograph || looks.size() > 1;
        if (is_enough && is_sure()) return true;
        if (!look(who)) return false;
        decided = decide(type, looks, expert);
        return true;
    };
    // Unless the line of a scan said it surely enough, another network looks at the zone: the model
    // for Latin print where that is all that can stand there, else the third recogniser; then the
    // other of the two, but for the Chinese of photographs, which Tesseract reads badly. The one
    // that read the line looks at it once more when it is alone or was contradicted.
    const bool is_latin = alphabet == Alphabet::ascii;
    const bool is_heard = hear(is_latin ? Recogniser::latin : Recogniser::third);
    if (is_latin || !page.is_photograph || !is_heard)
        hear(page.by == Recogniser::first ? Recogniser::second : Recogniser::first);
    if (!is_sure() && !decided.evidence.agreed) {
        look(page.by);
        decided = decide(type, looks, expert);
    }
    take_surname(type, looks, decided);
    take_hand_of_page(page, type, decided);
    field.value = std::move(decided.value);
    field.raw = std::move(decided.raw);
    field.confidence = std::min(decided.confidence, most_by_place(page, type, found));
    if (is_doubted_number(type, decided) || has_worn_ones(page, type, found.spans, field.value))
        field.confidence = std::min(field.confidence, most_of_a_doubt);
    if (is_doubtful(page, type, found.spans, field.value))
        field.confidence = std::min(field.confidence, most_of_a_guess);
    // A watermark or a stamp is often read surely in the place of a name: another look may be
    // right.
    constexpr double hardly = 0.5;
    if (is_hardly_one(type, field.value)) field.confidence = std::min(field.confidence, hardly);
    field.repaired = decided.repaired;
    field.alternatives = std::move(decided.alternatives);
    field.sightings = std::move(decided.sightings);
    return field;
}

/// A company's code whose label cannot be read, or that does not stand where its label's value
/// would: no other number has its form and check digit, at least on a closer look. For a person.
std::optional<Found>
find_code(const PageText& page, const FieldType& field, const LookAgain& look_again)
{
    Found found{find_by_form(page, field)};
    found.is_level = false;
    if (!found.spans.empty()) return found;
    constexpr std::ptrdiff_t nearly_all = 14; // of 18
    found.spans = find_long_number(page, nearly_all);
    if (found.spans.empty()) return std::nullopt;
    const Field closer = read_field(page, field, found, look_again);
    const bool is_code = !closer.repaired && normalise(field, closer.value).well_formed;
    return is_code ? std::optional(found) : std::nullopt;
}

/// Whether a value is looked for by its place, though its label may have been found.
bool is_sought_by_place(
    const PageText& page, const FieldType& field, const std::optional<Found>& found
)
{
    if (field.place.empty()) return false;
    if (field.place == "paid") return true;    // surer than any label
    if (field.place == "loose") return !found; // beside its label it may be left blank
    return !(found && fits(page, field, found->spans));
}

/// The day on which a range opens, where nothing legible says it: most companies were founded when
/// the term of their licence begins. For a person.
void open_ranges(const DocumentType& type, std::vector<Field>& fields)
{
    constexpr double at_most = 0.5;
    const auto ends_range = [&](const Field& field) {
        const FieldType* known = type.find_field(field.name);
        return known != nullptr && known->grammar == Grammar::date_range && known->part == "to";
    };
    const auto range = std::ranges::find_if(fields, ends_range);
    if (range == fields.end()) return;
    FieldType beginning = *type.find_field(range->name);
    beginning.part = "from";
    const Normal day = normalise(beginning, range->raw);
    if (!day.well_formed || !is_digit(static_cast<unsigned char>(day.value.front()))) return;
    Field opening = *range;
    opening.value = day.value;
    opening.confidence = std::min(range->confidence, at_most);
    opening.repaired = true;
    opening.alternatives.clear();
    for (const FieldType& each : type.fields) {
        if (each.place != "opens") continue;
        opening.name = each.name;
        const auto own = std::ranges::find(fields, each.name, &Field::name);
        if (own == fields.end())
            insert_in_order(type, opening, fields);
        else if (!normalise(each, own->raw).well_formed)
            *own = opening;
    }
}

/// Where half of what was found is for a person, the rest is worth no more than a guess:
/// single strokes pass for a closed set's word (女 for a worn 男), however sure they are.
void doubt_worn_page(const PageText& page, std::vector<Field>& fields)
{
    if (page.is_photograph) return; // whose values are looked at twice
    constexpr std::ptrdiff_t enough = 5;
    const auto is_found = [](const Field& field) { return !field.value.empty(); };
    const auto found = std::ranges::count_if(fields, is_found);
    const auto worn = std::ranges::count_if(fields, [&](const Field& field) {
        return is_found(field) && field.confidence <= most_of_a_doubt;
    });
    if (worn < enough || worn * 2 < found) return;
    for (Field& field : fields)
        field.confidence = std::min(field.confidence, most_of_a_guess);
}

} // namespace

void insert_in_order(const DocumentType& type, Field field, std::vector<Field>& fields)
{
    const FieldType* const known = type.find_field(field.name);
    const auto place = std::ranges::find_if(fields, [&](const Field& other) {
        return type.find_field(other.name) > known;
    });
    fields.insert(place, std::move(field));
}

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
        if (is_sought_by_place(page, each, found))
            found = find_without_label(page, hits, type, each).value_or(found.value_or(Found{}));
        if (!found && is_known_by_form(each)) found = Found{find_by_form(page, each)};
        if (each.grammar == Grammar::uscc && (!found || found->spans.empty())) {
            if (auto code = find_code(page, each, look_again)) found = std::move(code);
        }
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
    open_ranges(type, fields);
    mend_by_lexicon(type, page.hand, fields);
    doubt_worn_page(page, fields);
    return fields;
}

} // namespace dossier::ocr
