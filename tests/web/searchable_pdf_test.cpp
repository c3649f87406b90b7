#include "tests/web/pdf_text.h"
#include "web/searchable_pdf.h"

#include <gtest/gtest.h>

#include <array>
#include <span>
#include <string>
#include <vector>

namespace dossier::web {

namespace {

/// The headers of a 40 x 30 grey baseline JPEG; enough for who does not decode it.
constexpr std::array<unsigned char, 21> grey_header{0xFF, 0xD8, 0xFF, 0xC0, 0x00, 0x0B, 0x08,
                                                    0x00, 0x1E, 0x00, 0x28, 0x01, 0x01, 0x11,
                                                    0x00, 0xFF, 0xDA, 0x00, 0x02, 0xFF, 0xD9};

std::string pdf_of(std::vector<PdfLine> lines)
{
    const std::array pages{PdfPage{
        .jpeg = std::as_bytes(std::span{grey_header}),
        .width = 800,
        .height = 600,
        .dpi = 200,
        .lines = std::move(lines)}};
    return searchable_pdf(pages);
}

} // namespace

TEST(SearchablePdf, GivesItsTextBackInEveryScript)
{
    const auto text =
        pdf_text(pdf_of({{"姓名𠮷田", {40, 40, 300, 30}}, {"X1-2", {40, 90, 90, 30}}}), "-raw");
    EXPECT_NE(text.find("姓名𠮷田"), std::string::npos) << text;
    EXPECT_NE(text.find("X1-2"), std::string::npos) << text;
}

TEST(SearchablePdf, ShowsWhoHadItMadeOverEveryPage)
{
    const std::array pages{PdfPage{
        .jpeg = std::as_bytes(std::span{grey_header}),
        .width = 800,
        .height = 600,
        .dpi = 200,
        .lines = {{"姓名", {40, 40, 300, 30}}}}};
    const auto text = pdf_text(searchable_pdf(pages, "li (desk) 2026-11-26"), "-raw");
    EXPECT_NE(text.find("li (desk) 2026-11-26"), std::string::npos) << text;
    EXPECT_NE(text.find("姓名"), std::string::npos) << text;
}

TEST(SearchablePdf, NamesTheColourSpaceOfThePicture)
{
    EXPECT_NE(pdf_of({}).find("/DeviceGray"), std::string::npos);
}

TEST(SearchablePdf, HasThePaperSizeOfTheScan)
{
    EXPECT_NE(pdf_of({}).find("/MediaBox [0 0 288.00 216.00]"), std::string::npos);
}

TEST(SearchablePdf, LeavesOutLinesWithoutAPlace)
{
    EXPECT_EQ(pdf_of({{"nowhere", {40, 40, 0, 30}}}).find("Tj"), std::string::npos);
}

} // namespace dossier::web
