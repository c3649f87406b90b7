#include "capture/likeness.h"
#include "capture/quality.h"
#include "tests/capture/pictures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace dossier::capture {

namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

constexpr int dpi_of_pictures = 100;

/// The page of text at 300 dpi, with the noise of a sensor.
cv::Mat a_scan(double skew_deg = 0.0)
{
    cv::Mat page;
    cv::resize(a_page_of_text(skew_deg), page, {}, 3, 3, cv::INTER_CUBIC);
    page.convertTo(page, CV_8U, 0.85, 20);
    cv::Mat noise(page.size(), CV_8U);
    cv::RNG(5).fill(noise, cv::RNG::NORMAL, 10, 2);
    return page + noise - 10;
}

std::vector<QualityFlaw> flaws_of(const cv::Mat& page, int dpi = 300)
{
    return judge(page, dpi).quality.flaws;
}

TEST(Flaws, AreNoneOnAnOrdinaryScan)
{
    EXPECT_THAT(flaws_of(a_scan()), IsEmpty());
    EXPECT_EQ(judge(a_scan(), 300).quality.verdict, QualityVerdict::good);
}

TEST(Flaws, NameAResolutionBelowTwoHundred)
{
    EXPECT_THAT(flaws_of(a_page_of_text(), dpi_of_pictures), Contains(QualityFlaw::resolution_low));
}

TEST(Flaws, DoNotBelieveADensityThatMakesThePageAPoster)
{
    EXPECT_THAT(flaws_of(a_scan(), 72), Not(Contains(QualityFlaw::resolution_low)));
}

TEST(Flaws, NameBlurOfAPartOfThePage)
{
    cv::Mat page = a_scan();
    cv::Mat part = page.rowRange(1200, 2000);
    cv::GaussianBlur(part, part, {}, 5.0);
    EXPECT_THAT(flaws_of(page), Contains(QualityFlaw::blurred));
}

TEST(Flaws, NameFaintPrintAndNothingElse)
{
    EXPECT_THAT(flaws_of(a_scan() / 6 + 205), ElementsAre(QualityFlaw::contrast_low));
}

TEST(Flaws, NameADarkScanAndNotItsContrastToo)
{
    EXPECT_THAT(flaws_of(a_scan() * 0.35), ElementsAre(QualityFlaw::too_dark));
}

TEST(Flaws, NameAReflectionThatFadesIntoThePaper)
{
    cv::Mat page = a_scan() * 0.88;
    for (int y = 900; y < 1700; ++y)
        for (int x = 500; x < 1500; ++x) {
            const double r = std::hypot((x - 1000) / 160.0, (y - 1300) / 120.0);
            auto& level = page.at<unsigned char>(y, x);
            level = cv::saturate_cast<unsigned char>(level + 200 * std::exp(-r * r / 2));
        }
    EXPECT_THAT(flaws_of(page), Contains(QualityFlaw::glare));
}

TEST(Flaws, DoNotTakeAWhiteLabelForAReflection)
{
    cv::Mat page = a_scan() * 0.88;
    page(cv::Rect(700, 1100, 500, 300)).setTo(255);
    EXPECT_THAT(flaws_of(page), Not(Contains(QualityFlaw::glare)));
}

TEST(Flaws, NamePrintThatRunsOverTheEdge)
{
    const cv::Mat page = a_scan();
    EXPECT_THAT(flaws_of(page.colRange(300, page.cols).clone()), Contains(QualityFlaw::cut_off));
}

TEST(Flaws, NameACornerThatShowsTheLid)
{
    cv::Mat page = a_scan();
    const std::vector<cv::Point> corner{{page.cols, 0}, {page.cols - 260, 0}, {page.cols, 300}};
    cv::fillConvexPoly(page, corner, cv::Scalar(20));
    EXPECT_THAT(flaws_of(page), Contains(QualityFlaw::corner_missing));
}

TEST(Flaws, DoNotTakeTheLidBesideACrookedSheetForALostCorner)
{
    cv::Mat page = a_scan();
    const std::vector<cv::Point> wedge{{0, 0}, {page.cols, 0}, {page.cols, 130}};
    cv::fillConvexPoly(page, wedge, cv::Scalar(20));
    EXPECT_THAT(flaws_of(page), Not(Contains(QualityFlaw::corner_missing)));
}

TEST(Flaws, NameASkewOfMoreThanThreeDegreesInTheirOrder)
{
    const Quality straight = judge(a_scan(), 300).quality;
    EXPECT_THAT(with_skew(straight, {2.9, 0.9}).flaws, IsEmpty());
    EXPECT_THAT(with_skew(straight, {-3.2, 0.9}).flaws, ElementsAre(QualityFlaw::skewed));
    EXPECT_THAT(with_skew(straight, {8.0, 0.05}).flaws, IsEmpty());
    EXPECT_EQ(with_skew(straight, {-3.2, 0.9}).verdict, QualityVerdict::fair);
    const auto crooked = with_skew(with_flaw(straight, QualityFlaw::colour_missing), {4.0, 0.9});
    EXPECT_THAT(
        with_flaw(crooked, QualityFlaw::skewed).flaws,
        ElementsAre(QualityFlaw::skewed, QualityFlaw::colour_missing)
    );
}

/// The page in black and white; of the lines from `from` to `to` nothing but crumbs is left.
cv::Mat a_worn_copy(int from, int to)
{
    constexpr int every = 9;
    cv::Mat page = a_scan() > 128;
    for (int y = from; y < to; ++y)
        for (int x = 0; x < page.cols; ++x)
            if (x % every > 2 || y % every > 2) page.at<unsigned char>(y, x) = 255;
    return page;
}

