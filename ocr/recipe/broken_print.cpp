#include "ocr/recipe/broken_print.h"

#include "capture/quality.h"
#include "capture/utf8.h"
#include "ocr/fields/by_form.h"
#include "ocr/fields/decide.h"
#include "ocr/fields/grammar.h"

#include <algorithm>
#include <string_view>

namespace dossier::ocr {
namespace {

bool has_broken_print(const capture::PageFacts& page)
{
    return capture::has_flaw(page.quality, capture::QualityFlaw::print_broken);
}

/// Whether a check digit, or the machine-readable zone that says the same, vouches for a value.
bool is_proven(const Field& field, const FieldType* known)
{
    if (known == nullptr) return false;
    const bool is_said_twice = !known->mrz.empty() && field.confidence >= printed_twice;
    return has_check_digit(*known) || known->grammar == Grammar::mrz || is_said_twice;
}

/// The fields that `is_meant` and that nothing proves are for a person.
template <class IsMeant>
void doubt_unproven(Reading& reading, const TypeCatalog& types, const IsMeant& is_meant)
{
    for (Document& document : reading.documents) {
        const auto* const type = types.find_type(document.type);
        for (Field& field : document.fields) {
            const FieldType* known = type == nullptr ? nullptr : type->find_field(field.name);
            if (is_meant(field) && !is_proven(field, known))
                field.confidence = std::min(field.confidence, most_of_a_guess);
        }
    }
}

/// Both recognisers take a 4 that has lost its bar for a 1, and a 男 in crumbs for a 女: digits and
/// single characters that nothing proves are for a person where print is broken.
void doubt_what_strokes_tell(Reading& reading, const TypeCatalog& types)
{
    const auto is_told_by_strokes = [](std::string_view value) {
        return value.find_first_of("0123456789") != value.npos ||
               capture::code_points(value).size() == 1;
    };
    doubt_unproven(reading, types, [&](const Field& field) {
        const auto page = std::ranges::find(reading.pages, field.page, &capture::PageFacts::index);
        return page != reading.pages.end() && has_broken_print(*page) &&
               is_told_by_strokes(field.value);
    });
}

/// Too little was read of a document to be worth typing the rest: it lacks what every copy shows,
/// or nearly half of what its type knows.
bool is_lost(const Document& document, const TypeCatalog& types)
{
    constexpr double hardly = 0.5;
    const auto* const type = types.find_type(document.type);
    if (type == nullptr) return true;
    std::ptrdiff_t read = 0;
    for (const Field& field : document.fields) {
        const FieldType* known = type->find_field(field.name);
        const bool is_read = !field.value.empty() && field.confidence >= hardly;
        if (!is_read && known != nullptr && known->required && known->side.empty()) return true;
        read += is_read ? 1 : 0;
    }
    return read * 100 < std::ssize(type->fields) * 55;
}

/// Crumbs of print are a flaw; only what could not be read for it has to be scanned again.
void give_up_on_lost_pages(Reading& reading, const TypeCatalog& types)
{
    for (capture::PageFacts& page : reading.pages) {
        if (page.role != capture::PageRole::content || !has_broken_print(page)) continue;
        const bool is_read = std::ranges::any_of(reading.documents, [&](const Document& document) {
            return std::ranges::find(document.pages, page.index) != document.pages.end() &&
                   !is_lost(document, types);
        });
        if (is_read) continue;
        page.quality.verdict = capture::QualityVerdict::poor;
        // What comes again is read again: until then only what is proven is accepted of it.
        doubt_unproven(reading, types, [&](const Field& field) {
            return field.page == page.index;
        });
    }
}

} // namespace

void weigh_broken_print(Reading& reading, const TypeCatalog& types)
{
    doubt_what_strokes_tell(reading, types);
    give_up_on_lost_pages(reading, types);
}

} // namespace dossier::ocr
