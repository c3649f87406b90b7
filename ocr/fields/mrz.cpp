#include "ocr/fields/mrz.h"

#include "ocr/fields/mrz_format.h"
#include "ocr/layout/boxes.h"

#include <algorithm>
#include <map>

namespace dossier::ocr {
namespace {

char letter_for(char c)
{
    static const std::map<char, char> alike{
        {'0', 'O'}, {'1', 'I'}, {'2', 'Z'}, {'5', 'S'}, {'6', 'G'}, {'8', 'B'}};
    const auto found = alike.find(c);
    return found == alike.end() ? c : found->second;
}

char digit_for(char c)
{
    static const std::map<char, char> alike{
        {'O', '0'},
        {'Q', '0'},
        {'D', '0'},
        {'I', '1'},
        {'L', '1'},
        {'Z', '2'},
        {'S', '5'},
        {'G', '6'},
        {'B', '8'}};
    const auto found = alike.find(c);
    return found == alike.end() ? c : found->second;
}

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

bool admits(char kind, char c)
{
    switch (kind) {
    case 'a': return is_capital(c);
    case 'c': return c >= 'A' && c <= 'C';
    case 's': return c == 'M' || c == 'F';
    case 'n':
    case 'd': return is_digit(c);
    default: return is_capital(c) || is_digit(c);
    }
}

bool may_hold_filler(char kind)
{
    return kind != 'd' && kind != 'c';
}

/// A candidate as the place admits it; 0 when it cannot stand there.
char as_class(const std::string& seen, char kind)
{
    if (seen.size() != 1) return 0;
    char c = seen[0];
    if (c == '<') return may_hold_filler(kind) ? c : '\0';
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (kind == 'a' || kind == 's') c = letter_for(c);
    if (kind == 'n' || kind == 'd') c = digit_for(c);
    return admits(kind, c) ? c : '\0';
}

/// One place decoded: the chosen character first among its options, and who vouches for it.
struct Place {
    struct Option {
        char character = '<';
        double weight = 0.0;
        bool read = false; ///< some recogniser's first choice
    };

