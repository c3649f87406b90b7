#include "capture/clean.h"

#include <gtest/gtest.h>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace dossier::capture {

namespace {

constexpr int text_height = 20;
const cv::Scalar black(30, 30, 30);

/// Grey paper with upright strokes of print, two pixels wide, over whatever lies on it already.
cv::Mat printed_over(cv::Mat page)
{
    for (int x = 100; x < 700; x += 12)
        page(cv::Rect(x, 200, 2, text_height)).setTo(black);
    return page;
}

cv::Mat bare_paper()
{
    return {600, 800, CV_8UC3, cv::Scalar(200, 200, 200)};
}

/// The paper between two strokes, and the stroke after it.
int paper_at(const cv::Mat& grey, int stroke)
{
    return grey.at<uchar>(210, 100 + 12 * stroke + 7);
}

int print_at(const cv::Mat& grey, int stroke)
{
    return grey.at<uchar>(210, 100 + 12 * stroke);
}

} // namespace

TEST(WithoutWatermarks, TakesBroadGreyStrokesFromUnderThePrint)
{
    cv::Mat page = bare_paper();
    page(cv::Rect(300, 150, 40, 120)).setTo(cv::Scalar(130, 130, 130));
    const cv::Mat clear = without_watermarks(printed_over(page), text_height);
    EXPECT_GT(paper_at(clear, 18), 240);
    EXPECT_LT(print_at(clear, 18), 100);
}

TEST(WithoutWatermarks, TakesColouredOnesFromUnderThePrint)
{
    cv::Mat page = bare_paper();
    cv::circle(page, {400, 210}, 60, cv::Scalar(190, 140, 20), cv::FILLED);
    const cv::Mat clear = without_watermarks(printed_over(page), text_height);
    EXPECT_GT(paper_at(clear, 25), 230);
    EXPECT_LT(print_at(clear, 25), 100);
}

TEST(WithoutWatermarks, LeavesPrintOnBarePaperAsItIs)
{
    const cv::Mat clear = without_watermarks(printed_over(bare_paper()), text_height);
    EXPECT_GT(paper_at(clear, 10), 250);
    EXPECT_NEAR(print_at(clear, 10), 255 * 30 / 200, 3);
}

} // namespace dossier::capture
