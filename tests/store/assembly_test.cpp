// Which pages become documents together where documents may span files.

#include "store/assembly.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace dossier::store {
namespace {

/// One letter a page: d content, b blank, s separator, c cover, p placed content, q placed blank, x
/// an unreadable file.
std::vector<SequencePage> sequence(std::string_view letters)
{
    std::vector<SequencePage> pages;
    for (const char letter : letters) {
        SequencePage page;
        page.facts.blank = letter == 'b' || letter == 'q';
        page.facts.role = letter == 's'   ? capture::PageRole::separator
                          : letter == 'c' ? capture::PageRole::cover_sheet
                                          : capture::PageRole::content;
        page.is_placed = letter == 'p' || letter == 'q';
        page.is_hole = letter == 'x';
        pages.push_back(page);
    }
    return pages;
}

/// "0,1 ready | 3 waiting"
std::string
grouped(std::string_view letters, std::string_view how, bool has_ended = false, int sides = 1)
{
    constexpr std::string_view fates[] = {"waiting", "held", "ready", "placed", "late"};
    std::string text;
    const auto pages = sequence(letters);
    for (const auto& group : group_sequence(pages, *ocr::parse_separation(how, sides), has_ended)) {
        text += text.empty() ? "" : " | ";
        for (const auto page : group.pages) {
            text += (page == group.pages.front() ? "" : ",") + std::to_string(page);
        }
        text += " " + std::string(fates[static_cast<std::size_t>(group.fate)]);
    }
    return text;
}

TEST(Assembly, WaitsForTheEndOfTheLastDocumentOnly)
{
    EXPECT_EQ(grouped("ddsd", "separator"), "0,1 ready | 3 waiting");
    EXPECT_EQ(grouped("ddsds", "separator"), "0,1 ready | 3 ready") << "a separator ends it";
    EXPECT_EQ(grouped("ddsd", "separator", true), "0,1 ready | 3 ready");
    EXPECT_EQ(grouped("", "separator", true), "");
}

TEST(Assembly, TakesACoverForAnEndToo)
{
    EXPECT_EQ(grouped("cddcd", "separator"), "1,2 ready | 4 waiting");
}

TEST(Assembly, CountsSheetsAcrossFiles)
{
    EXPECT_EQ(grouped("ddddd", "page_count:2"), "0,1 ready | 2,3 ready | 4 waiting");
    EXPECT_EQ(grouped("ddddd", "page_count:2", true), "0,1 ready | 2,3 ready | 4 ready");
}

TEST(Assembly, SplitsAtBlankSheets)
{
    EXPECT_EQ(grouped("ddbd", "blank_sheet"), "0,1 ready | 3 waiting");
}

TEST(Assembly, WaitsForTheBackOfTheLastSheet)
{
    EXPECT_EQ(grouped("dbb", "blank_sheet", false, 2), "0,1 waiting")
        << "behind a blank front print may come";
    EXPECT_EQ(grouped("dbbd", "blank_sheet", false, 2), "0,1,2,3 waiting");
    EXPECT_EQ(grouped("dbbb", "blank_sheet", false, 2), "0,1 ready");
    EXPECT_EQ(grouped("dbd", "page_count:1", true, 2), "0,1 ready | 2 ready");
}

TEST(Assembly, MakesNoDocumentOfBlankPages)
{
    EXPECT_EQ(grouped("bsds", "separator"), "2 ready");
}

TEST(Assembly, LeavesWhatIsPlaced)
{
    EXPECT_EQ(grouped("ppspq", "separator", true), "0,1 placed | 3,4 placed");
    EXPECT_EQ(grouped("ppb", "separator", true), "0,1,2 placed") << "a blank page that came late";
}

TEST(Assembly, AttachesNothingToADocumentThatIsMade)
{
    EXPECT_EQ(grouped("ppd", "separator", true), "0,1,2 late");
    EXPECT_EQ(grouped("ppdsd", "separator"), "0,1,2 late | 4 waiting");
}

TEST(Assembly, HoldsADocumentWithAFileThatCannotBeRead)
{
    EXPECT_EQ(grouped("dxdsd", "separator", true), "0,1,2 held | 4 ready");
}

TEST(Assembly, IsTheSameInStepsAsAtOnce)
{
    const std::string all = "cddsdbsdddsbbsd";
    for (std::size_t seen = 1; seen <= all.size(); ++seen) {
        const auto pages = sequence(all.substr(0, seen));
        const auto whole = sequence(all);
        const auto how = *ocr::parse_separation("separator");
        for (const auto& early : group_sequence(pages, how, false)) {
            if (early.fate != GroupFate::ready) {
                continue;
            }
            const auto late = group_sequence(whole, how, true);
            EXPECT_TRUE(std::ranges::any_of(late, [&](const SequenceGroup& group) {
                return group.pages == early.pages;
            })) << seen;
        }
    }
}

} // namespace
} // namespace dossier::store
