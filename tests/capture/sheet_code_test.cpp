#include "capture/sheet_code.h"

#include <gtest/gtest.h>

namespace dossier::capture {
namespace {

const CoverSheet cover{
    .batch = "B-2026-0007", .sheets = 12, .sides = 2, .separators = 3, .type = "customer_form"};

TEST(SheetCode, OfACoverComesBackAsItWasPrinted)
{
    EXPECT_EQ(
        code_text(cover),
        "dossier:cover/1;batch=B-2026-0007;sheets=12;sides=2;separators=3;type=customer_form"
    );
    EXPECT_EQ(parse_cover_sheet(code_text(cover)), cover);
}

TEST(SheetCode, OfACoverMayLeaveEverythingOutButTheBatch)
{
    CoverSheet bare;
    bare.batch = "B1";
    EXPECT_EQ(code_text(bare), "dossier:cover/1;batch=B1");
    EXPECT_EQ(parse_cover_sheet("dossier:cover/1;batch=B1"), bare);
    EXPECT_FALSE(parse_cover_sheet("dossier:cover/1;sheets=3"));
}

TEST(SheetCode, OfASeparatorMayNameAType)
{
    EXPECT_EQ(parse_separator_sheet("dossier:separator/1"), SeparatorSheet{});
    EXPECT_EQ(
        parse_separator_sheet(code_text(SeparatorSheet{"id_card"})), SeparatorSheet{"id_card"}
    );
}

TEST(SheetCode, PassesOverMembersOfLaterVersions)
{
    EXPECT_EQ(parse_cover_sheet("dossier:cover/1;colour=blue;batch=B1")->batch, "B1");
}

TEST(SheetCode, OfAnythingElseIsNothing)
{
    for (const auto* text :
         {"",
          "https://example.com/",
          "dossier:cover/2;batch=B1",
          "dossier:cover/1batch=B1",
          "dossier:cover/1;batch",
          "dossier:cover/1;batch=",
          "dossier:cover/1;batch=../etc",
          "dossier:cover/1;batch=B1;sheets=0",
          "dossier:cover/1;batch=B1;sheets=-4",
          "dossier:cover/1;batch=B1;sheets=12x",
          "dossier:cover/1;batch=B1;sheets=99999999999",
          "dossier:cover/1;batch=B1;sides=3",
          "dossier:separator/1;"})
        EXPECT_FALSE(parse_cover_sheet(text)) << text;
    EXPECT_FALSE(parse_separator_sheet("dossier:separator/1;"));
    EXPECT_FALSE(parse_separator_sheet("dossier:cover/1;batch=B1"));
    EXPECT_FALSE(is_batch_name(std::string(65, 'a')));
}

} // namespace
} // namespace dossier::capture
