#include "ocr/fields/lexicon.h"

#include "capture/utf8.h"
#include "ocr/fields/decide.h"
#include "ocr/fields/labels.h"
#include "ocr/fields/places.h"
#include "ocr/fields/text.h"
#include "ocr/fields/variants.h"

#include <algorithm>
#include <optional>

namespace dossier::ocr {
namespace {

/// On a page in simplified characters a reading of which the recognisers are surer than this is not
/// changed: the paper may be right.
constexpr double sure = 0.99;

/// The one usual value that a text differs from in the fewest characters, in the hand of the page.
/// Of two characters one may be misread, of five two. Nothing where two are as near.
std::optional<std::u32string>
nearest_usual(const FieldType& field, std::u32string_view text, bool is_traditional)
{
    const std::u32string read = simplified(std::u32string(text));
    std::optional<std::u32string> nearest;
    std::size_t least = text.size() / 5 + 2; // one more than may be
    for (const std::string& each : field.usual) {
        const auto usual = capture::code_points(each);
        const auto changed = changes(usual, read);
        if (changed > least) continue;
        nearest = changed < least ? std::optional(usual) : std::nullopt;
        least = changed;
    }
    if (!nearest) return std::nullopt;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char32_t& c = (*nearest)[i];
        if (c == read[i])
            c = text[i]; // right, in whichever hand
        else if (is_traditional)
            c = traditional(c);
    }
    return nearest;
}

/// A text with the phrases that stand in it nearly as they should.
std::u32string with_phrases(const FieldType& field, std::u32string text)
{
    constexpr std::size_t forgiven = 6; // an error in so many characters
    for (const std::string& each : field.phrases) {
        const auto phrase = capture::code_points(each);
        const auto found = find_approximately(text, phrase);
        const bool is_near = static_cast<std::size_t>(found.distance) * forgiven <= phrase.size();
        if (is_near) text.replace(found.first, found.last - found.first, phrase);
    }
    return text;
}

/// Whether nothing but usual values stands there, one behind the other.
bool is_joined(const FieldType& field, std::u32string_view text)
{
    return text.empty() || std::ranges::any_of(field.usual, [&](const std::string& each) {
               const auto usual = capture::code_points(each);
               return text.starts_with(usual) && is_joined(field, text.substr(usual.size()));
           });
}

/// Whether a text is several usual values: the boxes between them, of which one is ticked, were not
/// seen.
bool is_several(const FieldType& field, std::u32string_view text)
{
    return !is_usual(field, text) && is_joined(field, simplified(std::u32string(text)));
}

/// An address before whose @ stands the word mail with or without a number: what looks like an l or
/// a 1 there is what makes it so: info.mai18 is info.mail8, mailll is mail11.
std::string with_mail(const std::string& address)
{
    constexpr std::string_view begin = "mai";
    const auto looks_like_one = [](char c) { return c == '1' || c == 'l' || c == 'I'; };
    const auto is_of_number = [&](unsigned char c) {
        return looks_like_one(static_cast<char>(c)) || is_digit(c);
    };
    const auto at = std::min(address.find('@'), address.size());
    const auto word = address.substr(0, at).rfind(begin);
    if (word == std::string::npos ||
        (word > 0 && is_letter(static_cast<unsigned char>(address[word - 1]))))
        return address;
    auto rest = address.substr(word + begin.size(), at - word - begin.size());
    if (rest.empty() || !looks_like_one(rest.front()) || !std::ranges::all_of(rest, is_of_number))
        return address;
    std::ranges::replace_if(rest, looks_like_one, '1');
    rest.front() = 'l';
    return address.substr(0, word) + std::string(begin) + rest + address.substr(at);
}

/// An address before whose @ stand letters after which no word goes on with an l: what looks like
/// one is a 1: river1, club11.
std::string with_ones_at_end(const std::string& address)
{
    constexpr std::string_view before_one = "bcdfghjknpqtvxz"; // html, girl, owl, vinyl
    constexpr std::string_view before_ones = "bcdfghjkmnpqrstvwxyz";
    const auto at = std::min(address.find('@'), address.size());
    const auto last = address.substr(0, at).find_last_not_of('l');
    if (last == std::string::npos || last == 0 || last + 1 == at) return address;
    const auto count = at - last - 1;
    const char before = address[last];
    const auto syllable = std::string_view(address).substr(last - 1, 2);
    const bool is_number = count > 1 ? before_ones.find(before) != before_ones.npos
                                     : before_one.find(before) != before_one.npos ||
                                           syllable == "er" || syllable == "or";
    if (count > 3 || !is_number) return address;
    return address.substr(0, last + 1) + std::string(count, '1') + address.substr(at);
}

/// What is near a known text, and was read surely: something new, or misread by both.
void doubt(Field& field, std::string other)
{
    field.alternatives.insert(field.alternatives.begin(), {std::move(other), 0.0});
    field.confidence = std::min(field.confidence, most_of_a_guess);
}

/// Puts the better value into the place of what was read.
void mend(Field& field, std::string better)
{
    field.alternatives.insert(field.alternatives.begin(), {field.value, 0.0});
    field.value = std::move(better);
    field.repaired = true;
    field.confidence = std::min(field.confidence, most_of_mended);
}

/// On a traditional page both recognisers take rare characters for the same others; else what is
/// read surely may be new.
void correct(Field& field, std::string better, bool is_traditional)
{
    if (field.confidence < sure || is_traditional)
        mend(field, std::move(better));
    else
        doubt(field, std::move(better));
}

Placed place(
    const FieldType& type,
    std::u32string_view text,
    bool is_traditional,
    const std::vector<std::string>& elsewhere
)
{
    if (type.names == "address") return place_address(text, is_traditional, elsewhere);
    if (type.names == "authority") return place_authority(text, is_traditional, elsewhere);
    return place_company(text, is_traditional, elsewhere);
}

} // namespace

