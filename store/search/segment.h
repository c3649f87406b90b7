#pragma once
// 65,536 records of the index, as columns of bits beside their texts. Names have columns of their
// own: among those of an address of thirty characters every other name would be found.

#include "store/search/alphabet.h"
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

class Segment {
public:
    static constexpr std::size_t capacity = 65'536;
    static constexpr std::size_t words = capacity / 64;
    static constexpr unsigned last_field = 63;
    static constexpr std::size_t longest_text = 511;

    using Bits = std::array<std::uint64_t, words>;

    [[nodiscard]] std::span<const IndexedRecord> records() const
    {
        return std::span(records_).first(size_);
    }

    [[nodiscard]] bool is_full() const { return size_ == capacity; }

    void add(IndexedRecord record, std::span<const IndexedText> texts, const Alphabet& alphabet);
    /// Nothing of it stays but a slot of 0.
    void remove(std::size_t place);

    /// Calls `look(IndexedText)` for each text of a record.
    template <typename Look>
    void for_each_text(std::size_t place, Look look) const
    {
        for (std::size_t at = records_[place].text; letters_[at] != 0;) {
            const unsigned head = letters_[at];
            const std::size_t size = head & longest_text;
            look(IndexedText{
                .field = head >> 10U,
                .is_former = (head >> 9U & 1U) != 0,
                .kind = {}, // by its field
                .letters = std::span(letters_).subspan(at + 1, size)});
            at += 1 + size;
        }
    }

    /// The records in which every word may be found.
    void sift(std::span<const Word> question, Bits& left) const;

    [[nodiscard]] std::size_t bytes() const
    {
        return sizeof(Segment) + letters_.capacity() * sizeof(Letter);
    }

private:
    using Columns = std::array<Bits, column_count>;

    void sift(const Pattern& pattern, TextKind kind, Bits& found) const;

    [[nodiscard]] const Columns& columns_of(TextKind kind) const
    {
        return columns_[static_cast<std::size_t>(kind)];
    }

    std::size_t size_ = 0;
    std::array<Columns, 2> columns_{}; ///< by kind
    std::array<IndexedRecord, capacity> records_{};
    std::vector<Letter> letters_; ///< a head (field, former, size) before each text, 0 behind all
};

} // namespace dossier::store
