#include "capture/codes.h"
#include "capture/codes/assertions.h"

#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

#define ZX_USE_UTF8 1
#include <BitMatrix.h>
#include <MultiFormatWriter.h>
#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <string>
#include <vector>

namespace dossier::capture {
namespace {

constexpr int dpi = 200;
constexpr int page_width = 1654;
constexpr int page_height = 2339;

cv::Mat a_page()
{
    return {page_height, page_width, CV_8U, cv::Scalar(245)};
}

/// A symbol of that size in pixels, ink 30 on paper 245.
cv::Mat symbol(ZXing::BarcodeFormat format, const std::string& text, int width, int height)
{
    const auto bits = ZXing::MultiFormatWriter(format).setMargin(0).encode(text, width, height);
    cv::Mat picture(bits.height(), bits.width(), CV_8U);
    for (int y = 0; y < bits.height(); ++y)
        for (int x = 0; x < bits.width(); ++x)
            picture.at<unsigned char>(y, x) = bits.get(x, y) ? 30 : 245;
    return picture;
}

void put(cv::Mat& page, const cv::Mat& picture, cv::Point at)
{
    picture.copyTo(page(cv::Rect{at, picture.size()}));
}

cv::Mat page_with(ZXing::BarcodeFormat format, const std::string& text, int width, int height)
{
    cv::Mat page = a_page();
    put(page, symbol(format, text, width, height), {500, 700});
    return page;
}

cv::Mat turned(const cv::Mat& page, double degrees)
{
    const cv::Point2f middle{static_cast<float>(page.cols) / 2, static_cast<float>(page.rows) / 2};
    cv::Mat out;
    cv::warpAffine(
        page,
        out,
        cv::getRotationMatrix2D(middle, degrees, 1.0),
        page.size(),
        cv::INTER_LINEAR,
        cv::BORDER_CONSTANT,
        cv::Scalar(245)
    );
    return out;
}

/// Bars across the page from `top` on, of so many inches, `space` inches apart.
cv::Mat page_with_bars(
    const std::vector<double>& bars, int at_dpi = dpi, double top = 0.4, double space = 0.08
)
{
    cv::Mat page(page_height * at_dpi / dpi, page_width * at_dpi / dpi, CV_8U, cv::Scalar(245));
    double y = top * at_dpi;
    for (const double bar : bars) {
        const int from = static_cast<int>(std::lround(y));
        const int to = static_cast<int>(std::lround(y + bar * at_dpi));
        page(cv::Rect{page.cols / 4, from, page.cols / 2, to - from}) = 30;
        y += (bar + space) * at_dpi;
    }
    return page;
}

constexpr double w = 0.20;
constexpr double n = 0.08;
const std::vector<double> patch_t{n, w, n, w};

void print_on(cv::Mat& page)
{
    for (int y = 800; y < 2200; y += 40)
        cv::putText(
            page,
            "name address number date of birth",
            {150, y},
            cv::FONT_HERSHEY_SIMPLEX,
            1.2,
            30,
            2
        );
}

std::vector<std::string> symbologies(const std::vector<Code>& codes)
{
    std::vector<std::string> names;
    for (const Code& code : codes)
        names.push_back(code.symbology);
    return names;
}

using Names = std::vector<std::string>;

TEST(Codes, AreReadOffAPageWithTheirTextAndPlace)
{
    const auto codes = find_codes(page_with(ZXing::BarcodeFormat::QRCode, "a text", 290, 290), dpi);
    ASSERT_EQ(symbologies(codes), Names{"qr_code"});
    EXPECT_EQ(codes[0].text, "a text");
    EXPECT_NEAR(codes[0].box.x, 500, 15);
    EXPECT_NEAR(codes[0].box.y, 700, 15);
    EXPECT_NEAR(codes[0].box.width, 290, 25);
    EXPECT_NEAR(codes[0].box.height, 290, 25);
}

TEST(Codes, AreReadWhicheverWayThePageLies)
{
    for (const auto format : {ZXing::BarcodeFormat::QRCode, ZXing::BarcodeFormat::Code128}) {
        cv::Mat page = page_with(format, "B-2026-0007", 600, 250);
        for (int turn = 0; turn < 4; ++turn) {
            const auto codes = find_codes(page, dpi);
            ASSERT_EQ(codes.size(), 1U) << turn;
            EXPECT_EQ(codes[0].text, "B-2026-0007");
            cv::rotate(page, page, cv::ROTATE_90_CLOCKWISE);
        }
    }
}

TEST(Codes, AreReadCrookedBlurredAndFaint)
{
    cv::Mat page = turned(page_with(ZXing::BarcodeFormat::QRCode, "worn", 290, 290), 7.0);
    cv::GaussianBlur(page, page, {0, 0}, 2.0);
    page.convertTo(page, -1, 0.25, 150.0); // ink 157 on paper 211
    const auto codes = find_codes(page, dpi);
    ASSERT_EQ(codes.size(), 1U);
    EXPECT_EQ(codes[0].text, "worn");
}

TEST(Codes, AreReadLightOnDark)
{
    cv::Mat page = a_page();
    page(cv::Rect{450, 650, 390, 390}) = 30;
    cv::Mat picture = symbol(ZXing::BarcodeFormat::QRCode, "light", 290, 290);
    put(page, 275 - picture, {500, 700});
    const auto codes = find_codes(page, dpi);
    ASSERT_EQ(symbologies(codes), Names{"qr_code"});
    EXPECT_EQ(codes[0].text, "light");
}

TEST(Codes, ThatAreSmallAreReadAmongPrint)
{
    cv::Mat page = a_page();
    print_on(page);
    put(page,
        symbol(ZXing::BarcodeFormat::QRCode, "https://example.com/licence", 116, 116),
        {1400, 100});
    const auto codes = find_codes(page, dpi);
    ASSERT_EQ(codes.size(), 1U);
    EXPECT_EQ(codes[0].text, "https://example.com/licence");
}

TEST(Codes, ThatSayTheMostComeFirst)
{
    cv::Mat page = page_with_bars(patch_t);
    put(page, symbol(ZXing::BarcodeFormat::QRCode, "much", 290, 290), {500, 700});
    put(page, symbol(ZXing::BarcodeFormat::Code128, "little", 600, 200), {400, 1500});
    EXPECT_EQ(symbologies(find_codes(page, dpi)), (Names{"qr_code", "code_128", "patch_t"}));
}

TEST(Codes, SayNothingThatControlsATerminal)
{
    const auto codes =
        find_codes(page_with(ZXing::BarcodeFormat::QRCode, "a\x1B[2Jb\nc", 290, 290), dpi);
    ASSERT_EQ(codes.size(), 1U);
    EXPECT_EQ(codes[0].text, "a [2Jb c");
}

TEST(Codes, AreNotSeenInPrint)
{
    cv::Mat page = a_page();
    print_on(page);
    EXPECT_TRUE(find_codes(page, dpi).empty());
    EXPECT_TRUE(find_codes(a_page(), dpi).empty());
    EXPECT_TRUE(find_codes(cv::Mat(8, 8, CV_8U, cv::Scalar(0)), 0).empty());
}

TEST(Codes, OfAWallOfCornersCostNoHours)
{
    cv::Mat page = a_page();
    for (int y = 800; y < 1400; y += 9)
        for (int x = 500; x < 1100; x += 9) {
            page(cv::Rect{x, y, 7, 7}) = 0;
            page(cv::Rect{x + 1, y + 1, 5, 5}) = 255;
            page(cv::Rect{x + 2, y + 2, 3, 3}) = 0;
        }
    EXPECT_TRUE(find_codes(page, dpi).empty());
}

struct Patch {
    const char* name;
    const char* from_below; ///< as read when the sheet lies on its head in the middle's other half
    std::vector<double> bars;
};

const std::array<Patch, 6> patches{{
    {"patch_1", "patch_6", {w, w, n, n}},
    {"patch_2", "patch_2", {w, n, n, w}},
    {"patch_3", "patch_t", {w, n, w, n}},
    {"patch_4", "patch_4", {n, w, w, n}},
    {"patch_6", "patch_1", {n, n, w, w}},
    {"patch_t", "patch_3", {n, w, n, w}},
}};

TEST(Patches, AreToldApartFromTheEdgeInwards)
{
    for (const Patch& patch : patches) {
        EXPECT_EQ(symbologies(find_codes(page_with_bars(patch.bars), dpi)), Names{patch.name});
        const auto below = find_codes(page_with_bars(patch.bars, dpi, 10.0), dpi);
        EXPECT_EQ(symbologies(below), Names{patch.from_below});
    }
}

TEST(Patches, KeepTheirNameWhicheverWayTheSheetLies)
{
    for (const Patch& patch : patches) {
        cv::Mat page = page_with_bars(patch.bars);
        for (int turn = 0; turn < 4; ++turn) {
            EXPECT_EQ(symbologies(find_codes(page, dpi)), Names{patch.name}) << turn;
            cv::rotate(page, page, cv::ROTATE_90_CLOCKWISE);
        }
    }
}

TEST(Patches, AreReadTenDegreesCrooked)
{
    for (const double degrees : {-10.0, -4.0, 4.0, 10.0})
        EXPECT_EQ(
            symbologies(find_codes(turned(page_with_bars(patch_t, dpi, 1.5), degrees), dpi)),
            Names{"patch_t"}
        ) << degrees;
}

TEST(Patches, AreReadAtEveryDensityAndWhenItIsNotKnown)
{
    for (const int at : {100, 150, 300, 400}) {
        EXPECT_EQ(symbologies(find_codes(page_with_bars(patch_t, at), at)), Names{"patch_t"}) << at;
        EXPECT_EQ(symbologies(find_codes(page_with_bars(patch_t, at), 0)), Names{"patch_t"}) << at;
    }
    const auto mislabelled = find_codes(page_with_bars(patch_t, 300), 72);
    EXPECT_EQ(symbologies(mislabelled), Names{"patch_t"});
}

TEST(Patches, AreReadWithSpreadInk)
{
    // Each bar a fiftieth of an inch wider, each space as much narrower.
    const auto page = page_with_bars({0.10, 0.22, 0.10, 0.22}, 200, 0.4, 0.06);
    EXPECT_EQ(symbologies(find_codes(page, 200)), Names{"patch_t"});
}

TEST(Patches, HaveTwoWideBarsAndPaperAround)
{
    const auto none = [](const std::vector<double>& bars, double space = n) {
        return find_codes(page_with_bars(bars, dpi, 2.0, space), dpi).empty();
    };
    EXPECT_TRUE(none({n, n, n, n}));
    EXPECT_TRUE(none({w, w, w, w}));
    EXPECT_TRUE(none({n, n, w, n}));
    EXPECT_TRUE(none({n, w, n}));
    EXPECT_TRUE(none({n, w, n, w}, 0.2));
    EXPECT_TRUE(none({n, w, n, w, n, w, n})) << "a fence of bars is no patch";
    EXPECT_TRUE(none({0.02, 0.05, 0.02, 0.05}, 0.02)) << "a quarter of the size is a logo";
}

TEST(Patches, AreNotSeenInTables)
{
    cv::Mat page = a_page();
    for (int y = 200; y < 2200; y += 32)
        page(cv::Rect{100, y, 1400, y % 64 == 8 ? 16 : 3}) = 30;
    for (int x = 100; x < 1500; x += 130)
        page(cv::Rect{x, 200, 4, 2000}) = 30;
    EXPECT_TRUE(find_codes(page, dpi).empty());
}

PageRole role_of(const cv::Mat& page)
{
    return find_role(page, dpi, find_codes(page, dpi));
}

TEST(Roles, FollowFromWhatDossiersCodesSay)
{
    const auto qr = ZXing::BarcodeFormat::QRCode;
    EXPECT_EQ(role_of(page_with(qr, "dossier:cover/1;batch=B-7", 400, 400)), PageRole::cover_sheet);
    EXPECT_EQ(role_of(page_with(qr, "dossier:separator/1", 400, 400)), PageRole::separator);
    EXPECT_EQ(role_of(page_with(qr, "dossier:other/1", 400, 400)), PageRole::content);
    EXPECT_EQ(
        role_of(page_with(ZXing::BarcodeFormat::Code128, "dossier:separator/1", 900, 200)),
        PageRole::separator
    );
}

TEST(Roles, OfABarePatchSheetIsSeparator)
{
    EXPECT_EQ(role_of(page_with_bars(patch_t)), PageRole::separator);
    EXPECT_EQ(role_of(page_with_bars({w, n, n, w})), PageRole::separator);
    EXPECT_EQ(role_of(page_with_bars({w, n, w, n})), PageRole::separator);
    EXPECT_EQ(role_of(page_with_bars({n, w, w, n})), PageRole::content) << "IV steers scanners";
}

TEST(Roles, OfACustomersPageWithAPatchStaysContent)
{
    cv::Mat page = page_with_bars(patch_t);
    print_on(page);
    ASSERT_EQ(symbologies(find_codes(page, dpi)), Names{"patch_t"});
    EXPECT_EQ(role_of(page), PageRole::content);
}

// As <assert.h> declares it: release builds have no assert() of their own to fail.
extern "C" [[noreturn]] void
__assert_fail(const char*, const char*, unsigned, const char*) noexcept; // NOLINT

TEST(Assertions, ThatFailInTheLibraryOnlyEndTheCall)
{
    const auto fail = [](void*) { __assert_fail("", "", 0, ""); };
    EXPECT_FALSE(survives_assertions(fail, nullptr));
    int called = 0;
    const auto count = [](void* context) { ++*static_cast<int*>(context); };
    EXPECT_TRUE(survives_assertions(count, &called));
    EXPECT_EQ(called, 1);
}

TEST(AssertionsDeathTest, ThatFailElsewhereEndTheProgram)
{
    EXPECT_DEATH(__assert_fail("", "", 0, ""), "");
}

} // namespace
} // namespace dossier::capture
