#include "store/search/segment.h"

#include <algorithm>

namespace dossier::store {

void Segment::write(Letter letter)
{
    if (letter < one_byte) {
        letters_.push_back(static_cast<std::uint8_t>(letter));
        return;
    }
    const unsigned upper = letter >> 8U;
    if (one_byte + upper < 0xFF) {
        letters_.push_back(static_cast<std::uint8_t>(one_byte + upper));
    } else {
        letters_.push_back(0xFF);
        letters_.push_back(static_cast<std::uint8_t>(upper));
    }
    letters_.push_back(static_cast<std::uint8_t>(letter));
}

void Segment::add(
    IndexedRecord record, std::span<const IndexedText> texts, const Alphabet& alphabet
)
{
    const auto place = static_cast<std::uint16_t>(records_.size());
    record.text = static_cast<std::uint32_t>(letters_.size());
    for (const auto& text : texts) {
        const auto letters = text.letters.first(std::min(text.letters.size(), longest_text));
        if (letters.empty()) {
            continue; // its head might be the 0 behind all
        }
        write(static_cast<Letter>(
            text.field << 10U | (text.is_former ? 1U : 0U) << 9U | letters.size()
        ));
        std::span<const Column> before;
        for (const auto letter : letters) {
            write(letter);
            const auto columns = alphabet.columns(letter);
            for (const auto column : columns) {
                columns_[static_cast<std::size_t>(text.kind)][column].add(place);
                for (const auto first : before) {
                    pairs_[column_of_sounds(first, column)].add(place);
                    pairs_[column_of_initials(first, column)].add(place);
                }
            }
            before = text.kind == TextKind::long_text ? columns : std::span<const Column>();
        }
    }
    write(0);
    records_.push_back(record);
    if (is_full()) {
        letters_.shrink_to_fit();
        records_.shrink_to_fit();
        for_each_column([](RecordColumn& column) { column.shrink(); });
    }
}

void Segment::remove(std::size_t place)
{
    for_each_column([&](RecordColumn& column) { column.remove(static_cast<std::uint16_t>(place)); }
    );
    const std::size_t begin = records_[place].text;
    auto end = begin;
    while (const unsigned head = read(end)) {
        for (auto left = head & longest_text; left > 0; --left) {
            (void)read(end);
        }
    }
    std::fill(
        letters_.begin() + static_cast<std::ptrdiff_t>(begin),
        letters_.begin() + static_cast<std::ptrdiff_t>(end),
        std::uint8_t{0}
    );
    records_[place].slot = 0;
}

namespace {

/// Counts what records lack, by bits: `lacking[n]` are those that lacked n of all at most.
class Lacking {
public:
    explicit Lacking(std::size_t most) : most_(most)
    {
        for (std::size_t n = 0; n <= most_; ++n) {
            lacking_[n].fill(~std::uint64_t{0});
        }
    }

    /// One thing more, that those in the chosen columns have.
    template <typename Columns, typename Set>
    void want(const Columns& columns, const Set& chosen)
    {
        unit_.fill(0);
        for (std::size_t column = 0; column < columns.size(); ++column) {
            if (chosen.test(column)) {
                columns[column].add_to(unit_);
            }
        }
        for (std::size_t n = most_; n > 0; --n) {
            for (std::size_t i = 0; i < unit_.size(); ++i) {
                lacking_[n][i] &= unit_[i] | lacking_[n - 1][i];
            }
        }
        for (std::size_t i = 0; i < unit_.size(); ++i) {
            lacking_[0][i] &= unit_[i];
        }
    }

    [[nodiscard]] const Bits& left() const { return lacking_[most_]; }

private:
    std::size_t most_;
    std::array<Bits, 5> lacking_; // NOLINT(*-member-init): as many as there are to be
    Bits unit_{};
};

} // namespace

/// An error takes one unit from a text, and the two pairs that it was in.
void Segment::sift(const Pattern& pattern, TextKind kind, Bits& found) const
{
    const auto errors = pattern.errors(kind);
    Lacking units(errors);
    for (const auto& columns : pattern.columns(kind)) {
        units.want(columns_[static_cast<std::size_t>(kind)], columns);
    }
    found = units.left();
    const auto pairs = pattern.pairs(kind);
    if (pairs.size() > 2 * errors) {
        Lacking neighbours(2 * errors);
        for (const auto& columns : pairs) {
            neighbours.want(pairs_, columns);
        }
        for (std::size_t i = 0; i < found.size(); ++i) {
            found[i] &= neighbours.left()[i];
        }
    }
}

void Segment::sift(std::span<const Word> question, Sifted& sifted) const
{
    auto& left = sifted.left;
    left.fill(0);
    for (std::size_t i = 0; i < records_.size(); i += 64) {
        const auto rest = records_.size() - i;
        left[i / 64] = rest >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << rest) - 1;
    }
    sifted.found.resize(question.size());
    for (std::size_t word = 0; word < question.size(); ++word) {
        auto& found = sifted.found[word];
        found.resize(question[word].size());
        Bits any{};
        for (std::size_t pattern = 0; pattern < found.size(); ++pattern) {
            for (const auto kind : {TextKind::name, TextKind::long_text}) {
                auto& bits = found[pattern][static_cast<std::size_t>(kind)];
                sift(question[word][pattern], kind, bits);
                for (std::size_t i = 0; i < any.size(); ++i) {
                    any[i] |= bits[i];
                }
            }
        }
        for (std::size_t i = 0; i < left.size(); ++i) {
            left[i] &= any[i];
        }
    }
}

std::size_t Segment::bytes() const
{
    auto total =
        sizeof(Segment) + letters_.capacity() + records_.capacity() * sizeof(IndexedRecord);
    const auto add = [&](const RecordColumn& column) { total += column.bytes(); };
    for (const auto& columns : columns_) {
        std::ranges::for_each(columns, add);
    }
    std::ranges::for_each(pairs_, add);
    return total;
}

} // namespace dossier::store
