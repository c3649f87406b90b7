#include "capture/sheets.h"

namespace dossier::capture {

namespace {

bool is_blank_side(const PageFacts& page)
{
    return page.role == PageRole::content && page.blank;
}

/// Whether two pages that follow each other are both sides of one sheet.
bool is_one_sheet(const PageFacts& front, const PageFacts& back)
{
    if (front.role == back.role) return true;
    return is_blank_side(front) || is_blank_side(back);
}

} // namespace

std::vector<Sheet> sheets_of(std::span<const PageFacts> pages, int sides)
{
    std::vector<Sheet> sheets;
    for (std::size_t i = 0; i < pages.size();) {
        const PageFacts& front = pages[i];
        Sheet sheet{front.role, is_blank_side(front), static_cast<int>(i), 1};
        if (sides == 2 && i + 1 < pages.size() && is_one_sheet(front, pages[i + 1])) {
            const PageFacts& back = pages[i + 1];
            if (front.role == PageRole::content) sheet.role = back.role;
            sheet.blank = sheet.blank && is_blank_side(back);
            sheet.count = 2;
        }
        sheets.push_back(sheet);
        i += static_cast<std::size_t>(sheet.count);
    }
    return sheets;
}

} // namespace dossier::capture
