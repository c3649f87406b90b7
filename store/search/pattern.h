#pragma once
// What somebody typed, made ready to be held against many texts: a pattern is a row of units (a
// character, a syllable, an initial), and a text matches where its characters satisfy them in
// order, with a few errors. One pass over a text (Wu and Manber's bit-parallel automaton).

#include "store/search/alphabet.h"

#include <bitset>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::store {

/// How a pattern was found, best first.
enum class Likeness {
    whole,         ///< the text itself
    beginning,     ///< its beginning
    whole_variant, ///< itself, in simplified or traditional characters
    begin_variant, ///< its beginning so
    part,          ///< a part of it
    part_variant,
    whole_sound, ///< read alike
    begin_sound,
    part_sound,
    whole_near, ///< nearly so: zhang, zang
    begin_near,
    part_near,
    whole_initials, ///< the initials of its readings
    begin_initials,
    part_initials,
    one_error,
    two_errors
};

/// What kind of text it is: in short names an error counts by the whole name.
enum class TextKind { name, long_text };

/// Characters `begin` to `end` of a text.
struct PatternMatch {
    Likeness likeness = Likeness::two_errors;
    std::size_t begin = 0;
    std::size_t end = 0;
};

using ColumnSet = std::bitset<column_count>;
using PairSet = std::bitset<pair_column_count>;

class Pattern {
public:
    /// Characters that are looked at.
    static constexpr std::size_t most_units = 32;

    /// Of a text as it stands.
    [[nodiscard]] static Pattern of_text(std::u32string_view text, const Alphabet& alphabet);
    /// Of a text in Latin letters taken as pinyin, each way to take it: readings, initials of
    /// readings, and a beginning of one at the end. The likeliest first, at most six.
    [[nodiscard]] static std::vector<Pattern>
    of_pinyin(std::u32string_view letters, const Alphabet& alphabet);

    /// The columns of each unit: a text of that kind that satisfies it is in one of them.
    [[nodiscard]] std::span<const ColumnSet> columns(TextKind kind) const
    {
        return is_by_character(kind) ? character_columns_ : columns_;
    }

    /// The columns of each pair of neighbours, likewise; of long texts.
    [[nodiscard]] std::span<const PairSet> pairs(TextKind kind) const
    {
        return kind == TextKind::long_text ? pairs_ : std::span<const PairSet>();
    }

    /// How many units a matching text of that kind may lack at most.
    [[nodiscard]] std::size_t errors(TextKind kind) const
    {
        // Three characters with an error are in too many long texts.
        return kind == TextKind::long_text && size_ <= 3 ? 0 : errors_;
    }

    /// The best match in a text of letters of that alphabet.
    [[nodiscard]] std::optional<PatternMatch>
    match(std::span<const Letter> text, TextKind kind) const;

private:
    explicit Pattern(std::size_t units, const Alphabet& alphabet);

    /// By number: the units that it satisfies, bit by bit.
    using Units = std::vector<std::uint32_t>;
    void hear(const Alphabet& alphabet, const Units& said, const Units& nearly_said);
    void pair_up();

    /// Letters that came later satisfy nothing.
    [[nodiscard]] static std::uint32_t bits(const Units& by_letter, Letter letter)
    {
        return letter < by_letter.size() ? by_letter[letter] : 0;
    }

    /// Two characters that are only read alike are in too many long texts.
    [[nodiscard]] bool is_by_character(TextKind kind) const
    {
        return kind == TextKind::long_text && is_typed_ && size_ <= 2;
    }

    [[nodiscard]] Likeness likeness_at(std::span<const Letter> text, std::size_t begin) const;
    [[nodiscard]] std::optional<PatternMatch> match_name(std::span<const Letter> text) const;
    [[nodiscard]] std::size_t distance(std::span<const Letter> text) const;

    std::size_t size_ = 0;
    std::size_t errors_ = 0;
    bool is_initials_ = false; ///< some unit is an initial
    bool is_begun_ = false;    ///< the last unit is the beginning of a reading
    bool is_typed_ = false;    ///< of characters, not of readings
    Units same_;               ///< by letter; each holds what the one before it does
    Units variant_;
    Units sound_;
    Units near_;
    std::vector<ColumnSet> columns_;
    std::vector<ColumnSet> character_columns_; ///< of the very characters and their variants
    std::vector<PairSet> pairs_;
};

} // namespace dossier::store
