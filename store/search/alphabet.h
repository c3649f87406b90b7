#pragma once
// The characters of an index as small numbers, in the order in which they were first seen, and what
// a search must know of each: its simplified form, its readings, and its columns.

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace dossier::store {

using Letter = std::uint16_t;
using Syllable = std::uint16_t;
using Column = std::uint8_t;

inline constexpr std::size_t column_count = 256;

/// Of the Latin alphabet, as a name in the index is written: A to Z.
[[nodiscard]] bool is_latin(char32_t character);

/// Readings that people mix up when they type share it: zh and z, ch and c, sh and s, ng and n, v
/// and u.
[[nodiscard]] std::string loose(std::string_view syllable);
/// Everything that is loosely the same: zan, zang, zhan, zhang.
[[nodiscard]] std::vector<std::string> spellings_of(std::string_view syllable);

/// The columns of a letter of the Latin alphabet (a to z) and of the syllables that begin with it.
struct ColumnRange {
    std::size_t first = 0;
    std::size_t count = 0;
};

[[nodiscard]] ColumnRange columns_of_initial(char letter);
/// The same one for all that is loosely the same.
[[nodiscard]] Column column_of_syllable(std::string_view syllable);
/// Of two neighbours in a text, among columns of pairs: by how they sound, and by their initials
/// alone, which is the same for all columns of an initial.
inline constexpr std::size_t pair_column_count = 512;
[[nodiscard]] std::size_t column_of_sounds(Column first, Column second);
[[nodiscard]] std::size_t column_of_initials(Column first, Column second);

class Alphabet {
public:
    /// Stands for every character that came after there were 65,534 of them.
    static constexpr Letter other = 0xFFFE;
    /// A character that no text has.
    static constexpr Letter unknown = 0xFFFF;

    Alphabet();

    /// The number of a character, a new one where it was never seen.
    Letter add(char32_t character);
    [[nodiscard]] Letter find(char32_t character) const;

    [[nodiscard]] std::size_t size() const { return letters_.size(); }

    [[nodiscard]] Letter simple(Letter letter) const { return letters_[letter].simple; }

    [[nodiscard]] std::span<const Syllable> syllables(Letter letter) const;
    [[nodiscard]] std::span<const Column> columns(Letter letter) const;

    /// In lower case, by their numbers.
    [[nodiscard]] std::span<const std::string> all_syllables() const { return syllables_; }

    /// As they may be typed, loosely too; in no order.
    [[nodiscard]] std::span<const std::string> all_spellings() const { return spellings_; }

    /// The syllables that are typed like that one, so or loosely.
    [[nodiscard]] std::vector<Syllable> syllables_like(std::string_view syllable) const;

    /// Memory held, in bytes.
    [[nodiscard]] std::size_t bytes() const;

private:
    struct Known {
        Letter simple = 0;
        std::uint32_t first = 0;        ///< in `readings_`
        std::uint32_t first_column = 0; ///< in `columns_`
        std::uint16_t syllables = 0;
        std::uint16_t columns = 0;
    };

    Syllable syllable_number(std::string_view syllable);

    std::vector<Letter> plane_;                   ///< by code point below U+10000
    std::unordered_map<char32_t, Letter> beyond_; ///< above
    std::vector<Known> letters_;
    std::vector<Syllable> readings_;
    std::vector<Column> columns_;
    std::vector<std::string> syllables_;
    std::unordered_map<std::string, Syllable> numbers_;
    std::unordered_map<std::string, std::vector<Syllable>> alike_; ///< by loose()
    std::vector<std::string> spellings_;
};

} // namespace dossier::store
