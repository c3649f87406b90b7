#include "ocr/split.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace dossier::ocr {
namespace {

using capture::PageFacts;
using capture::PageRole;

/// c: content, b: blank, S: separator, C: cover sheet, P: content with a patch T on it,
/// i: separator that announces id_card, F: cover that announces customer_form.
std::vector<PageFacts> pages(std::string_view letters)
{
    std::vector<PageFacts> pages;
    for (const char letter : letters) {
        PageFacts& page = pages.emplace_back();
        page.index = static_cast<int>(pages.size()) - 1;
        page.blank = letter == 'b';
        if (letter == 'P') page.codes.push_back({"patch_t", "", {}});
        if (letter == 'S' || letter == 'i') page.role = PageRole::separator;
        if (letter == 'C' || letter == 'F') page.role = PageRole::cover_sheet;
        if (letter == 'S') page.codes.push_back({"qr_code", "dossier:separator/1", {}});
        if (letter == 'i')
            page.codes.push_back({"qr_code", "dossier:separator/1;type=id_card", {}});
        if (letter == 'C') page.codes.push_back({"qr_code", "dossier:cover/1;batch=A", {}});
        if (letter == 'F') {
            page.codes.push_back({"code_128", "dossier:cover/1;batch=A", {}});
            page.codes.push_back({"qr_code", "dossier:cover/1;batch=A;type=customer_form", {}});
        }
    }
    return pages;
}

/// Groups as lists of pages, with the announced type behind.
std::string split(std::string_view letters, std::string_view how, int sides = 1)
{
    const auto separation = parse_separation(how, sides);
    if (!separation) return "no such separation";
    std::string text;
    for (const PageGroup& group : split_pages(pages(letters), *separation)) {
        if (!text.empty()) text += " | ";
        for (std::size_t i = 0; i < group.pages.size(); ++i)
            text += (i > 0 ? "," : "") + std::to_string(group.pages[i]);
        if (!group.type.empty()) text += " " + group.type;
    }
    return text;
}

TEST(Splitting, LeavesCoversAndSeparatorsOut)
{
    EXPECT_EQ(split("CccSc", "separator"), "1,2 | 4");
    EXPECT_EQ(split("CccSc", "automatic"), "1,2 | 4");
}

TEST(Splitting, MakesNoDocumentOfTwoSeparatorsInARow)
{
    EXPECT_EQ(split("SSccSSSccS", "separator"), "2,3 | 7,8");
    EXPECT_EQ(split("SS", "separator"), "");
    EXPECT_EQ(split("", "automatic"), "");
}

TEST(Splitting, ByFileKeepsAllPagesTogetherWhateverLiesBetween)
{
    EXPECT_EQ(split("CccScb", "file"), "1,2,4,5");
    EXPECT_EQ(split("cPc", "file"), "0,1,2");
}

TEST(Splitting, ByFileEndsADocumentWhereACoverOpensAnotherBatch)
{
    EXPECT_EQ(split("cScCcc", "file"), "0,2 | 4,5");
}

TEST(Splitting, ByPageCountCountsFromTheLastSeparator)
{
    EXPECT_EQ(split("ccccc", "page_count:2"), "0,1 | 2,3 | 4");
    EXPECT_EQ(split("cccScccc", "page_count:2"), "0,1 | 2 | 4,5 | 6,7");
    EXPECT_EQ(split("cbcb", "page_count:2"), "0,1 | 2,3") << "blank pages count";
}

TEST(Splitting, ByPageCountCountsSheetsWhenBothSidesWereScanned)
{
    EXPECT_EQ(split("cbcccbcb", "page_count:2", 2), "0,1,2,3 | 4,5,6,7");
    EXPECT_EQ(split("SbcbcbSScc", "page_count:1", 2), "2,3 | 4,5 | 8,9");
}

TEST(Splitting, ByBlankSheetsDropsThemAsSeparators)
{
    EXPECT_EQ(split("ccbcbbc", "blank_sheet"), "0,1 | 3 | 6");
    EXPECT_EQ(split("ccScbc", "blank_sheet"), "0,1 | 3 | 5");
}

TEST(Splitting, ByBlankSheetsKeepsBlankBacks)
{
    EXPECT_EQ(split("cbcbbbcb", "blank_sheet", 2), "0,1,2,3 | 6,7");
}

TEST(Splitting, KeepsBlankPagesWithTheirNeighbours)
{
    EXPECT_EQ(split("cbSbc", "separator"), "0,1 | 3,4");
    EXPECT_EQ(split("cbSbcb", "separator", 2), "0,1 | 4,5") << "the separator's back goes with it";
}

TEST(Splitting, StartsADocumentAtAPageWithAPatchAndKeepsThePage)
{
    EXPECT_EQ(split("ccPcPc", "separator"), "0,1 | 2,3 | 4,5");
}

TEST(Splitting, TellsTheTypeThatTheSheetAboveAnnounces)
{
    EXPECT_EQ(split("cicSc", "separator"), "0 | 2 id_card | 4");
}

TEST(Splitting, FallsBackToTheTypeOfTheBatch)
{
    EXPECT_EQ(split("FcicScCc", "separator"), "1 customer_form | 3 id_card | 5 customer_form | 7");
    EXPECT_EQ(split("Fcc", "file"), "1,2 customer_form");
}

TEST(Separation, IsWrittenAsItIsParsed)
{
    for (const std::string text :
         {"automatic", "file", "page_count:12", "blank_sheet", "separator"}) {
        const auto separation = parse_separation(text, 2);
        ASSERT_TRUE(separation) << text;
        EXPECT_EQ(to_text(*separation), text);
        EXPECT_EQ(separation->sides, 2);
    }
}

TEST(Separation, RefusesWhatItDoesNotKnow)
{
    for (const std::string_view text :
         {"",
          "pages",
          "page_count",
          "page_count:",
          "page_count:0",
          "page_count:1001",
          "page_count:2x",
          "file:2",
          "separator:"})
        EXPECT_FALSE(parse_separation(text)) << text;
}

} // namespace
} // namespace dossier::ocr