    std::vector<Option> options;
    bool agreed = false; ///< both recognisers, or the shape of the filler
    double confidence = 0.0;
};

/// Likeness below which a place holds no filler.
constexpr double is_no_filler = 0.35;

void add_option(Place& place, char character, double weight, bool read)
{
    const auto known = std::ranges::find(place.options, character, &Place::Option::character);
    if (known == place.options.end()) {
        place.options.push_back({character, weight, read});
    } else {
        known->weight += weight;
        known->read = known->read || read;
    }
}

/// The second recogniser is right far more often where the two differ.
constexpr std::array trust{0.5, 1.0};

/// Adds what one recogniser takes the place for; answers its first choice, 0 for none.
char hear(Place& place, const std::vector<Candidate>& seen, char kind, double weight)
{
    char first = '\0';
    for (const Candidate& each : seen) {
        const char character = as_class(each.value, kind);
        if (character == '\0') continue;
        add_option(place, character, weight * each.confidence, first == '\0');
        if (first == '\0') first = character;
    }
    return first;
}

Place read_place(const MrzCell& cell, char kind)
{
    Place place;
    const bool may_be_filler = may_hold_filler(kind) && cell.filler > is_no_filler;
    if (kind == '<' || (may_be_filler && cell.filler >= is_filler)) {
        place.options.push_back({'<', 1.0, true});
        place.agreed = cell.filler >= is_filler;
        place.confidence = place.agreed ? 0.999 : cell.filler;
        return place;
    }
    const char one = hear(place, cell.seen[0], kind, trust[0]);
    const char two = hear(place, cell.seen[1], kind, trust[1]);
    if (may_be_filler) add_option(place, '<', cell.filler, true);
    if (place.options.empty()) add_option(place, kind == 'd' ? '0' : '<', 0.0, false);
    std::ranges::stable_sort(place.options, std::ranges::greater{}, [](const auto& each) {
        return each.weight + (each.read ? 0.001 : 0.0);
    });
    place.agreed = one != '\0' && one == two && (!may_be_filler || one == '<');
    place.confidence = place.options.front().weight / (trust[0] + trust[1]);
    return place;
}

std::string text_of(const std::vector<Place>& places)
{
    std::string text;
    for (const Place& place : places)
        text += place.options.front().character;
    return text;
}

struct Swap {
    std::size_t at = 0;
    std::size_t option = 0;
    double cost = 0.0;
};

/// Other choices at checked places, the likeliest first.
std::vector<Swap> swaps_of(const MrzFormat& format, const std::vector<Place>& places)
{
    std::vector<Swap> swaps;
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (!is_checked(format, i)) continue;
        const auto& options = places[i].options;
        for (std::size_t k = 1; k < options.size(); ++k) {
            const double cost = options.front().weight - options[k].weight;
            swaps.push_back({i, k, options[k].read ? cost - 10 : cost});
        }
    }
    std::ranges::sort(swaps, {}, &Swap::cost);
    constexpr std::size_t most = 40;
    if (swaps.size() > most) swaps.resize(most);
    return swaps;
}

void take(std::vector<Place>& places, const Swap& swap)
{
    auto& options = places[swap.at].options;
    std::swap(options.front(), options[swap.option]);
    places[swap.at].agreed = false;
}

/// How the check digits came to hold.
enum class Proof {
    as_read,  ///< for the best choices, or for one more that a recogniser read first
    repaired, ///< for further alternatives
    none
};

/// Chooses among one or two places so that all check digits hold.
Proof settle(const MrzFormat& format, std::vector<Place>& places)
{
    std::string text = text_of(places);
    if (all_hold(format, text)) return Proof::as_read;
    const auto swaps = swaps_of(format, places);
    const auto with = [&](const Swap& swap) {
        return places[swap.at].options[swap.option].character;
    };
    for (const Swap& swap : swaps) {
        std::string changed = text;
        changed[swap.at] = with(swap);
        if (!all_hold(format, changed)) continue;
        const bool read = places[swap.at].options[swap.option].read;
        take(places, swap);
        return read ? Proof::as_read : Proof::repaired;
    }
    for (std::size_t i = 0; i < swaps.size(); ++i) {
        for (std::size_t k = 0; k < i; ++k) {
            if (swaps[i].at == swaps[k].at) continue;
            std::string changed = text;
            changed[swaps[i].at] = with(swaps[i]);
            changed[swaps[k].at] = with(swaps[k]);
            if (!all_hold(format, changed)) continue;
            take(places, swaps[i]);
            take(places, swaps[k]);
            return Proof::repaired;
        }
    }
    return Proof::none;
}

/// The names: surname, two fillers, given names with one between, fillers to the end. Another
/// order means that a filler was misread.
bool is_name(std::string_view text)
{
    while (text.ends_with('<'))
        text.remove_suffix(1);
    if (text.empty() || text.front() == '<') return false;
    const auto parting = text.find("<<");
    return text.find("<<<") == text.npos &&
           (parting == text.npos || text.find("<<", parting + 2) == text.npos);
}

/// ISO 3166 is the verifier's business; here only what the standard itself fixes: one letter for
/// Germany or three letters.
bool is_state(std::string_view text)
{
    const auto letters = static_cast<std::size_t>(std::ranges::count_if(text, is_capital));
    return letters == 3 || text == "D<<";
}

constexpr double surely = 0.995;
constexpr double two_read_alike = 0.992;
constexpr double for_a_person = 0.6;

/// How sure a run of places is: check digits, or both recognisers where there are none.
double confidence_of(
    const MrzFormat& format, const std::vector<Place>& places, MrzRange range, Proof proof
)
{
    double least = surely;
    int open = 0;
    for (std::size_t i = range.at; i < range.at + range.length; ++i) {
        const bool proven = proof == Proof::as_read && is_checked(format, i);
        if (places[i].agreed) {
            least = std::min(least, proven ? surely : two_read_alike);
        } else if (proven) {
            ++open;
        } else {
            least = std::min({least, places[i].confidence, for_a_person});
        }
    }
    // Check digits settle one place that was read in two ways; more of them may conspire.
    if (open > 1) least = std::min(least, 0.9);
    return proof == Proof::repaired ? std::min(least, for_a_person) : least;
}

std::string iso_date(std::string_view digits, int century)
{
    return std::to_string(century) + std::string(digits.substr(0, 2)) + "-" +
           std::string(digits.substr(2, 2)) + "-" + std::string(digits.substr(4, 2));
}

bool all_digits(std::string_view text)
{
    return std::ranges::all_of(text, is_digit);
}

/// Births of the last hundred years as seen from the twenties of this century; a permit says.
int century_of_birth(const MrzFormat& format, std::string_view text)
{
    if (format.century != 0)
        return text[format.century] == 'A' ? 18 : text[format.century] == 'B' ? 19 : 20;
    return text.substr(format.birth.at, 2) > "25" ? 19 : 20;
}

std::string without_filler(std::string_view text)
{
    std::string kept(text);
    std::erase(kept, '<');
    return kept;
}

/// What the zone says, each with the confidence of its places.
class Facts {
public:
    Facts(
        const MrzFormat& format,
        const std::vector<Place>& places,
        Proof proof,
        const MrzCells& cells
    )
        : format_(format),
          places_(places),
          proof_(proof),
          cells_(cells),
          text_(text_of(places))
    {}

