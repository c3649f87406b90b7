#include "capture/sheets.h"

#include <gtest/gtest.h>

#include <string_view>

namespace dossier::capture {
namespace {

/// c: content, b: blank, S: separator, C: cover sheet.
std::vector<PageFacts> pages(std::string_view letters)
{
    std::vector<PageFacts> pages;
    for (const char letter : letters) {
        PageFacts& page = pages.emplace_back();
        page.index = static_cast<int>(pages.size()) - 1;
        page.blank = letter == 'b';
        if (letter == 'S') page.role = PageRole::separator;
        if (letter == 'C') page.role = PageRole::cover_sheet;
    }
    return pages;
}

/// The sheets' pages, sheets apart by bars, blank sheets as b, others by their role's letter.
std::string sheets(std::string_view letters, int sides)
{
    std::string text;
    for (const Sheet& sheet : sheets_of(pages(letters), sides)) {
        char letter = sheet.blank ? 'b' : 'c';
        if (sheet.role == PageRole::separator) letter = 'S';
        if (sheet.role == PageRole::cover_sheet) letter = 'C';
        text += std::string(text.empty() ? "" : " ") + letter + std::to_string(sheet.count);
    }
    return text;
}

TEST(Sheets, ScannedOnOneSideAreThePages)
{
    EXPECT_EQ(sheets("Cccb", 1), "C1 c1 c1 b1");
    EXPECT_EQ(sheets("", 1), "");
}

TEST(Sheets, ScannedOnBothSidesAreTwoPagesEach)
{
    EXPECT_EQ(sheets("cccbbb", 2), "c2 c2 b2");
    EXPECT_EQ(sheets("ccc", 2), "c2 c1");
}

TEST(Sheets, OfSeparationTakeTheirBlankSideAlongWhicheverItIs)
{
    EXPECT_EQ(sheets("SbccbScc", 2), "S2 c2 S2 c2");
}

TEST(Sheets, OfSeparationTakeTheirPrintedBackAlong)
{
    EXPECT_EQ(sheets("CCccSScc", 2), "C2 c2 S2 c2");
}

TEST(Sheets, OfSeparationSetTheCountRightAfterADroppedPage)
{
    EXPECT_EQ(sheets("cccScc", 2), "c2 c1 S1 c2");
    EXPECT_EQ(sheets("CSbcc", 2), "C1 S2 c2");
}

} // namespace
} // namespace dossier::capture