TEST(Flaws, NamePrintThatIsInCrumbs)
{
    const Quality quality = judge(a_worn_copy(900, 1800), 300).quality;
    EXPECT_THAT(quality.flaws, ElementsAre(QualityFlaw::print_broken));
    EXPECT_EQ(quality.verdict, QualityVerdict::fair);
}

TEST(Flaws, NamePrintInCrumbsOnAPageThatLiesOnItsSide)
{
    cv::Mat page;
    cv::rotate(a_worn_copy(900, 1800), page, cv::ROTATE_90_CLOCKWISE);
    EXPECT_THAT(flaws_of(page), Contains(QualityFlaw::print_broken));
}

TEST(Flaws, TakeNeitherWholePrintNorDustNorDottedRulesForCrumbs)
{
    cv::Mat page = a_worn_copy(0, 0);
    cv::RNG dice(7);
    for (int i = 0; i < 400; ++i)
        cv::circle(page, {dice.uniform(0, page.cols), dice.uniform(0, page.rows)}, 2, 0, -1);
    for (int y = 150; y < page.rows; y += 300)
        for (int x = 100; x < page.cols - 100; x += 8)
            page(cv::Rect(x, y, 3, 3)).setTo(0);
    EXPECT_THAT(flaws_of(page), Not(Contains(QualityFlaw::print_broken)));
}

TEST(ColourMode, CallsAGreyPageGreyThoughItsFileHasColour)
{
    cv::Mat page;
    cv::cvtColor(a_scan(), page, cv::COLOR_GRAY2BGR);
    EXPECT_EQ(find_colour_mode(page), ColourMode::grey);
    cv::circle(page, {1200, 1200}, 200, cv::Scalar(40, 30, 210), 12);
    EXPECT_EQ(find_colour_mode(page), ColourMode::colour);
}

TEST(ColourMode, CallsBlackAndWhiteBitonal)
{
    EXPECT_EQ(find_colour_mode(a_scan() > 128), ColourMode::bitonal);
    EXPECT_EQ(find_colour_mode(a_scan()), ColourMode::grey);
}

TEST(Blank, KeepsALoneDigit)
{
    cv::Mat sheet(1754, 1240, CV_8UC1, cv::Scalar(240));
    cv::putText(sheet, "7", {610, 1680}, cv::FONT_HERSHEY_SIMPLEX, 0.8, cv::Scalar(60), 2);
    EXPECT_LT(judge(sheet, 150).blank_probability, 0.5);
}

TEST(Blank, TakesRuledPaperWithHolesForBlank)
{
    cv::Mat sheet(1754, 1240, CV_8UC1, cv::Scalar(240));
    for (int y = 200; y < 1650; y += 50)
        cv::line(sheet, {90, y}, {1150, y}, cv::Scalar(190), 2);
    for (const int y : {640, 1110})
        cv::circle(sheet, {60, y}, 17, cv::Scalar(60), cv::FILLED);
    EXPECT_TRUE(judge(sheet, 150).blank);
}

/// A form with upright rules, and dirt on the glass at these columns.
cv::Mat a_streaked_form(const std::vector<int>& columns)
{
    cv::Mat page = a_scan();
    for (const int x : {250, 1200, 2250})
        cv::line(page, {x, 200}, {x, 3300}, cv::Scalar(30), 3);
    for (const int x : columns)
        page.colRange(x, x + 2) -= 30;
    return page;
}

TEST(ScanTrace, FindsStreaksAndLeavesTheRulesOfAFormAlone)
{
    EXPECT_THAT(judge(a_streaked_form({}), 300).trace.streaks, IsEmpty());
    const auto streaks = judge(a_streaked_form({149, 1984}), 300).trace.streaks;
    ASSERT_THAT(streaks, testing::SizeIs(2));
    EXPECT_NEAR(streaks[0], 60, 1);
    EXPECT_NEAR(streaks[1], 800, 1);
}

TEST(ScanTrace, KnowsHowBrightThePaperIs)
{
    EXPECT_NEAR(judge(a_scan(), 300).trace.paper_brightness, 237, 4);
    EXPECT_NEAR(judge(a_scan() * 0.8, 300).trace.paper_brightness, 189, 4);
}

Likeness likeness_of(const cv::Mat& scan, double skew_deg, int dpi)
{
    PageFacts facts;
    facts.width = scan.cols;
    facts.height = scan.rows;
    facts.dpi = dpi;
    return find_likeness(straighten(Page(scan, facts), 0, {skew_deg, 1.0}));
}

TEST(Likeness, SurvivesASecondScan)
{
    const auto first = likeness_of(a_scan(), 0.0, 300);
    cv::Mat again;
    cv::resize(a_scan(1.7), again, {}, 0.5, 0.5, cv::INTER_AREA);
    again = again * 0.9;
    const auto second = likeness_of(again, 1.7, 150);
    EXPECT_LE(likeness_distance(first, second), likeness_threshold);
}

TEST(Likeness, TellsSheetsApart)
{
    const auto first = likeness_of(a_scan(), 0.0, 300);
    cv::Mat other;
    cv::flip(a_scan(), other, 1);
    EXPECT_GT(likeness_distance(first, likeness_of(other, 0.0, 300)), likeness_threshold);
}

TEST(Likeness, OfAnEmptySheetIsNone)
{
    const auto none = likeness_of(cv::Mat(1754, 1240, CV_8UC1, cv::Scalar(240)), 0.0, 150);
    EXPECT_EQ(none, Likeness{});
    EXPECT_GT(likeness_distance(none, none), likeness_threshold);
}

} // namespace

} // namespace dossier::capture
