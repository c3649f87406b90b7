#include "ocr/fields/alone.h"

#include "capture/utf8.h"
#include "ocr/fields/by_form.h"
#include "ocr/fields/grammar.h"
#include "ocr/fields/places.h"
#include "ocr/fields/variants.h"
#include "ocr/layout/boxes.h"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <iterator>

namespace dossier::ocr {
namespace {

/// Whether what was taken for the label of an answer that no type knows is worn beyond reading.
bool is_worn_away(const PageText& page, const LabelHit& hit)
{
    constexpr double hardly = 0.7;
    if (!hit.label.empty() || hit.span.first == hit.span.last) return false;
    const auto& symbols = page.lines[hit.span.line].symbols;
    double sum = 0;
    for (std::size_t i = hit.span.first; i < hit.span.last; ++i)
        sum += symbols[i].confidence;
    return sum < hardly * static_cast<double>(hit.span.last - hit.span.first);
}

/// Whether nothing else has the form of such a value, wherever it stands.
bool has_own_form(const FieldType& field)
{
    return has_check_digit(field) || field.grammar == Grammar::email ||
           field.grammar == Grammar::mobile;
}

/// Pieces of lines from top to bottom, without the values of labels: what stands on a row with one.
/// Of a value with a form of its own only the label right before it is its own; between it and
/// others stands other print, of which its label may be hidden under a stamp.
std::vector<Span>
loose_pieces(const PageText& page, const std::vector<LabelHit>& hits, const FieldType& field)
{
    std::vector<Span> all;
    for (std::size_t i = 0; i < page.lines.size(); ++i) {
        const auto more = pieces_of(page.lines, i);
        all.insert(all.end(), more.begin(), more.end());
    }
    const auto is_between = [&](const capture::Box& label, const capture::Box& value) {
        return std::ranges::any_of(all, [&](const Span& each) {
            const auto box = box_of(page, {each});
            return is_same_row(box, value) && box.x >= right_of(label) && right_of(box) <= value.x;
        });
    };
    const bool may_be_beyond = has_own_form(field);
    const auto is_labelled = [&](const Span& piece) {
        const auto& line = page.lines[piece.line].box;
        return std::ranges::any_of(hits, [&](const LabelHit& hit) {
            if (is_worn_away(page, hit) || !is_same_row(page.lines[hit.span.line].box, line))
                return false;
            return !may_be_beyond || !is_between(box_of(page, {hit.span}), box_of(page, {piece}));
        });
    };
    std::vector<Span> pieces;
    std::ranges::copy_if(all, std::back_inserter(pieces), std::not_fn(is_labelled));
    std::ranges::stable_sort(pieces, {}, [&](const Span& piece) {
        const auto& box = page.lines[piece.line].box;
        return box.y + box.height / 2;
    });
    return pieces;
}

std::string part_of_range(FieldType field, std::string_view part, std::string_view text)
{
    field.part = part;
    const Normal normal = normalise(field, text);
    return normal.well_formed ? normal.value : "";
}

/// Two days, or a day and no end.
bool is_range(const FieldType& field, std::string_view text)
{
    const auto from = part_of_range(field, "from", text);
    const auto to = part_of_range(field, "to", text);
    return !from.empty() && !to.empty() && from != to;
}

/// One day and nothing else: at most its eight digits.
bool is_day(std::u32string_view folded)
{
    const auto digits = std::ranges::count_if(folded, is_digit);
    const auto words = std::ranges::count_if(folded, [](char32_t c) {
        return std::u32string_view(U"年月日").find(c) != std::u32string_view::npos;
    });
    return digits <= 8 && digits + words == std::ranges::ssize(folded);
}

bool is_name(std::u32string_view folded)
{
    return folded.size() >= 2 && folded.size() <= 4 && std::ranges::all_of(folded, is_han);
}

/// 男, 女/F; a letter by itself is a speck.
bool is_sex(std::u32string_view folded)
{
    return folded.size() <= 2 && !folded.empty() && is_han(folded.front());
}

bool is_postcode(std::u32string_view folded)
{
    return folded.size() == 6 && std::ranges::all_of(folded, is_digit);
}

/// Capitals, and some more behind a comma: ZHANG, SAN.
bool is_latin_name(const std::string& name)
{
    const auto comma = name.find(", ");
    return comma != name.npos && comma > 0 && name.find(',', comma + 1) == name.npos;
}

/// One of the words that may stand there, and nothing else; one that answers any question is none.
bool is_choice(const FieldType& field, std::u32string_view folded)
{
    const auto word = simplified(std::u32string(folded));
    return word != U"其他" && std::ranges::any_of(field.choices, [&](const std::string& each) {
               return fold(each) == word;
           });
}

bool ends_as(const FieldType& field, std::u32string_view folded)
{
    return std::ranges::any_of(field.endings, [&](const std::string& ending) {
        const auto wanted = fold(ending);
        return folded.size() > wanted.size() && folded.ends_with(wanted);
    });
}

bool begins_with_division(std::string_view address)
{
    return !place_address(capture::code_points(address), false).codes.empty();
}

bool has_form(const FieldType& field, const std::string& text)
{
    if (!normalise(field, text).well_formed) return false;
    const auto folded = fold(text);
    switch (field.grammar) {
    case Grammar::name: return is_name(folded);
    case Grammar::date: return is_day(folded);
    case Grammar::date_range: return is_range(field, text);
    case Grammar::sex: return is_sex(folded);
    case Grammar::latin_name: return is_latin_name(normalise(field, text).value);
    case Grammar::choice: return is_choice(field, folded);
    case Grammar::digits: return field.rule != "postcode" || is_postcode(folded);
    case Grammar::text:
        return ends_as(field, folded) && (field.names != "address" || begins_with_division(text));
    default: return true;
    }
}

/// Whether a piece stands over a birth date or a sex as the name does on every card: first of one
/// column.
bool heads_column(const PageText& page, const std::vector<Span>& pieces, const Span& name)
{
    const auto box = box_of(page, {name});
    return std::ranges::any_of(pieces, [&](const Span& piece) {
        const auto other = box_of(page, {piece});
        const auto folded = fold(text_of(page, {piece}));
        const bool is_word = is_sex(folded) && (folded.front() == U'男' || folded.front() == U'女');
        const bool is_birth = is_day(folded) && parse_date(folded).has_value();
        const int below = other.y - bottom_of(box);
        return (is_word || is_birth) && below > 0 && below < 6 * page.text_height &&
               std::abs(other.x - box.x) < page.text_height;
    });
}

/// Whether a people stands behind a sex as on every card: on its row, and first there.
bool is_behind_sex(const PageText& page, const std::vector<Span>& pieces, const Span& people)
{
    const auto box = box_of(page, {people});
    return std::ranges::any_of(pieces, [&](const Span& piece) {
        const auto other = box_of(page, {piece});
        const auto folded = fold(text_of(page, {piece}));
        return is_sex(folded) && is_same_row(other, box) && right_of(other) <= box.x;
    });
}

/// A line of three numbers between which its signs are washed out, if they are a day: 1960 12 12.
std::vector<Span> day_in_three_pieces(const PageText& page, const std::vector<Span>& pieces)
{
    std::vector<Span> found;
    for (std::size_t i = 0; i + 2 < pieces.size(); ++i) {
        const std::size_t line = pieces[i].line;
        const auto of_line = std::ranges::count(pieces, line, &Span::line);
        if (of_line != 3 || pieces[i + 2].line != line) continue;
        const Span whole{line, pieces[i].first, pieces[i + 2].last};
        const auto text = text_of(page, {whole});
        const auto is_number = [](char32_t c) { return is_digit(c); };
        if (!std::ranges::all_of(fold(text), is_number)) continue;
        std::u32string spaced;
        for (std::size_t k = i; k < i + 3; ++k)
            spaced += fold(text_of(page, {pieces[k]})) + U' ';
        if (!parse_date(spaced)) continue;
        if (!found.empty()) return {};
        found = {pieces[i], pieces[i + 1], pieces[i + 2]};
    }
    return found;
}

/// The only piece that begins as an address, with the lines under it to the one that ends as one.
std::vector<Span>
address_of_lines(const PageText& page, const FieldType& field, const std::vector<Span>& pieces)
{
    constexpr std::size_t most_lines = 4;
    const auto next_below = [&](const Span& piece) {
        const auto box = box_of(page, {piece});
        return std::ranges::find_if(pieces, [&](const Span& other_piece) {
            const auto other = box_of(page, {other_piece});
            const int below = other.y - bottom_of(box);
            return std::abs(below) < page.text_height && other.y > box.y &&
                   std::abs(other.x - box.x) < page.text_height;
        });
    };
    std::vector<Span> found;
    for (const Span& first : pieces) {
        if (!begins_with_division(text_of(page, {first}))) continue;
        std::vector<Span> lines{first};
        while (lines.size() < most_lines && !ends_as(field, fold(text_of(page, {lines.back()})))) {
            const auto next = next_below(lines.back());
            if (next == pieces.end()) break;
            lines.push_back(*next);
        }
        if (lines.size() < 2 || !ends_as(field, fold(text_of(page, {lines.back()})))) continue;
        if (!found.empty()) return {};
        found = std::move(lines);
    }
    return found;
}

} // namespace

std::vector<Span>
find_alone(const PageText& page, const std::vector<LabelHit>& hits, const FieldType& field)
{
    const auto pieces = loose_pieces(page, hits, field);
    const bool is_name = field.grammar == Grammar::name;
    const auto stands_there = [&](const Span& piece) {
        if (is_name) return heads_column(page, pieces, piece);
        return field.grammar != Grammar::ethnicity || is_behind_sex(page, pieces, piece);
    };
    std::vector<Span> found;
    std::string value;
    for (const Span& piece : pieces) {
        const auto text = text_of(page, {piece});
        if (!has_form(field, text) || !stands_there(piece)) continue;
        const auto here = normalise(field, text).value;
        if (!found.empty() && here != value) return {};
        if (found.empty()) found = {piece};
        value = here;
        if (is_name) break;
    }
    if (found.empty() && field.grammar == Grammar::date) return day_in_three_pieces(page, pieces);
    if (found.empty() && field.multiline && field.names == "address")
        return address_of_lines(page, field, pieces);
    return found;
}

} // namespace dossier::ocr
