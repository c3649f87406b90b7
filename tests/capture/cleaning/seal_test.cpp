#include "capture/clean.h"
#include "tests/capture/pictures.h"

#include <gtest/gtest.h>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <string>

namespace dossier::capture {

namespace {

/// Blue, green and red as a scanner sees them.
struct Ink {
    std::string name;
    cv::Scalar colour;
};

void PrintTo(const Ink& ink, std::ostream* out)
{
    *out << ink.name;
}

cv::Mat in_colour(const cv::Mat& grey)
{
    cv::Mat colour;
    cv::cvtColor(grey, colour, cv::COLOR_GRAY2BGR);
    return colour;
}

/// A ring with a bar across, pressed over whatever is there: ink lets through its share of light.
cv::Mat sealed(const cv::Mat& page, const cv::Scalar& ink)
{
    cv::Mat layer(page.size(), CV_8UC3, cv::Scalar::all(255));
    const cv::Point middle(page.cols / 2, page.rows / 2);
    cv::circle(layer, middle, 90, ink, 9, cv::LINE_AA);
    cv::line(layer, middle - cv::Point(60, 0), middle + cv::Point(60, 0), ink, 16, cv::LINE_AA);
    cv::Mat pressed;
    cv::multiply(page, layer, pressed, 1.0 / 255);
    return pressed;
}

/// Colour at half the resolution of light, as most JPEG files have it.
cv::Mat subsampled(const cv::Mat& page)
{
    cv::Mat ycc;
    cv::cvtColor(page, ycc, cv::COLOR_BGR2YCrCb);
    std::vector<cv::Mat> planes;
    cv::split(ycc, planes);
    for (int i = 1; i <= 2; ++i) {
        cv::Mat& plane = planes[static_cast<std::size_t>(i)];
        cv::Mat half;
        cv::resize(plane, half, {}, 0.5, 0.5, cv::INTER_AREA);
        cv::resize(half, plane, plane.size(), 0, 0, cv::INTER_LINEAR);
    }
    cv::merge(planes, ycc);
    cv::Mat back;
    cv::cvtColor(ycc, back, cv::COLOR_YCrCb2BGR);
    return back;
}

int dark_in(const cv::Mat& grey, const cv::Mat& where)
{
    return cv::countNonZero((grey < 128) & where);
}

class WithoutSeals : public testing::TestWithParam<Ink> {
protected:
    const cv::Mat text = a_page_of_text();
    const cv::Mat print = text < 100;
    const cv::Mat paper = text > 250;
};

TEST_P(WithoutSeals, TakesTheSealAndKeepsTheStrokesUnderIt)
{
    const cv::Mat page = sealed(in_colour(text), GetParam().colour);
    ASSERT_GT(dark_in(red_channel(page), paper), 3000) << "red light alone must not fade it";
    const cv::Mat clean = without_seals(page);
    EXPECT_LT(dark_in(clean, paper), 20);
    EXPECT_EQ(dark_in(clean, print), cv::countNonZero(print));
}

TEST_P(WithoutSeals, DoesSoWhereColourIsCoarse)
{
    const cv::Mat page = subsampled(sealed(in_colour(text), GetParam().colour));
    const cv::Mat clean = without_seals(page);
    EXPECT_LT(dark_in(clean, paper), 200);
    EXPECT_GT(dark_in(clean, print), 0.98 * cv::countNonZero(print));
}

INSTANTIATE_TEST_SUITE_P(
    Inks,
    WithoutSeals,
    testing::Values(
        Ink{"blue", {165, 60, 40}}, Ink{"purple", {150, 45, 110}}, Ink{"dark_red", {45, 30, 120}}
    ),
    [](const auto& each) { return each.param.name; }
);

TEST(WithoutSeal, FadesTheGreyOneOfAGreyScanAndKeepsTheStrokesUnderIt)
{
    const cv::Mat text = a_page_of_text();
    const cv::Mat print = text < 100;
    for (const int level : {85, 105, 125}) {
        const cv::Mat page = grey_of(sealed(in_colour(text), cv::Scalar::all(level)));
        const cv::Mat clean = without_seals(page);
        EXPECT_LT(dark_in(clean, text > 250), dark_in(page, text > 250) / 20) << level;
        EXPECT_GT(dark_in(clean, print), 0.99 * cv::countNonZero(print)) << level;
    }
}

TEST(WithoutSeal, TakesTheOutlinesOfARedOneThatCoarseColourLeavesInRedLight)
{
    const cv::Mat text = a_page_of_text();
    const cv::Mat page = subsampled(sealed(in_colour(text), {70, 70, 210}));
    const auto outlines = [&](const cv::Mat& grey) {
        return cv::countNonZero((grey < 190) & (text > 250));
    };
    ASSERT_GT(outlines(red_channel(page)), 500);
    const cv::Mat clean = without_seals(page);
    EXPECT_LT(outlines(clean), outlines(red_channel(page)) / 20);
    const cv::Mat print = text < 100;
    EXPECT_GT(dark_in(clean, print), 0.99 * cv::countNonZero(print));
}

TEST(WithoutSeal, LeavesAPageWithoutOneAsRedLightShowsIt)
{
    const cv::Mat page = in_colour(a_page_of_text(1.0));
    EXPECT_EQ(largest_difference(without_seals(page), red_channel(page)), 0);
}

TEST(WithoutSeal, LeavesAGreyPageAlone)
{
    const cv::Mat page = a_page_of_text();
    EXPECT_EQ(without_seals(page).data, page.data);
}

TEST(WithoutSeal, KeepsBluePrint)
{
    cv::Mat page(1170, 827, CV_8UC3, cv::Scalar::all(255));
    for (int y = 60; y < 1100; y += 40)
        cv::putText(page, "0123456789", {60, y}, cv::FONT_HERSHEY_SIMPLEX, 1, {160, 60, 40}, 2);
    EXPECT_EQ(largest_difference(without_seals(page), red_channel(page)), 0);
}

TEST(WithoutSeal, KeepsAColouredField)
{
    cv::Mat page = in_colour(a_page_of_text());
    page(cv::Rect(100, 100, 200, 100)) = cv::Scalar(160, 80, 40);
    EXPECT_EQ(largest_difference(without_seals(page), red_channel(page)), 0);
}

TEST(WithoutSeal, KeepsTheFrameOfAPage)
{
    cv::Mat page = in_colour(a_page_of_text());
    cv::rectangle(page, {20, 20}, {800, 1150}, {160, 60, 40}, 6);
    EXPECT_EQ(largest_difference(without_seals(page), red_channel(page)), 0);
}

} // namespace

} // namespace dossier::capture
