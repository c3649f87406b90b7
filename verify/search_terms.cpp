#include "verify/search_terms.h"

#include "capture/utf8.h"
#include "verify/rules/cn_id.h"
#include "verify/rules/phone_number.h"
#include "verify/rules/text.h"

#include <algorithm>
#include <array>

namespace dossier::verify {

namespace {

struct FieldName {
    std::string_view name;
    TermKind kind;
    bool is_ending; ///< also of what ends with _name
};

constexpr auto field_names = std::to_array<FieldName>({
    {"uscc", TermKind::number, true},
    {"number", TermKind::number, true},
    {"mobile", TermKind::number, true},
    {"phone", TermKind::number, true},
    {"email", TermKind::number, true},
    {"company_name", TermKind::company, true},
    {"employer", TermKind::company, true},
    {"bank_name", TermKind::company, false},
    {"name", TermKind::person, true},
    {"name_latin", TermKind::person, true},
    {"legal_representative", TermKind::person, true},
    {"address", TermKind::address, true},
});

bool is_named(std::string_view field, const FieldName& row)
{
    if (field == row.name) return true;
    return row.is_ending && field.ends_with(row.name) &&
           field[field.size() - row.name.size() - 1] == '_';
}

/// +86 and the number without a trunk 0, however it was dialled; empty when it is no telephone
/// number.
std::string international(std::string_view text)
{
    auto number = take_apart(text);
    if (!number) return {};
    std::string_view national = number->national;
    const bool is_home = number->country == "86";
    if (is_home && national.starts_with("86") && is_mainland_mobile(national.substr(2)))
        national.remove_prefix(2);
    if (is_home && national.starts_with('0')) national.remove_prefix(1);
    return "+" + number->country + std::string{national};
}

/// Without separators of any kind; an address of mail keeps its own.
std::string number_without_print(std::string_view text)
{
    const std::string folded = fold_width(text);
    return folded.find('@') == folded.npos ? compact(text, "-_./,()'+") : compact(text);
}

std::string normal_number(std::string_view field, std::string_view value)
{
    if (field.ends_with("mobile") || field.ends_with("phone")) {
        auto number = international(value);
        if (!number.empty()) return number;
    }
    auto number = number_without_print(value);
    return field.ends_with("id_number") ? modern_cn_id(number) : number;
}

bool is_number(std::string_view text)
{
    if (text.find('@') != text.npos) return text.size() > 5;
    if (text.starts_with('+')) text.remove_prefix(1);
    const auto digits = std::ranges::count_if(text, is_digit);
    return text.size() >= 6 && digits >= 4 && all_alnum(text);
}

struct Range {
    char32_t first;
    char32_t last;
};

/// Of the general punctuation and symbols of all scripts; numerals and 〇 are characters.
constexpr auto print = std::to_array<Range>({
    {0x80, 0xBF},
    {0x2000, 0x214F},
    {0x2190, 0x2BFF},
    {0x3000, 0x3006},
    {0x3008, 0x303F},
    {0x30FB, 0x30FB},
    {0xFE00, 0xFE6F},
    {0xFEFF, 0xFEFF},
    {0xFF5F, 0xFF65},
    {0xFFE0, 0xFFFF},
});

bool is_print(char32_t c)
{
    if (c < 0x80) return !is_digit(static_cast<char>(c)) && !is_letter(static_cast<char>(c));
    return std::ranges::any_of(print, [&](const Range& range) {
        return c >= range.first && c <= range.last;
    });
}

} // namespace

std::optional<SearchTerm> search_term(std::string_view field, std::string_view value)
{
    const auto row = std::ranges::find_if(field_names, [&](const FieldName& name) {
        return is_named(field, name);
    });
    if (row == field_names.end() || value.empty()) return {};
    SearchTerm term{
        .field = std::string{field},
        .kind = row->kind,
        .text = row->kind == TermKind::number ? normal_number(field, value) : std::string{value}};
    const bool is_found =
        term.kind == TermKind::number ? is_number(term.text) : !searchable(term.text).text.empty();
    return is_found ? std::optional{std::move(term)} : std::nullopt;
}

std::vector<SearchTerm> search_terms(const CheckedDocument& document)
{
    std::vector<SearchTerm> terms;
    for (const CheckedField& field : document.fields)
        if (auto term = search_term(field.field.name, field.field.value))
            terms.push_back(std::move(*term));
    return terms;
}

std::vector<std::string> typed_numbers(std::string_view typed)
{
    std::vector<std::string> numbers;
    const auto add = [&](std::string number) {
        if (!number.empty() && std::ranges::find(numbers, number) == numbers.end())
            numbers.push_back(std::move(number));
    };
    const std::string plain = number_without_print(typed);
    if (!is_number(plain)) return {};
    add(plain);
    add(modern_cn_id(plain));
    add(international(typed));
    return numbers;
}

Characters searchable(std::string_view text)
{
    Characters found;
    std::size_t place = 0;
    for (const char32_t raw : capture::code_points(text)) {
        char32_t c = fold_width(raw);
        if (c >= U'a' && c <= U'z') c = c - U'a' + U'A';
        if (!is_print(c)) {
            found.text += c;
            found.places.push_back(place);
        }
        ++place;
    }
    return found;
}

} // namespace dossier::verify