bool is_usual(const FieldType& field, std::u32string_view value)
{
    const auto plain = capture::to_utf8(simplified(std::u32string(value)));
    return std::ranges::find(field.usual, plain) != field.usual.end();
}

void mend_by_lexicon(const DocumentType& type, Alphabet hand, std::vector<Field>& fields)
{
    const bool is_traditional = hand == Alphabet::traditional;
    // What is read plainly anywhere helps to tell what is not.
    std::vector<std::string> elsewhere;
    const auto for_each = [&](const auto& use) {
        for (Field& field : fields) {
            const FieldType* each = type.find_field(field.name);
            if (each != nullptr && !field.value.empty()) use(*each, field);
        }
    };
    for_each([&](const FieldType& each, const Field& field) {
        if (each.names.empty() || each.names == "company") return;
        const auto placed = place(each, capture::code_points(field.value), is_traditional, {});
        if (!placed.is_mended)
            elsewhere.insert(elsewhere.end(), placed.codes.begin(), placed.codes.end());
    });
    for_each([&](const FieldType& each, Field& field) {
        const auto text = capture::code_points(field.value);
        if (each.grammar == Grammar::email && field.confidence < sure) {
            if (auto better = with_ones_at_end(with_mail(field.value)); better != field.value)
                mend(field, std::move(better));
        }
        if (is_several(each, text)) field.confidence = std::min(field.confidence, most_of_a_guess);
        if (!each.usual.empty()) {
            const auto usual = nearest_usual(each, text, is_traditional);
            constexpr std::size_t long_enough =
                4; // of two or three characters many are other words
            const bool may_differ = field.confidence < sure || text.size() >= long_enough;
            if (usual && *usual != text && may_differ)
                correct(field, capture::to_utf8(*usual), is_traditional);
        }
        if (const auto better = with_phrases(each, text); better != text)
            correct(field, capture::to_utf8(better), is_traditional);
        if (each.names.empty()) return;
        const auto placed = place(each, text, is_traditional, elsewhere);
        if (placed.is_mended)
            correct(field, capture::to_utf8(placed.text), is_traditional);
        else
            elsewhere.insert(elsewhere.end(), placed.codes.begin(), placed.codes.end());
    });
}

} // namespace dossier::ocr
