#include "ocr/recipe/assemble.h"

#include "capture/sheets.h"
#include "ocr/recipe/join.h"
#include "ocr/split.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

namespace dossier::ocr {

namespace {

using capture::PageFacts;

bool is_in(const PageGroup& group, int page)
{
    return std::ranges::find(group.pages, page) != group.pages.end();
}

/// The group of the last page, nothing when it is in none.
std::optional<PageGroup>
group_of_last(std::span<const PageFacts> pages, const Separation& separation)
{
    auto groups = split_pages(pages, separation);
    const int last = static_cast<int>(pages.size()) - 1;
    if (groups.empty() || !is_in(groups.back(), last)) return std::nullopt;
    return std::move(groups.back());
}

/// Blank backs go with the document that their front is in.
void add_blank_backs(
    std::vector<Document>& documents, std::span<const PageFacts> pages, const Separation& separation
)
{
    for (const auto& sheet : capture::sheets_of(pages, separation.sides)) {
        if (sheet.count != 2 || sheet.role != capture::PageRole::content) continue;
        const int back = sheet.first + 1;
        if (!pages[static_cast<std::size_t>(back)].blank) continue;
        for (Document& document : documents) {
            const auto front = std::ranges::find(document.pages, sheet.first);
            const bool has_back = std::ranges::find(document.pages, back) != document.pages.end();
            if (front != document.pages.end() && !has_back)
                document.pages.insert(std::next(front), back);
        }
    }
}

/// One document of all pages that lie together; nothing when all are blank.
std::optional<Document>
document_of(const PageGroup& group, std::vector<Document> read, std::span<const PageFacts> pages)
{
    const bool all_blank = std::ranges::all_of(group.pages, [&](int page) {
        return pages[static_cast<std::size_t>(page)].blank;
    });
    if (all_blank) return std::nullopt;
    Document document = join_group(std::move(read));
    document.pages = group.pages;
    return document;
}

} // namespace

std::vector<Document>
assemble(std::vector<Document> read, std::span<const PageFacts> pages, const Separation& separation)
{
    std::vector<Document> documents;
    for (const PageGroup& group : split_pages(pages, separation)) {
        std::vector<Document> members;
        for (Document& document : read)
            if (!document.pages.empty() && is_in(group, document.pages.front()))
                members.push_back(std::exchange(document, {}));
        if (separation.mode == SeparationMode::automatic) {
            std::ranges::move(join_pages(std::move(members)), std::back_inserter(documents));
        } else if (auto document = document_of(group, std::move(members), pages)) {
            documents.push_back(*std::move(document));
        }
    }
    if (separation.mode == SeparationMode::automatic && separation.sides == 2)
        add_blank_backs(documents, pages, separation);
    return documents;
}

std::string announced_type(std::span<const PageFacts> pages, const Separation& separation)
{
    const auto group = group_of_last(pages, separation);
    return group ? group->type : std::string{};
}

std::string type_so_far(
    std::span<const Document> read, std::span<const PageFacts> pages, const Separation& separation
)
{
    if (separation.mode == SeparationMode::automatic) return {};
    const auto group = group_of_last(pages, separation);
    if (!group) return {};
    const Document* best = nullptr;
    for (const Document& document : read) {
        if (document.type == "unknown" || !is_in(*group, document.pages.front())) continue;
        if (best == nullptr || document.type_confidence > best->type_confidence) best = &document;
    }
    return best == nullptr ? std::string{} : best->type;
}

} // namespace dossier::ocr
