#include "ocr/split.h"

#include "capture/sheet_code.h"
#include "capture/sheets.h"

#include <algorithm>
#include <utility>

namespace dossier::ocr {

namespace {

using capture::PageFacts;
using capture::PageRole;
using capture::Sheet;

std::span<const PageFacts> pages_of(const Sheet& sheet, std::span<const PageFacts> pages)
{
    return pages.subspan(
        static_cast<std::size_t>(sheet.first), static_cast<std::size_t>(sheet.count)
    );
}

/// What follows is of a type of its own, of the batch's, or nobody said.
class Announced {
public:
    void see(std::span<const PageFacts> sheet)
    {
        // The codes of a sheet say the same or less: the first that names a type speaks for all.
        std::string of_cover;
        std::string of_separator;
        bool is_cover = false;
        for (const PageFacts& page : sheet)
            for (const capture::Code& code : page.codes) {
                const auto cover = capture::parse_cover_sheet(code.text);
                is_cover = is_cover || cover.has_value();
                if (cover && of_cover.empty()) of_cover = cover->type;
                const auto separator = capture::parse_separator_sheet(code.text);
                if (separator && of_separator.empty()) of_separator = separator->type;
            }
        if (is_cover) batch_ = of_cover;
        type_ = of_separator.empty() ? batch_ : of_separator;
    }

    [[nodiscard]] const std::string& type() const { return type_; }

private:
    std::string batch_;
    std::string type_;
};

bool starts_document(std::span<const PageFacts> sheet)
{
    return std::ranges::any_of(sheet, [](const PageFacts& page) {
        return std::ranges::any_of(page.codes, capture::is_separating_patch);
    });
}

/// Whether a document ends before this sheet of content, when it has so many sheets already.
bool ends_before(
    const Sheet& sheet,
    std::span<const PageFacts> sides,
    const Separation& separation,
    int sheets_so_far
)
{
    switch (separation.mode) {
    case SeparationMode::file: return false;
    case SeparationMode::page_count:
        return sheets_so_far == separation.count || starts_document(sides);
    case SeparationMode::blank_sheet: return sheet.blank || starts_document(sides);
    case SeparationMode::automatic:
    case SeparationMode::separator: break;
    }
    return starts_document(sides);
}

} // namespace

std::vector<PageGroup> split_pages(std::span<const PageFacts> pages, const Separation& separation)
{
    std::vector<PageGroup> groups;
    PageGroup group;
    int sheets_in_group = 0;
    const auto close = [&] {
        if (!group.pages.empty()) groups.push_back(std::exchange(group, {}));
        sheets_in_group = 0;
    };
    const SeparationMode mode = separation.mode;
    Announced announced;
    for (const Sheet& sheet : capture::sheets_of(pages, separation.sides)) {
        const auto sides = pages_of(sheet, pages);
        if (sheet.role != PageRole::content) {
            // A batch ends at a cover, and no document lies in two batches.
            if (mode != SeparationMode::file || sheet.role == PageRole::cover_sheet) close();
            announced.see(sides);
            continue;
        }
        if (ends_before(sheet, sides, separation, sheets_in_group)) close();
        if (mode == SeparationMode::blank_sheet && sheet.blank) continue;
        if (group.type.empty()) group.type = announced.type();
        for (int i = 0; i < sheet.count; ++i)
            group.pages.push_back(sheet.first + i);
        ++sheets_in_group;
    }
    close();
    return groups;
}

} // namespace dossier::ocr
