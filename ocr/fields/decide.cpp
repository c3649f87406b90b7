#include "ocr/fields/decide.h"

#include "capture/utf8.h"
#include "ocr/fields/consensus.h"
#include "ocr/fields/grammar.h"
#include "ocr/fields/labels.h"

#include <algorithm>

namespace dossier::ocr {
namespace {

struct Opinion {
    const Look* look = nullptr;
    std::string raw;
    Normal normal{};
    std::vector<double> sureness; ///< of each symbol that matters
    double least = 0.0;
    double mean = 0.0;
    int votes = 0; ///< looks that say the same
};

/// Whether a symbol makes a difference to the value: in running text punctuation does.
bool matters(const FieldType& field, const Symbol& symbol)
{
    return !symbol.text.empty() && (field.grammar == Grammar::text || counts(first_of(symbol)));
}

Opinion opinion_of(const FieldType& field, const Look& look)
{
    Opinion opinion;
    opinion.look = &look;
    opinion.raw = text_of(look.symbols, 0, look.symbols.size());
    opinion.normal = normalise(field, opinion.raw);
    double sum = 0;
    opinion.least = 1;
    int counted = 0;
    for (const Symbol& symbol : look.symbols) {
        if (!matters(field, symbol)) continue;
        opinion.sureness.push_back(symbol.confidence);
        opinion.least = std::min(opinion.least, symbol.confidence);
        sum += symbol.confidence;
        ++counted;
    }
    if (counted == 0) opinion.least = 0;
    opinion.mean = counted == 0 ? 0 : sum / counted;
    return opinion;
}

/// Whether two looks say the same. In running text punctuation counts too.
bool is_same(const FieldType& field, const std::string& a, const std::string& b)
{
    return field.grammar == Grammar::text ? a == b : fold(a) == fold(b);
}

/// Whether so few values are well-formed that one found among alternatives tells something.
bool is_closed(const FieldType& field)
{
    return has_check_digit(field) || field.grammar == Grammar::ethnicity ||
           field.grammar == Grammar::choice;
}

/// The likeliest well-formed value that differs from a look in one or two symbols.
std::optional<std::pair<std::string, double>>
repair(const FieldType& field, const std::vector<Symbol>& look)
{
    struct Swap {
        std::size_t at;
        const Candidate* candidate;
        double cost;
    };

    std::vector<Swap> swaps;
    for (std::size_t i = 0; i < look.size(); ++i) {
        for (const Candidate& each : look[i].alternatives)
            swaps.push_back({i, &each, look[i].confidence - each.confidence});
    }
    std::ranges::sort(swaps, {}, &Swap::cost);
    constexpr std::size_t most_swaps = 40;
    if (swaps.size() > most_swaps) swaps.resize(most_swaps);
    const auto value_with = [&](const Swap& a, const Swap* b) -> std::optional<std::string> {
        std::vector<Symbol> changed = look;
        changed[a.at].text = a.candidate->value;
        if (b != nullptr) changed[b->at].text = b->candidate->value;
        const Normal normal = normalise(field, text_of(changed, 0, changed.size()));
        if (!normal.well_formed) return std::nullopt;
        return normal.value;
    };
    for (const Swap& swap : swaps) {
        if (auto value = value_with(swap, nullptr))
            return std::pair(*value, swap.candidate->confidence);
    }
    for (std::size_t i = 0; i < swaps.size(); ++i) {
        for (std::size_t k = 0; k < i; ++k) {
            if (swaps[i].at == swaps[k].at) continue;
            if (auto value = value_with(swaps[k], &swaps[i]))
                return std::pair(
                    *value, swaps[i].candidate->confidence * swaps[k].candidate->confidence
                );
        }
    }
    return std::nullopt;
}

/// Which of two opinions to believe.
bool is_better(
    const FieldType& field, const Opinion& a, const Opinion& b, std::optional<Recogniser> expert
)
{
    if (a.normal.well_formed != b.normal.well_formed) return a.normal.well_formed;
    if (a.normal.value.empty() != b.normal.value.empty()) return b.normal.value.empty();
    const bool is_expert = a.look->by == expert;
    if (is_expert != (b.look->by == expert) && a.normal.well_formed) return is_expert;
    if (a.votes != b.votes) return a.votes > b.votes;
    // What is mended in running text is mended right more often than Tesseract reads worn marks.
    const bool is_text = field.grammar == Grammar::text;
    if (!is_text && a.normal.guessed != b.normal.guessed) return b.normal.guessed;
    const bool is_first = a.look->by == Recogniser::first;
    if (is_first != (b.look->by == Recogniser::first)) return !is_first;
    if (a.normal.guessed != b.normal.guessed) return b.normal.guessed;
    return a.mean + a.least > b.mean + b.least;
}

/// An address with 0 and o as one.
std::string without_rings(std::string address)
{
    std::ranges::replace_if(
        address, [](char c) { return c == 'O' || c == 'o'; }, '0'
    );
    return address;
}

/// An address with the characters that look alike (1 and l, 0 and o) as one.
std::string without_look_alikes(std::string address)
{
    for (char& c : address) {
        if (c == '1' || c == 'I' || c == 'i') c = 'l';
    }
    return without_rings(std::move(address));
}

/// How often letters and digits, or small letters and capitals, follow each other: mai1 has one
/// change more than mail.
int changes_of_kind(std::string_view address)
{
    int changes = 0;
    for (std::size_t i = 1; i < address.size(); ++i) {
        const auto before = static_cast<unsigned char>(address[i - 1]);
        const auto here = static_cast<unsigned char>(address[i]);
        const auto is_small = [](unsigned char c) { return c >= 'a' && c <= 'z'; };
        const bool changes_case =
            is_letter(before) && is_letter(here) && is_small(before) != is_small(here);
        const bool changes_here =
            is_letter(before) ? is_digit(here) : is_digit(before) && is_letter(here);
        changes += changes_case ? 2 : changes_here ? 1 : 0; // hardly anybody mixes cases
    }
    return changes;
}

/// Where looks at an address differ by look-alikes alone: words and numbers are seldom mixed, and
/// Tesseract's model for Latin print tells 1 from l better, though not 0 from o.
const Opinion* clearer_address(const std::vector<Opinion>& opinions, const Opinion& best)
{
    const auto plain = without_look_alikes(best.normal.value);
    const Opinion* clearest = &best;
    const auto rank = [&](const Opinion& each) {
        const bool differs_in_ones =
            without_rings(each.normal.value) != without_rings(best.normal.value);
        const bool tells = each.look->by == Recogniser::first && differs_in_ones;
        return std::pair(changes_of_kind(each.normal.value), tells ? 0 : 1);
    };
    for (const Opinion& other : opinions) {
        const bool is_candidate = other.normal.well_formed && !other.normal.guessed &&
                                  without_look_alikes(other.normal.value) == plain;
        if (is_candidate && rank(other) < rank(*clearest)) clearest = &other;
    }
    return clearest;
}

/// How many looks, each with itself, say the same.
void count_votes(const FieldType& field, std::vector<Opinion>& opinions)
{
    for (Opinion& opinion : opinions) {
        opinion.votes = static_cast<int>(std::ranges::count_if(opinions, [&](const Opinion& other) {
            return is_same(field, other.normal.value, opinion.normal.value);
        }));
    }
}

/// The least of what either recogniser says of each symbol that both read: where one doubts, the
/// other vouches.
double least_of_both(const Opinion& one, const Opinion& other)
{
    if (one.sureness.size() != other.sureness.size()) return std::max(one.least, other.least);
    double least = 1;
    for (std::size_t i = 0; i < one.sureness.size(); ++i)
        least = std::min(least, std::max(one.sureness[i], other.sureness[i]));
    return least;
}

/// Whether a look that says something else reads the same print at all.
bool is_near(const std::string& value, const std::string& other)
{
    const auto a = capture::code_points(value);
    const auto b = capture::code_points(other);
    const std::size_t longer = std::max(a.size(), b.size());
    const std::size_t missing = longer - std::min(a.size(), b.size());
    const auto distance = static_cast<std::size_t>(find_approximately(a, b).distance);
    return std::max(distance, missing) * 2 <= longer;
}

/// Networks for the same characters, by the same makers: two voices, not quite of their own.
bool are_kin(Recogniser one, Recogniser other)
{
    const auto is_one = [](Recogniser each) {
        return each == Recogniser::second || each == Recogniser::third;
    };
    return is_one(one) && is_one(other) && one != other;
}

/// What the other looks say of the best one: they agree with it, or are its alternatives. One that
/// could not read the print at all contradicts nobody who read it twice.
void hear_others(
    const FieldType& field,
    const std::vector<Opinion>& opinions,
    const Opinion& best,
    Decided& decided
)
{
    constexpr double hardly = 0.5; // of kin, who leave the same ink out
    Evidence& evidence = decided.evidence;
    evidence.agreed = best.votes > 1;
    for (const Opinion& other : opinions) {
        if (&other == &best || other.normal.value.empty()) continue;
        if (!is_same(field, other.normal.value, decided.value)) {
            const bool speaks = !evidence.agreed || is_near(decided.value, other.normal.value);
            evidence.doubted = evidence.doubted || (other.normal.well_formed && speaks);
            decided.alternatives.push_back({other.normal.value, 0.0});
            continue;
        }
        if (other.look->by == best.look->by) continue;
        const bool is_kin = are_kin(other.look->by, best.look->by);
        if (is_kin && std::min(other.least, best.least) < hardly) {
            evidence.doubted = true;
            continue;
        }
        (is_kin ? evidence.kin : evidence.across) = true;
        evidence.least = std::max(evidence.least, least_of_both(best, other));
    }
}

/// The first look that alternatives of single characters make well-formed.
void try_repair(const FieldType& field, const std::vector<Opinion>& opinions, Decided& decided)
{
    for (const Opinion& each : opinions) {
        const auto found = repair(field, each.look->symbols);
        if (!found) continue;
        decided.alternatives.insert(decided.alternatives.begin(), {decided.value, 0.0});
        decided.value = found->first;
        decided.repaired = true;
        return;
    }
}

/// Whether single characters of it may be read right where others are not: in what has a form of
/// its own a mixture of two readings is worth less than either.
bool is_pieceable(const FieldType& field)
{
    return field.grammar == Grammar::text || field.grammar == Grammar::name;
}

/// What the looks say together, character by character.
std::string said_together(
    const FieldType& field,
    const std::vector<Look>& looks,
    const Opinion& best,
    std::optional<Recogniser> expert
)
{
    if (!is_pieceable(field)) return best.normal.value;
    const auto symbols = consensus(*best.look, looks, expert);
    return normalise(field, text_of(symbols, 0, symbols.size())).value;
}

} // namespace

Decided
decide(const FieldType& field, const std::vector<Look>& looks, std::optional<Recogniser> expert)
{
    std::vector<Opinion> opinions;
    for (const Look& look : looks) {
        if (!look.symbols.empty()) opinions.push_back(opinion_of(field, look));
    }
    if (opinions.empty()) return {};
    count_votes(field, opinions);
    const Opinion* best =
        &*std::ranges::max_element(opinions, [&](const Opinion& a, const Opinion& b) {
            return is_better(field, b, a, expert);
        });
    if (field.grammar == Grammar::email) best = clearer_address(opinions, *best);
    const std::string together = said_together(field, looks, *best, expert);
    const auto whole = std::ranges::find(opinions, together, [](const Opinion& each) {
        return each.normal.value;
    });
    if (whole != opinions.end() && best->normal.value != together) best = &*whole;
    Decided decided;
    decided.value = best->normal.value;
    decided.raw = best->raw;
    for (const Opinion& each : opinions)
        decided.sightings.push_back({each.look->by, each.raw, each.least, each.mean});
    decided.evidence = {
        .least = best->least,
        .mean = best->mean,
        .well_formed = best->normal.well_formed,
        .proven = best->normal.well_formed && has_check_digit(field),
        .by = best->look->by,
    };
    hear_others(field, opinions, *best, decided);
    if (!best->normal.well_formed && is_closed(field)) try_repair(field, opinions, decided);
    if (whole == opinions.end()) { // pieced together: no look says it
        decided.alternatives.insert(decided.alternatives.begin(), {decided.value, 0.0});
        decided.value = together;
        decided.repaired = true;
    }
    decided.confidence = decided.repaired ? std::min(most_of_mended, decided.evidence.mean)
                                          : confidence_of(field, decided.evidence);
    // A guess that no look has read plainly.
    if (best->normal.guessed) decided.confidence = std::min(decided.confidence, most_of_a_guess);
    for (Candidate& each : decided.alternatives)
        each.confidence = (1 - decided.confidence) / 2;
    return decided;
}

} // namespace dossier::ocr
