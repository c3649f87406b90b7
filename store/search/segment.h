#pragma once
// 65,536 records of the index, as columns beside their texts. Names have columns of their own:
// among those of an address of thirty characters every other name would be found. Long texts have
// columns of neighbours too, by their initials: all letters of the alphabet are in an address.

#include "store/search/alphabet.h"
#include "store/search/column.h"
#include "store/search/question.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace dossier::store {

/// One of the texts of a record: the number of its field, and its letters.
struct IndexedText {
    unsigned field = 0;
    bool is_former = false;
    TextKind kind = TextKind::long_text;
    std::span<const Letter> letters;
};

/// `group` is a number of facts that many records share. Times are seconds since 1970.
struct IndexedRecord {
    std::uint32_t slot = 0;
    std::uint32_t committed_at = 0;
    std::uint32_t group = 0;
    std::uint32_t text = 0; ///< where its texts begin
};

/// The records of a segment in which each word of a question may be found, by each of its patterns
/// in each kind of text.
struct Sifted {
    std::vector<std::vector<std::array<Bits, 2>>> found; ///< by word, pattern and kind
    Bits left{};                                         ///< by every word

    [[nodiscard]] bool
    has(std::size_t word, std::size_t pattern, TextKind kind, std::size_t place) const
    {
        const auto& bits = found[word][pattern][static_cast<std::size_t>(kind)];
        return (bits[place / 64] >> place % 64 & 1U) != 0;
    }
};

class Segment {
public:
    static constexpr std::size_t capacity = 65'536;
    static constexpr unsigned last_field = 63;
    static constexpr std::size_t longest_text = 511;

    [[nodiscard]] std::span<const IndexedRecord> records() const { return records_; }

    [[nodiscard]] bool is_full() const { return records_.size() == capacity; }

    void add(IndexedRecord record, std::span<const IndexedText> texts, const Alphabet& alphabet);
    /// Nothing of it stays but a slot of 0.
    void remove(std::size_t place);

    /// Calls `look(IndexedText)` for each text of a record.
    template <typename Look>
    void for_each_text(std::size_t place, Look look) const
    {
        std::array<Letter, longest_text> letters; // NOLINT(*-member-init): filled below
        std::size_t at = records_[place].text;
        while (const unsigned head = read(at)) {
            const std::size_t size = head & longest_text;
            for (std::size_t i = 0; i < size; ++i) {
                letters[i] = read(at);
            }
            look(IndexedText{
                .field = head >> 10U,
                .is_former = (head >> 9U & 1U) != 0,
                .kind = {}, // by its field
                .letters = std::span(letters).first(size)});
        }
    }

    void sift(std::span<const Word> question, Sifted& sifted) const;

    /// Memory held.
    [[nodiscard]] std::size_t bytes() const;

private:
    using Columns = std::array<RecordColumn, column_count>;

    /// Below `one_byte` in a byte; else in two more behind 0xFF, or in one behind the upper half.
    static constexpr Letter one_byte = 0xE0;
    void write(Letter letter);

    [[nodiscard]] Letter read(std::size_t& at) const
    {
        const unsigned first = letters_[at++];
        if (first < one_byte) {
            return static_cast<Letter>(first);
        }
        unsigned upper = first - one_byte;
        if (first == 0xFF) {
            upper = letters_[at++];
        }
        return static_cast<Letter>(upper << 8U | letters_[at++]);
    }

    void sift(const Pattern& pattern, TextKind kind, Bits& found) const;

    template <typename Act>
    void for_each_column(Act act)
    {
        for (auto& columns : columns_) {
            std::ranges::for_each(columns, act);
        }
        std::ranges::for_each(pairs_, act);
    }

    std::array<Columns, 2> columns_;                    ///< by kind
    std::array<RecordColumn, pair_column_count> pairs_; ///< of long texts
    std::vector<IndexedRecord> records_;
    /// Numbers, small ones in a byte: a head (field, former, size) before each text, 0 behind all.
    std::vector<std::uint8_t> letters_;
};

} // namespace dossier::store
