#include "ocr/recipe/join.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace dossier::ocr {
namespace {

bool is_read(const Field& field)
{
    return !field.value.empty();
}

const Field* find_field(const Document& document, const Field& like)
{
    const auto found = std::ranges::find(document.fields, like.name, &Field::name);
    return found == document.fields.end() ? nullptr : &*found;
}

/// Read so that it says something of whose part it is: what is hardly readable contradicts nobody.
bool speaks(const Field& field)
{
    constexpr double least = 0.5;
    return field.confidence >= least;
}

/// How two parts of one type speak of the same fields.
struct Overlap {
    int same = 0;
    int different = 0;
    int said_once = 0; ///< fields that only one of them says
    int unclear = 0;   ///< fields on both, hardly readable on one
};

Overlap overlap_of(const Document& first, const Document& second)
{
    Overlap overlap;
    for (const Field& field : first.fields) {
        if (!is_read(field)) continue;
        const Field* other = find_field(second, field);
        if (other == nullptr || !is_read(*other))
            ++overlap.said_once;
        else if (!speaks(field) || !speaks(*other))
            ++overlap.unclear;
        else
            ++(other->value == field.value ? overlap.same : overlap.different);
    }
    const auto read = static_cast<int>(std::ranges::count_if(second.fields, is_read));
    overlap.said_once += read - overlap.same - overlap.different - overlap.unclear;
    return overlap;
}

/// Two parts are one document when they are of one type, stand on one page or on pages that follow
/// each other, and either no field stands on both but for one that is hardly readable, so that the
/// second says what the first left open, or the second repeats enough of the first and nothing
/// else: the zone on the back of a permit.
bool continues(const Document& first, const Document& second)
{
    const int pages_on = second.pages.front() - first.pages.back();
    if (first.type != second.type || first.type == "unknown" || pages_on < 0 || pages_on > 1)
        return false;
    constexpr int enough = 3;
    const Overlap overlap = overlap_of(first, second);
    const bool repeats = overlap.same >= enough && overlap.said_once > 0;
    return overlap.different == 0 && overlap.unclear <= 1 && (overlap.same == 0 || repeats) &&
           std::ranges::any_of(second.fields, is_read);
}

/// A value of which the pages of one document contradict each other is for a person: no threshold
/// accepts an even chance.
constexpr double contradicted = 0.5;

/// The surer of two readings of one field. The other is an alternative, and where it is at least
/// `sure` the value is in doubt.
void take_surer(Field& first, Field second, double sure)
{
    if (!is_read(second)) return;
    if (second.confidence > first.confidence || !is_read(first)) std::swap(first, second);
    if (!is_read(second) || first.value == second.value) return;
    if (second.confidence >= sure) first.confidence = std::min(first.confidence, contradicted);
    first.alternatives.push_back({second.value, std::min(second.confidence, contradicted)});
}

/// What two pages say counts alike, however sure it is.
constexpr double on_two_pages = 0.0;

void add_fields(Document& document, std::vector<Field> fields, double sure)
{
    for (Field& field : fields) {
        const auto place = std::ranges::find(document.fields, field.name, &Field::name);
        if (place == document.fields.end())
            document.fields.push_back(std::move(field));
        else
            take_surer(*place, std::move(field), sure);
    }
}

void append(Document& first, Document second)
{
    for (const int page : second.pages)
        if (page != first.pages.back()) first.pages.push_back(page);
    first.pairs.insert(first.pairs.end(), second.pairs.begin(), second.pairs.end());
    first.type_confidence = std::max(first.type_confidence, second.type_confidence);
    add_fields(first, std::move(second.fields), on_two_pages);
}

const Document* surest(const std::vector<Document>& pages)
{
    const Document* best = nullptr;
    for (const Document& page : pages) {
        if (page.type == "unknown") continue;
        if (best == nullptr || page.type_confidence > best->type_confidence) best = &page;
    }
    return best;
}

} // namespace

Document join_looks(Document first, Document second)
{
    if (first.type == "unknown") return second;
    if (second.type == "unknown") return first;
    if (first.type != second.type)
        return first.type_confidence < second.type_confidence ? second : first;
    constexpr double on_one_page = 0.9; // a look that is unsure contradicts nobody
    add_fields(first, std::move(second.fields), on_one_page);
    return first;
}

Document join_group(std::vector<Document> pages)
{
    Document document;
    document.type = "unknown";
    if (const Document* best = surest(pages)) {
        document.type = best->type;
        document.type_version = best->type_version;
        document.type_confidence = best->type_confidence;
    }
    for (Document& page : pages) {
        document.pages.insert(document.pages.end(), page.pages.begin(), page.pages.end());
        std::ranges::move(page.pairs, std::back_inserter(document.pairs));
        if (page.type != document.type) continue;
        add_fields(document, std::move(page.fields), on_two_pages);
    }
    return document;
}

std::vector<Document> join_pages(std::vector<Document> pages)
{
    std::vector<Document> documents;
    for (Document& page : pages) {
        if (!documents.empty() && continues(documents.back(), page)) {
            append(documents.back(), std::move(page));
        } else {
            documents.push_back(std::move(page));
        }
    }
    return documents;
}

} // namespace dossier::ocr
