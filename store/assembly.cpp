#include "store/assembly.h"

#include "capture/sheets.h"
#include "ocr/split.h"

#include <algorithm>

namespace dossier::store {
namespace {

bool is_blank(const SequencePage& page)
{
    return page.facts.blank && !page.is_hole;
}

/// A page without the other side of its sheet says nothing yet: with it, it may be another sheet.
void drop_half_sheet(std::vector<capture::PageFacts>& facts, const ocr::Separation& separation)
{
    const auto sheets = capture::sheets_of(facts, separation.sides);
    if (separation.sides == 2 && !sheets.empty() && sheets.back().count == 1) {
        facts.pop_back();
    }
}

GroupFate fate_of(std::span<const SequencePage> pages, const SequenceGroup& group, bool is_closed)
{
    const auto any = [&](auto test) {
        return std::ranges::any_of(group.pages, [&](std::size_t at) { return test(pages[at]); });
    };
    if (any([](const SequencePage& page) { return page.is_placed; })) {
        const bool is_late =
            any([](const SequencePage& page) { return !page.is_placed && !is_blank(page); });
        return is_late ? GroupFate::late : GroupFate::placed;
    }
    if (any([](const SequencePage& page) { return page.is_hole; })) {
        return GroupFate::held;
    }
    return is_closed ? GroupFate::ready : GroupFate::waiting;
}

} // namespace

std::vector<capture::PageFacts> facts_of(std::span<const SequencePage> pages)
{
    std::vector<capture::PageFacts> facts;
    facts.reserve(pages.size());
    for (const auto& page : pages) {
        facts.push_back(page.facts);
    }
    return facts;
}

std::vector<SequenceGroup> group_sequence(
    std::span<const SequencePage> pages, const ocr::Separation& separation, bool has_ended
)
{
    auto facts = facts_of(pages);
    if (!has_ended) {
        drop_half_sheet(facts, separation);
    }
    std::vector<SequenceGroup> groups;
    for (auto& split : ocr::split_pages(facts, separation)) {
        SequenceGroup group{.pages = {split.pages.begin(), split.pages.end()}, .type = split.type};
        if (std::ranges::all_of(group.pages, [&](std::size_t at) { return is_blank(pages[at]); })) {
            continue;
        }
        // What lies behind it, a separator say, ends it.
        const bool is_closed = has_ended || group.pages.back() + 1 < facts.size();
        group.fate = fate_of(pages, group, is_closed);
        groups.push_back(std::move(group));
    }
    return groups;
}

} // namespace dossier::store
