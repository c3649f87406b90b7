#include "store/search/segment.h"

#include <algorithm>

namespace dossier::store {

void Segment::add(
    IndexedRecord record, std::span<const IndexedText> texts, const Alphabet& alphabet
)
{
    const auto word = size_ / 64;
    const auto bit = std::uint64_t{1} << size_ % 64;
    record.text = static_cast<std::uint32_t>(letters_.size());
    for (const auto& text : texts) {
        const auto letters = text.letters.first(std::min(text.letters.size(), longest_text));
        letters_.push_back(static_cast<Letter>(
            text.field << 10U | (text.is_former ? 1U : 0U) << 9U | letters.size()
        ));
        letters_.insert(letters_.end(), letters.begin(), letters.end());
        for (const auto letter : letters) {
            for (const auto column : alphabet.columns(letter)) {
                columns_[static_cast<std::size_t>(text.kind)][column][word] |= bit;
            }
        }
    }
    letters_.push_back(0);
    records_[size_++] = record;
    if (is_full()) {
        letters_.shrink_to_fit();
    }
}

void Segment::remove(std::size_t place)
{
    const auto bit = std::uint64_t{1} << place % 64;
    for (auto& columns : columns_) {
        for (auto& column : columns) {
            column[place / 64] &= ~bit;
        }
    }
    for (std::size_t at = records_[place].text; letters_[at] != 0;) {
        const auto size = 1 + (letters_[at] & longest_text);
        std::fill_n(letters_.begin() + static_cast<std::ptrdiff_t>(at), size, Letter{0});
        at += size;
    }
    records_[place].slot = 0;
}

/// A unit's bits say which records have it. Bit-sliced counting: who lacks none so far, at most
/// one, at most two.
void Segment::sift(const Pattern& pattern, TextKind kind, Bits& found) const
{
    const auto& all = columns_of(kind);
    Bits none;
    Bits one;
    Bits two;
    none.fill(~std::uint64_t{0});
    one = none;
    two = none;
    Bits unit;
    const auto used = (size_ + 63) / 64;
    for (const auto& columns : pattern.columns(kind)) {
        unit.fill(0);
        for (std::size_t column = 0; column < column_count; ++column) {
            if (columns.test(column)) {
                for (std::size_t i = 0; i < used; ++i) {
                    unit[i] |= all[column][i];
                }
            }
        }
        for (std::size_t i = 0; i < used; ++i) {
            two[i] &= unit[i] | one[i];
            one[i] &= unit[i] | none[i];
            none[i] &= unit[i];
        }
    }
    const auto errors = pattern.errors(kind);
    const auto& enough = errors == 0 ? none : errors == 1 ? one : two;
    for (std::size_t i = 0; i < used; ++i) {
        found[i] |= enough[i];
    }
}

void Segment::sift(std::span<const Word> question, Bits& left) const
{
    left.fill(0);
    for (std::size_t i = 0; i < size_; i += 64) {
        left[i / 64] = size_ - i >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << (size_ - i)) - 1;
    }
    for (const auto& word : question) {
        Bits found{};
        for (const auto& pattern : word) {
            sift(pattern, TextKind::name, found);
            sift(pattern, TextKind::long_text, found);
        }
        for (std::size_t i = 0; i < words; ++i) {
            left[i] &= found[i];
        }
    }
}

} // namespace dossier::store
