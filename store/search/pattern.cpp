#include "store/search/pattern.h"

#include "store/search/pinyin.h"
#include "verify/characters.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace dossier::store {
namespace {

constexpr std::size_t most_ways = 6;
constexpr std::size_t most_errors = 2;

/// Likenesses of one level: the whole text, its beginning, a part.
struct Places {
    Likeness whole;
    Likeness beginning;
    Likeness part;
};

constexpr Places same_places{Likeness::whole, Likeness::beginning, Likeness::part};
constexpr Places variant_places{
    Likeness::whole_variant, Likeness::begin_variant, Likeness::part_variant};
constexpr Places sound_places{Likeness::whole_sound, Likeness::begin_sound, Likeness::part_sound};
constexpr Places near_places{Likeness::whole_near, Likeness::begin_near, Likeness::part_near};
constexpr Places initials_places{
    Likeness::whole_initials, Likeness::begin_initials, Likeness::part_initials};

std::size_t errors_allowed(std::size_t units)
{
    if (units < 3) {
        return 0;
    }
    return units < 8 ? 1 : most_errors;
}

enum class Level { same, variant, sound, near };

constexpr std::uint32_t bit_of(std::size_t unit)
{
    return std::uint32_t{1} << unit;
}

} // namespace

Pattern::Pattern(std::size_t units, const Alphabet& alphabet)
    : size_(units),
      same_(alphabet.size()),
      variant_(alphabet.size()),
      sound_(alphabet.size()),
      near_(alphabet.size()),
      columns_(units),
      character_columns_(units)
{}

/// By syllable: which units are read so. A letter satisfies the units of its readings.
void Pattern::hear(const Alphabet& alphabet, const Units& said, const Units& nearly_said)
{
    for (std::size_t number = 0; number < said.size(); ++number) {
        const auto column = column_of_syllable(alphabet.all_syllables()[number]);
        for (std::size_t unit = 0; unit < size_; ++unit) {
            if (((said[number] | nearly_said[number]) & bit_of(unit)) != 0) {
                columns_[unit].set(column);
            }
        }
    }
    for (std::size_t number = 0; number < alphabet.size(); ++number) {
        for (const auto syllable : alphabet.syllables(static_cast<Letter>(number))) {
            sound_[number] |= said[syllable];
            near_[number] |= said[syllable] | nearly_said[syllable];
        }
    }
}

/// By their sounds, where those are few.
void Pattern::pair_up()
{
    constexpr std::size_t few = 4;
    const auto units = columns(TextKind::long_text);
    for (std::size_t unit = 1; unit < units.size(); ++unit) {
        const auto& first = units[unit - 1];
        const auto& second = units[unit];
        const auto column_of =
            first.count() * second.count() <= few ? column_of_sounds : column_of_initials;
        auto& pair = pairs_.emplace_back();
        for (std::size_t one = 0; one < column_count; ++one) {
            for (std::size_t other = 0; first.test(one) && other < column_count; ++other) {
                if (second.test(other)) {
                    pair.set(column_of(static_cast<Column>(one), static_cast<Column>(other)));
                }
            }
        }
    }
}

Pattern Pattern::of_text(std::u32string_view text, const Alphabet& alphabet)
{
    text = text.substr(0, most_units);
    Pattern pattern(text.size(), alphabet);
    pattern.errors_ = errors_allowed(text.size());
    pattern.is_typed_ = true;
    const auto syllables = alphabet.all_syllables();
    Units said(syllables.size());
    Units nearly_said(syllables.size());
    Units simple(alphabet.size()); ///< by letter: the units that it is the simplified form of
    for (std::size_t unit = 0; unit < text.size(); ++unit) {
        const char32_t simple_form = verify::simplified(text[unit]);
        for (const char32_t character : {text[unit], simple_form}) {
            for (const auto reading : verify::readings_of(character)) {
                for (const auto syllable : alphabet.syllables_like(reading)) {
                    (syllables[syllable] == reading ? said : nearly_said)[syllable] |= bit_of(unit);
                }
            }
        }
        if (const auto letter = alphabet.find(text[unit]); letter < alphabet.size()) {
            pattern.same_[letter] |= bit_of(unit);
        }
        if (const auto letter = alphabet.find(simple_form); letter < alphabet.size()) {
            simple[letter] |= bit_of(unit);
        }
    }
    pattern.hear(alphabet, said, nearly_said);
    for (std::size_t number = 0; number < alphabet.size(); ++number) {
        const auto letter = static_cast<Letter>(number);
        const auto variant = pattern.same_[letter] | simple[alphabet.simple(letter)];
        pattern.variant_[letter] = variant;
        pattern.sound_[letter] |= variant;
        pattern.near_[letter] |= variant;
        for (std::size_t unit = 0; variant != 0 && unit < text.size(); ++unit) {
            for (const auto column : alphabet.columns(letter)) {
                if ((variant & bit_of(unit)) != 0) {
                    pattern.columns_[unit].set(column);
                    pattern.character_columns_[unit].set(column);
                }
            }
        }
    }
    pattern.pair_up();
    return pattern;
}

