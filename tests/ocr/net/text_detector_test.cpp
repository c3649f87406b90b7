#include "ocr/net/text_detector.h"

#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

namespace dossier::ocr::net {
namespace {

cv::Mat map_with(const std::vector<cv::RotatedRect>& cores, float probability = 0.9F)
{
    cv::Mat map = cv::Mat::zeros(300, 400, CV_32F);
    for (const auto& core : cores) {
        std::vector<cv::Point2f> corners(4);
        core.points(corners.data());
        const std::vector<cv::Point> polygon(corners.begin(), corners.end());
        cv::fillPoly(map, std::vector{polygon}, cv::Scalar(static_cast<double>(probability)));
    }
    return map;
}

TEST(FindBoxes, GrowsACoreBackToItsLine)
{
    const auto boxes = find_boxes(map_with({{{200, 100}, {160, 20}, 0}}));
    ASSERT_EQ(boxes.size(), 1U);
    EXPECT_NEAR(boxes[0].place.center.x, 200, 1);
    EXPECT_NEAR(boxes[0].place.center.y, 100, 1);
    EXPECT_NEAR(boxes[0].place.size.width, 160 + 2 * 13.3, 3);
    EXPECT_NEAR(boxes[0].place.size.height, 20 + 2 * 13.3, 3);
    EXPECT_NEAR(boxes[0].confidence, 0.9F, 0.01F);
}

TEST(FindBoxes, MeasuresTheSlopeOfALine)
{
    for (const float slope : {-30.0F, -5.0F, 5.0F, 30.0F}) {
        const auto boxes = find_boxes(map_with({{{200, 150}, {200, 16}, slope}}));
        ASSERT_EQ(boxes.size(), 1U);
        EXPECT_NEAR(boxes[0].place.angle, slope, 0.7F);
        EXPECT_GT(boxes[0].place.size.width, boxes[0].place.size.height);
    }
}

TEST(FindBoxes, ListsLinesFromTopToBottom)
{
    const auto boxes = find_boxes(
        map_with({{{200, 250}, {90, 16}, 0}, {{200, 50}, {90, 16}, 0}, {{60, 150}, {90, 16}, 0}})
    );
    ASSERT_EQ(boxes.size(), 3U);
    EXPECT_LT(boxes[0].place.center.y, boxes[1].place.center.y);
    EXPECT_LT(boxes[1].place.center.y, boxes[2].place.center.y);
}

TEST(FindBoxes, LeavesOutSpecksAndDoubtfulAreas)
{
    EXPECT_TRUE(find_boxes(map_with({{{50, 50}, {60, 2}, 0}})).empty());
    EXPECT_TRUE(find_boxes(map_with({{{200, 100}, {160, 20}, 0}}, 0.5F)).empty());
    EXPECT_TRUE(find_boxes(map_with({})).empty());
}

TEST(CutOut, TurnsALineUpright)
{
    cv::Mat page(300, 400, CV_8U, cv::Scalar(255));
    const cv::RotatedRect place({200, 150}, {200, 40}, 20);
    std::vector<cv::Point2f> corners(4);
    place.points(corners.data());
    const std::vector<cv::Point> polygon(corners.begin(), corners.end());
    cv::fillPoly(page, std::vector{polygon}, cv::Scalar(0));
    const auto line = cut_out(page, {place, 1.0F});
    EXPECT_EQ(line.size(), cv::Size(200, 40));
    EXPECT_LT(cv::mean(line)[0], 8);
}

TEST(CutOut, LaysAVerticalLineOnItsSide)
{
    const cv::Mat page(300, 400, CV_8U, cv::Scalar(255));
    EXPECT_EQ(cut_out(page, {{{200, 150}, {30, 120}, 0}, 1.0F}).size(), cv::Size(120, 30));
}

} // namespace
} // namespace dossier::ocr::net
