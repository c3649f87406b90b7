#include "capture/sniff.h"
#include "tests/capture/bytes_of.h"

#include <gtest/gtest.h>

#include <ctime>

namespace dossier::capture {

namespace {

std::string answer_to(const std::string& file)
{
    const auto checked = check_whole(bytes_of(file));
    return checked ? std::string(media_type(*checked)) : checked.error().code;
}

TEST(Sniff, KnowsEveryKindByItsFirstBytes)
{
    EXPECT_EQ(find_kind(bytes_of("\xFF\xD8\xFF\xE0")), MediaKind::jpeg);
    EXPECT_EQ(find_kind(bytes_of("\x89PNG\r\n\x1A\n")), MediaKind::png);
    EXPECT_EQ(find_kind(bytes_of(std::string("II*\0", 4))), MediaKind::tiff);
    EXPECT_EQ(find_kind(bytes_of(std::string("MM\0*", 4))), MediaKind::tiff);
    EXPECT_EQ(find_kind(bytes_of("%PDF-1.7")), MediaKind::pdf);
    EXPECT_EQ(find_kind(bytes_of("RIFF____WEBP")), MediaKind::webp);
    EXPECT_EQ(find_kind(bytes_of(std::string("\0\0\0\x0CjP  \r\n\x87\n", 12))), MediaKind::jp2);
    EXPECT_EQ(find_kind(bytes_of("\xFF\x4F\xFF\x51")), MediaKind::jp2);
}

TEST(Sniff, DoesNotTakeOtherFiles)
{
    for (const char* other :
         {"", "PK\x03\x04", "GIF89a", "BM", "RIFF____WAVE", "<svg/>", "MZ", "%PD"})
        EXPECT_FALSE(find_kind(bytes_of(other))) << other;
}

TEST(CheckWhole, AcceptsSmallWholeFiles)
{
    EXPECT_EQ(answer_to(jpeg_outline(40, 30)), "image/jpeg");
    EXPECT_EQ(answer_to(a_small_png()), "image/png");
    EXPECT_EQ(answer_to(tiff_outline(64, 1, 0)), "image/tiff");
    EXPECT_EQ(answer_to(a_small_pdf()), "application/pdf");
}

TEST(CheckWhole, CallsEveryProperBeginningIncomplete)
{
    for (const std::string& whole :
         {jpeg_outline(40, 30), a_small_png(), tiff_outline(64, 1, 0), a_small_pdf()})
        for (std::size_t length = 8; length + 2 < whole.size(); ++length)
            EXPECT_EQ(answer_to(whole.substr(0, length)), "incomplete") << length;
}

TEST(CheckWhole, WaitsForAFileThatWasClosedInsideItsFirstBytes)
{
    const std::string jp2("\0\0\0\x0CjP  \r\n\x87\n", 12);
    const std::string tiff("II*\0", 4);
    for (const std::string& head :
         {std::string("\xFF\xD8\xFF"),
          std::string("\x89PNG\r\n\x1A\n"),
          tiff,
          jp2,
          std::string("RIFF____WEBP"),
          std::string("%PDF-")})
        for (std::size_t length = 1; length < head.size(); ++length)
            EXPECT_EQ(answer_to(head.substr(0, length)), "incomplete") << head << " " << length;
    for (const char* other : {"P", "PNG", "%PX", "RIXX", "II+"})
        EXPECT_EQ(answer_to(other), "not_a_document") << other;
}

TEST(CheckWhole, TellsAFileStillToComeFromOneThatNeverWillBe)
{
    EXPECT_EQ(answer_to(""), "empty");
    EXPECT_EQ(answer_to("just text, no picture"), "not_a_document");
    EXPECT_TRUE(is_incomplete(check_whole({}).error()));
    EXPECT_FALSE(is_incomplete(check_whole(bytes_of("MZ, a program")).error()));
}

TEST(CheckWhole, WaitsForAFileWhoseSpaceIsReservedButNotFilled)
{
    EXPECT_EQ(answer_to(std::string(4096, '\0')), "incomplete");
    EXPECT_EQ(answer_to(a_small_png().substr(0, 40) + std::string(4096, '\0')), "incomplete");
}

TEST(CheckWhole, IsNotFooledByAnEndInsideAThumbnail)
{
    const std::string whole = jpeg_outline(40, 30);
    const std::string thumbnail("\xFF\xE1\x00\x08\xFF\xD9\xFF\xD9\xFF\xD9", 10);
    const std::string file = whole.substr(0, 2) + thumbnail + whole.substr(2);
    EXPECT_EQ(answer_to(file), "image/jpeg");
    EXPECT_EQ(answer_to(file.substr(0, file.size() - 2)), "incomplete");
}

TEST(CheckWhole, AcceptsBytesAfterTheEndAsScannersLeaveThem)
{
    EXPECT_EQ(answer_to(jpeg_outline(40, 30) + "\n\n"), "image/jpeg");
    EXPECT_EQ(answer_to(a_small_pdf() + std::string(1000, '\0')), "application/pdf");
}

TEST(CheckWhole, RefusesSidesAndPixelsBeyondTheLimits)
{
    EXPECT_EQ(answer_to(png_outline(30'000, 30'000)), "side_too_long");
    EXPECT_EQ(answer_to(jpeg_outline(65'000, 65'000)), "side_too_long");
    EXPECT_EQ(answer_to(png_outline(0x7FFFFFFF, 1)), "side_too_long");
    EXPECT_EQ(answer_to(png_outline(11'000, 11'000)), "too_many_pixels");
    EXPECT_EQ(answer_to(png_outline(9'000, 9'000)), "suspicious_ratio");
    EXPECT_EQ(answer_to(tiff_outline(0xFFFFFFFF, 1, 0)), "side_too_long");
}

TEST(CheckWhole, RefusesAFileThatIsTooLarge)
{
    Limits limits;
    limits.bytes = 10;
    EXPECT_EQ(check_whole(bytes_of(a_small_png()), limits).error().code, "too_large");
}

TEST(CheckWhole, SeesThatTiffPagesRunInACircle)
{
    EXPECT_EQ(answer_to(tiff_outline(64, 1, 16)), "directory_loop");
}

TEST(CheckWhole, RefusesATiffDirectoryWithAbsurdlyManyEntries)
{
    const std::string file =
        std::string("II*\0", 4) + little_endian(8, 4) + little_endian(60'000, 2) + "rest";
    EXPECT_EQ(answer_to(file), "too_many_entries");
}

TEST(CheckWhole, MissesTiffStripsThatLieBeyondTheEnd)
{
    EXPECT_EQ(answer_to(tiff_outline(64, 1, 0, 100'000)), "incomplete");
}

TEST(CheckWhole, RefusesAPictureWithoutASize)
{
    EXPECT_EQ(answer_to(png_outline(0, 30)), "broken");
    EXPECT_EQ(answer_to("\xFF\xD8\xFF\xD9"), "broken");
}

TEST(CheckWhole, AnswersForFiftyMebibytesInWellUnderASecond)
{
    std::string file = jpeg_outline(40, 30);
    file.insert(file.size() - 2, std::string(45'000'000, '\x55'));
    const auto bytes = bytes_of(file);
    const auto start = std::clock();
    EXPECT_TRUE(check_whole(bytes));
    EXPECT_LT(std::clock() - start, CLOCKS_PER_SEC / 2);
}

TEST(CheckWhole, SpeaksChineseAndEnglishToTheClerk)
{
    const std::string message = check_whole(bytes_of("text")).error().message;
    EXPECT_NE(message.find("只接收"), std::string::npos);
    EXPECT_NE(message.find("only PDFs and JPEG"), std::string::npos);
}

} // namespace

} // namespace dossier::capture