    std::vector<MrzFact> read()
    {
        add("number", format_.number, without_filler(text(format_.number)), true);
        const std::string_view birth = text(format_.birth);
        if (all_digits(birth))
            add("birth_date", format_.birth, iso_date(birth, century_of_birth(format_, text_)), true
            );
        const std::string_view expiry = text(format_.expiry);
        if (all_digits(expiry))
            add("expiry_date", format_.expiry, iso_date(expiry, expiry < "90" ? 20 : 19), true);
        const std::string_view sex = text(format_.sex);
        add("sex", format_.sex, sex == "M" ? "男" : sex == "F" ? "女" : "X", false);
        if (format_.nationality.length > 0 && is_state(text(format_.nationality)))
            add("nationality", format_.nationality, without_filler(text(format_.nationality)), false
            );
        return std::move(facts_);
    }

private:
    std::string_view text(MrzRange range) const
    {
        return std::string_view(text_).substr(range.at, range.length);
    }

    void add(const char* name, MrzRange range, std::string value, bool has_check)
    {
        const auto& line = cells_[range.at / format_.line];
        const std::size_t first = range.at % format_.line;
        facts_.push_back(
            {.name = name,
             .value = std::move(value),
             .confidence = confidence_of(format_, places_, range, proof_),
             .proven = has_check && proof_ == Proof::as_read,
             .repaired = proof_ == Proof::repaired,
             .box = united(line[first].box, line[first + range.length - 1].box)}
        );
    }

    const MrzFormat& format_;
    const std::vector<Place>& places_;
    Proof proof_;
    const MrzCells& cells_;
    std::string text_;
    std::vector<MrzFact> facts_;
};

std::vector<Place> read_places(const MrzCells& cells, std::string_view classes)
{
    std::vector<Place> places;
    for (const auto& line : cells) {
        for (const MrzCell& cell : line)
            places.push_back(read_place(cell, classes[places.size()]));
    }
    return places;
}

/// The first format of that many lines and places whose document code was read.
const MrzFormat* format_of(const MrzCells& cells)
{
    for (const MrzFormat& format : mrz_formats()) {
        const bool fits = format.classes.size() == format.line * cells.size() &&
                          std::ranges::all_of(cells, [&](const auto& each) {
                              return each.size() == format.line;
                          });
        if (!fits) continue;
        const std::string text = text_of(read_places(cells, format.classes));
        if (text.starts_with(format.code)) return &format;
    }
    return nullptr;
}

/// Where the lines of names are: line one of passports and small cards, line three of the others.
bool is_of_names(const MrzFormat& format, std::size_t line)
{
    return line == (format.line == 30 ? 2 : 0);
}

/// A line of names that is no name by the filler rule is for a person.
double doubted_confidence(
    const MrzFormat& format, std::size_t line, std::string_view text, double confidence
)
{
    if (!is_of_names(format, line)) return confidence;
    const bool sound =
        format.line == 30 ? is_name(text) : is_name(text.substr(5)) && is_state(text.substr(2, 3));
    return sound ? confidence : std::min(confidence, for_a_person);
}

} // namespace

const MrzFact* Mrz::find_fact(std::string_view name) const
{
    const auto found = std::ranges::find(facts, name, &MrzFact::name);
    return found == facts.end() ? nullptr : &*found;
}

std::optional<Mrz> decode_mrz(const MrzCells& cells)
{
    const MrzFormat* format = format_of(cells);
    if (format == nullptr) return std::nullopt;
    std::vector<Place> places = read_places(cells, format->classes);
    const Proof proof = settle(*format, places);
    // The first letter follows from the format, which five check digits have just borne out.
    if (proof == Proof::as_read && !format->code.empty()) places.front().agreed = true;
    Mrz mrz;
    const std::string text = text_of(places);
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const MrzRange range{i * format->line, format->line};
        const std::string line = text.substr(range.at, range.length);
        mrz.lines.push_back(
            {.text = line,
             .confidence =
                 doubted_confidence(*format, i, line, confidence_of(*format, places, range, proof)),
             .repaired = proof == Proof::repaired && !is_of_names(*format, i),
             .box = united(cells[i].front().box, cells[i].back().box)}
        );
    }
    mrz.facts = Facts(*format, places, proof, cells).read();
    return mrz;
}

char mrz_check_digit(std::string_view characters)
{
    constexpr std::array weights{7, 3, 1};
    int sum = 0;
    for (std::size_t i = 0; i < characters.size(); ++i) {
        const char c = characters[i];
        const int value = c == '<' ? 0 : is_digit(c) ? c - '0' : c - 'A' + 10;
        sum += value * weights[i % weights.size()];
    }
    return static_cast<char>('0' + sum % 10);
}

} // namespace dossier::ocr
