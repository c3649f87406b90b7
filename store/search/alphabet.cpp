#include "store/search/alphabet.h"

#include "verify/characters.h"

#include <algorithm>

namespace dossier::store {
namespace {

constexpr std::size_t digit_columns = 10; ///< the last ones

/// How many columns go to a to z: about as many as have syllables that begin so.
constexpr std::array<std::uint8_t, 26> initial_columns{
    3, 9, 20, 13, 3, 5, 11, 12, 1, 8, 10, 15, 12, 14, 1, 9, 8, 8, 22, 12, 1, 1, 8, 9, 9, 22};

constexpr std::size_t sum(std::size_t letters)
{
    std::size_t total = 0;
    for (std::size_t i = 0; i < letters; ++i) {
        total += initial_columns[i];
    }
    return total;
}

static_assert(sum(initial_columns.size()) + digit_columns == column_count);

/// FNV-1a: spreads, hides nothing.
std::size_t spread(std::string_view text)
{
    std::uint32_t hash = 2166136261U;
    for (const char c : text) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    }
    return hash ^ hash >> 15U;
}

/// Multiplicative (Knuth), to half of the columns of pairs.
std::size_t spread(std::uint32_t pair)
{
    static_assert(pair_column_count == 512);
    return pair * 2654435761U >> 24U;
}

} // namespace

bool is_latin(char32_t c)
{
    return c >= U'A' && c <= U'Z';
}

std::string loose(std::string_view syllable)
{
    std::string text(syllable);
    if (text.size() > 1 && text[1] == 'h' && (text[0] == 'z' || text[0] == 'c' || text[0] == 's')) {
        text.erase(1, 1);
    }
    if (text.ends_with("ng")) {
        text.pop_back();
    }
    std::ranges::replace(text, 'v', 'u');
    return text;
}

std::vector<std::string> spellings_of(std::string_view syllable)
{
    std::vector<std::string> spellings{loose(syllable)};
    const auto also = [&](auto change) {
        for (std::size_t i = 0, known = spellings.size(); i < known; ++i) {
            spellings.push_back(change(spellings[i]));
        }
    };
    const char first = spellings[0].front();
    if (first == 'z' || first == 'c' || first == 's') {
        also([](std::string text) { return text.insert(1, 1, 'h'); });
    }
    if (spellings[0].ends_with('n')) {
        also([](const std::string& text) { return text + 'g'; });
    }
    if (spellings[0].find('u') != std::string::npos && (first == 'l' || first == 'n')) {
        also([](std::string text) {
            std::ranges::replace(text, 'u', 'v');
            return text;
        });
    }
    return spellings;
}

ColumnRange columns_of_initial(char letter)
{
    const auto index = static_cast<std::size_t>(letter - 'a');
    return {.first = sum(index), .count = initial_columns[index]};
}

Column column_of_syllable(std::string_view syllable)
{
    const auto range = columns_of_initial(syllable.front());
    return static_cast<Column>(range.first + spread(loose(syllable)) % range.count);
}

std::size_t column_of_sounds(Column first, Column second)
{
    return spread(first * 256U + second);
}

std::size_t column_of_initials(Column first, Column second)
{
    static constexpr auto initials = [] {
        std::array<std::uint8_t, column_count> by_column{};
        std::uint8_t initial = 0;
        for (std::size_t column = 0; column < column_count; ++column) {
            const bool begins = initial < initial_columns.size() && column == sum(initial + 1U);
            if (begins || column > column_count - digit_columns) {
                ++initial;
            }
            by_column[column] = initial;
        }
        return by_column;
    }();
    static_assert(initials.back() == initial_columns.size() + digit_columns - 1);
    return pair_column_count / 2 + spread(initials[first] * 64U + initials[second]);
}

Alphabet::Alphabet() : plane_(0x10000, unknown) {}

Letter Alphabet::add(char32_t character)
{
    if (const auto known = find(character); known != unknown) {
        return known;
    }
    if (letters_.size() >= other) {
        return other;
    }
    const auto simple = verify::simplified(character);
    const auto simple_letter = simple == character ? unknown : add(simple);
    auto readings = verify::readings_of(character);
    if (simple != character) {
        std::ranges::copy(verify::readings_of(simple), std::back_inserter(readings));
    }
    const auto number = static_cast<Letter>(letters_.size());
    Known known{
        .simple = simple_letter == unknown ? number : simple_letter,
        .first = static_cast<std::uint32_t>(readings_.size())};
    std::vector<Column> columns;
    for (const auto reading : readings) {
        const auto syllable = syllable_number(reading);
        if (std::find(readings_.begin() + known.first, readings_.end(), syllable) ==
            readings_.end()) {
            readings_.push_back(syllable);
            columns.push_back(column_of_syllable(reading));
        }
    }
    if (is_latin(character)) {
        columns = {
            static_cast<Column>(columns_of_initial(static_cast<char>(character - U'A' + U'a')).first
            )};
    } else if (character >= U'0' && character <= U'9') {
        columns = {static_cast<Column>(column_count - digit_columns + (character - U'0'))};
    } else if (columns.empty()) {
        columns = {static_cast<Column>(simple % column_count)};
    }
    known.syllables = static_cast<std::uint16_t>(readings_.size() - known.first);
    known.first_column = static_cast<std::uint32_t>(columns_.size());
    known.columns = static_cast<std::uint16_t>(columns.size());
    columns_.insert(columns_.end(), columns.begin(), columns.end());
    letters_.push_back(known);
    if (character < plane_.size()) {
        plane_[character] = number;
    } else {
        beyond_.emplace(character, number);
    }
    return number;
}

Letter Alphabet::find(char32_t character) const
{
    if (character < plane_.size()) {
        return plane_[character];
    }
    const auto found = beyond_.find(character);
    return found == beyond_.end() ? unknown : found->second;
}

std::span<const Syllable> Alphabet::syllables(Letter letter) const
{
    const auto& known = letters_[letter];
    return std::span(readings_).subspan(known.first, known.syllables);
}

std::span<const Column> Alphabet::columns(Letter letter) const
{
    const auto& known = letters_[letter];
    return std::span(columns_).subspan(known.first_column, known.columns);
}

std::vector<Syllable> Alphabet::syllables_like(std::string_view syllable) const
{
    const auto found = alike_.find(loose(syllable));
    return found == alike_.end() ? std::vector<Syllable>{} : found->second;
}

std::size_t Alphabet::bytes() const
{
    return plane_.size() * sizeof(Letter) + letters_.capacity() * sizeof(Known) +
           readings_.capacity() * sizeof(Syllable) + columns_.capacity();
}

Syllable Alphabet::syllable_number(std::string_view syllable)
{
    const auto [found, is_new] =
        numbers_.emplace(syllable, static_cast<Syllable>(syllables_.size()));
    if (is_new) {
        syllables_.emplace_back(syllable);
        auto& alike = alike_[loose(syllable)];
        if (alike.empty()) {
            std::ranges::move(spellings_of(syllable), std::back_inserter(spellings_));
        }
        alike.push_back(found->second);
    }
    return found->second;
}

} // namespace dossier::store