std::vector<Pattern> Pattern::of_pinyin(std::u32string_view letters, const Alphabet& alphabet)
{
    std::string typed;
    for (const char32_t letter : letters.substr(0, most_units)) {
        typed += static_cast<char>(letter - U'A' + U'a');
    }
    const auto syllables = alphabet.all_syllables();
    std::vector<Pattern> patterns;
    for (const auto& sounds : pinyin_parts(typed, alphabet.all_spellings(), most_ways)) {
        auto& pattern = patterns.emplace_back(Pattern(sounds.size(), alphabet));
        pattern.is_begun_ = sounds.back().kind == SoundKind::begun;
        pattern.is_initials_ =
            std::ranges::find(sounds, SoundKind::initial, &Sound::kind) != sounds.end();
        Units said(syllables.size());
        Units nearly_said(syllables.size());
        for (std::size_t unit = 0; unit < sounds.size(); ++unit) {
            const auto& sound = sounds[unit];
            for (std::size_t number = 0; number < syllables.size(); ++number) {
                const bool is_said = sound.kind == SoundKind::reading
                                         ? syllables[number] == sound.text
                                         : syllables[number].starts_with(sound.text);
                said[number] |= is_said ? bit_of(unit) : 0;
            }
            if (sound.kind == SoundKind::reading) {
                for (const auto syllable : alphabet.syllables_like(sound.text)) {
                    nearly_said[syllable] |= bit_of(unit);
                }
            }
        }
        pattern.hear(alphabet, said, nearly_said);
        pattern.pair_up();
    }
    return patterns;
}

Likeness Pattern::likeness_at(std::span<const Letter> text, std::size_t begin) const
{
    auto level = Level::same;
    for (std::size_t unit = 0; unit < size_; ++unit) {
        const auto letter = text[begin + unit];
        const auto bit = bit_of(unit);
        if ((bits(same_, letter) & bit) == 0) {
            level = std::max(
                level,
                (bits(variant_, letter) & bit) != 0 ? Level::variant
                : (bits(sound_, letter) & bit) != 0 ? Level::sound
                                                    : Level::near
            );
        }
    }
    const auto& places = is_initials_              ? initials_places
                         : level == Level::same    ? same_places
                         : level == Level::variant ? variant_places
                         : level == Level::sound   ? sound_places
                                                   : near_places;
    if (begin > 0) {
        return places.part;
    }
    return text.size() == size_ && !is_begun_ ? places.whole : places.beginning;
}

/// Edits between the pattern and all of a short text; two neighbours that changed places are one.
std::size_t Pattern::distance(std::span<const Letter> text) const
{
    using Row = std::array<std::size_t, most_units + most_errors + 1>;
    std::array<Row, 3> rows; // of the table: the last but one, the last, this one
    const auto is_like = [&](std::size_t unit, std::size_t place) {
        return (bits(near_, text[place]) >> unit & 1U) != 0;
    };
    const auto width = text.size() + 1;
    std::iota(rows[0].begin(), rows[0].begin() + static_cast<std::ptrdiff_t>(width), 0U);
    for (std::size_t row = 1; row <= size_; ++row) {
        const auto& before = rows[(row - 1) % 3];
        auto& now = rows[row % 3];
        now[0] = row;
        for (std::size_t column = 1; column < width; ++column) {
            auto least = std::min(before[column], now[column - 1]) + 1;
            least = std::min(least, before[column - 1] + (is_like(row - 1, column - 1) ? 0U : 1U));
            if (row > 1 && column > 1 && is_like(row - 1, column - 2) &&
                is_like(row - 2, column - 1)) {
                least = std::min(least, rows[(row - 2) % 3][column - 2] + 1);
            }
            now[column] = least;
        }
    }
    return rows[size_ % 3][text.size()];
}

/// All of a name with errors. Of two characters, only that one between them was left out.
std::optional<PatternMatch> Pattern::match_name(std::span<const Letter> text) const
{
    const auto errors = size_ == 2 && text.size() == 3 ? 1 : errors_;
    if (errors == 0 || text.size() + errors < size_ || text.size() > size_ + errors) {
        return std::nullopt;
    }
    const auto edits = distance(text);
    if (edits > errors) {
        return std::nullopt;
    }
    return PatternMatch{
        .likeness = edits < 2 ? Likeness::one_error : Likeness::two_errors,
        .begin = 0,
        .end = text.size()};
}

std::optional<PatternMatch> Pattern::match(std::span<const Letter> text, TextKind kind) const
{
    const auto errors = kind == TextKind::name ? 0 : this->errors(kind); // of a name below
    const auto last = bit_of(size_ - 1);
    const auto& units_of = is_by_character(kind) ? variant_ : near_;
    std::optional<PatternMatch> best;
    std::uint32_t exactly = 0;
    std::uint32_t with_one = errors > 0 ? 1 : 0;
    std::uint32_t with_two = errors > 1 ? 3 : 0;
    std::size_t one_end = 0;
    std::size_t two_end = 0;
    for (std::size_t place = 0; place < text.size(); ++place) {
        const auto units = bits(units_of, text[place]);
        const auto exactly_before = exactly;
        exactly = (exactly << 1U | 1U) & units;
        if (errors > 0) {
            const auto one_before = with_one;
            with_one = ((with_one << 1U | 1U) & units) | exactly_before | exactly_before << 1U |
                       exactly << 1U | 1U;
            if (errors > 1) {
                with_two = ((with_two << 1U | 1U) & units) | one_before | one_before << 1U |
                           with_one << 1U | 3U;
            }
        }
        if ((exactly & last) != 0) {
            const auto begin = place + 1 - size_;
            const auto likeness = likeness_at(text, begin);
            if (!best || likeness < best->likeness) {
                best = {.likeness = likeness, .begin = begin, .end = place + 1};
            }
        } else if ((with_one & last) != 0 && one_end == 0) {
            one_end = place + 1;
        } else if ((with_two & last) != 0 && two_end == 0) {
            two_end = place + 1;
        }
    }
    if (best) {
        return best;
    }
    if (kind == TextKind::name) {
        return match_name(text);
    }
    const auto end = one_end > 0 ? one_end : two_end;
    if (end == 0) {
        return std::nullopt;
    }
    return PatternMatch{
        .likeness = one_end > 0 ? Likeness::one_error : Likeness::two_errors,
        .begin = end - std::min(end, size_),
        .end = end};
}

} // namespace dossier::store
