#include "capture/clean.h"
#include "capture/open.h"
#include "capture/preview.h"
#include "capture/quality.h"
#include "tests/capture/pictures.h"

#include <gtest/gtest.h>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace dossier::capture {

namespace {

int ink_in(const cv::Mat& picture)
{
    return cv::countNonZero(picture < 128);
}

TEST(RedChannel, DropsARedSealAndKeepsBlackPrint)
{
    cv::Mat page(100, 100, CV_8UC3, cv::Scalar::all(255));
    cv::circle(page, {50, 50}, 30, cv::Scalar(40, 30, 220), 5);
    EXPECT_EQ(ink_in(red_channel(page)), 0);
    cv::putText(page, "A", {10, 90}, cv::FONT_HERSHEY_SIMPLEX, 1, cv::Scalar::all(0), 2);
    EXPECT_GT(ink_in(red_channel(page)), 20);
}

TEST(Flattened, EvensOutAShadow)
{
    cv::Mat page = a_page_of_text();
    for (int x = 0; x < page.cols; ++x)
        page.col(x) *= 1.0 - 0.6 * x / page.cols;
    const cv::Mat even = flattened(page);
    EXPECT_GT(even.at<unsigned char>(20, 820), 240);
    EXPECT_GT(even.at<unsigned char>(20, 20), 240);
}

TEST(Flattened, LeavesPrintDark)
{
    const cv::Mat even = flattened(a_page_of_text());
    EXPECT_NEAR(ink_in(even), ink_in(a_page_of_text()), ink_in(even) / 10);
}

TEST(Binarised, SeesPrintInAShadowThatOneThresholdLoses)
{
    cv::Mat page = a_page_of_text();
    for (int x = 0; x < page.cols; ++x)
        page.col(x) *= 1.0 - 0.7 * x / page.cols;
    const cv::Mat binary = binarised(page);
    EXPECT_NEAR(ink_in(binary), ink_in(a_page_of_text()), ink_in(a_page_of_text()) / 4.0);
    EXPECT_EQ(cv::countNonZero(binary != 0) + cv::countNonZero(binary == 0), 1170 * 827);
}

TEST(Binarised, SeesFaintPrintWhereItIsLenient)
{
    cv::Mat page(200, 400, CV_8U, cv::Scalar(240));
    const cv::Rect stroke(100, 90, 60, 3);
    page(stroke).setTo(185);
    EXPECT_GT(cv::countNonZero(binarised(page)(stroke)), 0);
    EXPECT_EQ(cv::countNonZero(binarised(page, 41, 0.2)(stroke)), 0);
}

TEST(Softened, GivesThePageEdgesAndClosesBrokenStrokes)
{
    cv::Mat page(100, 100, CV_8U, cv::Scalar(255));
    page(cv::Rect(20, 50, 60, 2)).setTo(0);
    page.col(50).setTo(255); // broken
    const cv::Mat soft = softened(page, 300);
    EXPECT_LT(soft.at<uchar>(50, 50), 255);
    EXPECT_GT(soft.at<uchar>(49, 40), 0);
    EXPECT_LT(soft.at<uchar>(49, 40), 255);
    EXPECT_GT(softened(page, 150).at<uchar>(50, 50), soft.at<uchar>(50, 50));
}

TEST(WithoutBorder, WhitensTheScannersLid)
{
    cv::Mat page = a_page_of_text();
    page.colRange(0, 60).setTo(10);
    const cv::Mat cleaned = without_border(page);
    EXPECT_EQ(ink_in(cleaned.colRange(0, 60)), 0);
    EXPECT_EQ(cleaned.size(), page.size());
    EXPECT_GT(ink_in(cleaned), 0.95 * ink_in(a_page_of_text()));
}

TEST(Clean, NeverChangesItsArgument)
{
    const cv::Mat page = a_page_of_text(1.0);
    const cv::Mat before = page.clone();
    (void)flattened(page);
    (void)binarised(page);
    (void)without_border(page);
    EXPECT_EQ(largest_difference(page, before), 0);
}

TEST(Quality, CallsACleanPageGood)
{
    const Quality quality = judge(a_page_of_text()).quality;
    EXPECT_EQ(quality.verdict, QualityVerdict::good);
    EXPECT_GT(quality.contrast, 0.8);
    EXPECT_NEAR(quality.text_height, 16, 3);
}

TEST(Quality, SeesBlurGrow)
{
    const cv::Mat page = a_page_of_text();
    double before = -1.0;
    for (const double sigma : {0.5, 1.5, 3.0, 6.0}) {
        cv::Mat soft;
        cv::GaussianBlur(page, soft, {0, 0}, sigma);
        const double blur = judge(soft).quality.blur;
        EXPECT_GT(blur, before) << sigma;
        before = blur;
    }
    EXPECT_GT(before, 0.7);
}

TEST(Quality, CallsAFaintPagePoor)
{
    const cv::Mat faint = a_page_of_text() / 8 + 220;
    EXPECT_EQ(judge(faint).quality.verdict, QualityVerdict::poor);
}

TEST(Blank, IsSureOfAnEmptySheetWithDustAndShade)
{
    cv::Mat sheet(1170, 827, CV_8UC1);
    cv::RNG(3).fill(sheet, cv::RNG::NORMAL, 235, 4);
    for (int x = 0; x < sheet.cols; ++x)
        sheet.col(x) *= 1.0 - 0.2 * x / sheet.cols;
    for (int i = 0; i < 10; ++i)
        sheet(cv::Rect(50 + 60 * i, 100 + 90 * i, 2, 2)).setTo(60);
    EXPECT_TRUE(judge(sheet).blank);
}

TEST(Blank, DoesNotLoseASingleShortLine)
{
    EXPECT_LT(judge(a_page_of_text(0.0, 1)).blank_probability, 0.05);
    EXPECT_FALSE(judge(a_page_of_text()).blank);
}

TEST(Preview, IsAJpegThatFitsItsBounds)
{
    PageFacts facts;
    facts.index = 3;
    facts.width = 827;
    facts.height = 1170;
    const Straightened page = straighten(Page(a_page_of_text(2.0), facts), 0, {2.0, 1.0});
    const Preview preview = make_preview(page, {600, 80});
    EXPECT_EQ(preview.page, 3);
    EXPECT_EQ(std::max(preview.width, preview.height), 600);
    auto opened = open_pages(preview.jpeg);
    ASSERT_TRUE(opened);
    const auto picture = (*opened)->page(0);
    ASSERT_TRUE(picture);
    EXPECT_EQ(picture->facts.width, preview.width);
    EXPECT_EQ(picture->facts.height, preview.height);
}

TEST(Preview, KnowsWhereAPointOfTheScanLies)
{
    PageFacts facts;
    facts.width = 827;
    facts.height = 1170;
    const Straightened page = straighten(Page(a_page_of_text(), facts), 0, {0.0, 1.0});
    const Preview preview = make_preview(page, {585, 80});
    const Point point = mapped({827, 1170}, preview.from_scan);
    EXPECT_NEAR(point.x, preview.width, 0.01);
    EXPECT_NEAR(point.y, 585, 0.01);
}

} // namespace

} // namespace dossier::capture
