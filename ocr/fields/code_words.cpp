#include "ocr/fields/code_words.h"

#include "capture/utf8.h"
#include "ocr/fields/by_form.h"
#include "ocr/fields/decide.h"
#include "ocr/fields/extract.h"
#include "ocr/fields/grammar.h"
#include "ocr/fields/text.h"

#include <algorithm>

namespace dossier::ocr {
namespace {

/// Where the words behind a label begin: right behind the colon that follows it.
std::optional<std::size_t> behind(std::u32string_view text, std::u32string_view label)
{
    constexpr std::u32string_view colons = U":：=";
    for (auto at = text.find(label); at != text.npos; at = text.find(label, at + 1)) {
        const std::size_t colon = at + label.size();
        if (colon < text.size() && colons.find(text[colon]) != colons.npos) return colon + 1;
    }
    return std::nullopt;
}

/// Where the next label of the type begins, or the text ends.
std::size_t next_label(std::u32string_view text, const DocumentType& type)
{
    std::size_t end = text.size();
    for (const FieldType& each : type.fields) {
        for (const std::string& label : each.labels) {
            const auto words = capture::code_points(label);
            if (const auto found = behind(text, words))
                end = std::min(end, *found - words.size() - 1);
        }
    }
    return end;
}

/// A place that is found by nothing but what a code says.
Field said_field(const FieldType& type, std::string value, const capture::Code& code)
{
    Field field;
    field.name = type.name;
    field.raw = value;
    field.value = std::move(value);
    field.confidence = most_of_mended;
    field.repaired = true;
    field.box = code.box;
    return field;
}

void hear(const FieldType& type, const std::string& said, Field& field)
{
    constexpr double for_a_person = 0.5;
    constexpr double sure = 0.9;
    if (field.value == said) {
        field.confidence = std::max(field.confidence, printed_twice);
        return;
    }
    // One amount, and one text but for its marks, may be written in two ways.
    if (type.grammar == Grammar::amount || fold(field.value) == fold(said)) return;
    std::string other = said;
    if (field.confidence < sure) {
        std::swap(field.value, other);
        field.repaired = true;
    }
    field.confidence = std::min(field.confidence, for_a_person);
    field.alternatives.insert(field.alternatives.begin(), {std::move(other), for_a_person});
}

} // namespace

std::optional<std::string>
said_of(const FieldType& field, const DocumentType& type, std::string_view text)
{
    const auto characters = capture::code_points(text);
    for (const std::string& label : field.labels) {
        const auto first = behind(characters, capture::code_points(label));
        if (!first) continue;
        std::u32string_view words = std::u32string_view(characters).substr(*first);
        words = words.substr(0, next_label(words, type));
        words.remove_prefix(std::min(words.find_first_not_of(U' '), words.size()));
        const bool has_marks = field.multiline && field.names.empty(); // a list
        words = words.substr(0, words.find_first_of(has_marks ? U"|…" : U" ；;，,|…&"));
        const Normal normal = normalise(field, capture::to_utf8(words));
        if (normal.well_formed && !normal.value.empty()) return normal.value;
    }
    return std::nullopt;
}

void hear_codes(
    const std::vector<capture::Code>& codes, const DocumentType& type, std::vector<Field>& fields
)
{
    for (const capture::Code& code : codes) {
        if (code.symbology != "qr_code") continue;
        for (const FieldType& each : type.fields) {
            const auto said = said_of(each, type, code.text);
            if (!said) continue;
            const auto found = std::ranges::find(fields, each.name, &Field::name);
            if (found != fields.end() && !found->value.empty()) {
                hear(each, *said, *found);
            } else if (found != fields.end()) {
                *found = said_field(each, *said, code);
            } else if (has_check_digit(each)) { // other numbers may not be printed at all
                insert_in_order(type, said_field(each, *said, code), fields);
            }
        }
    }
}

} // namespace dossier::ocr
