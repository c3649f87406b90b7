#include "ocr/recipe/join.h"

#include <algorithm>

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

/// Two pages are one document when they are of one type, follow each other, and no field stands on
/// both: the second says what the first left open.
bool continues(const Document& first, const Document& second)
{
    if (first.type != second.type || first.type == "unknown" ||
        first.pages.back() + 1 != second.pages.front())
        return false;
    const bool both_say = std::ranges::any_of(first.fields, [&](const Field& field) {
        const Field* other = find_field(second, field);
        return is_read(field) && other != nullptr && is_read(*other);
    });
    return !both_say && std::ranges::any_of(second.fields, is_read);
}

void append(Document& first, Document second)
{
    first.pages.insert(first.pages.end(), second.pages.begin(), second.pages.end());
    first.pairs.insert(first.pairs.end(), second.pairs.begin(), second.pairs.end());
    first.type_confidence = std::max(first.type_confidence, second.type_confidence);
    for (Field& field : second.fields) {
        const auto place = std::ranges::find(first.fields, field.name, &Field::name);
        if (place == first.fields.end()) {
            first.fields.push_back(std::move(field));
        } else if (!is_read(*place)) {
            *place = std::move(field);
        }
    }
}

} // namespace

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
