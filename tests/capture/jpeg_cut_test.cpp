// A part of a preview, cut without decoding it.

#include "capture/jpeg_cut.h"
#include "capture/open.h"
#include "capture/preview.h"
#include "tests/capture/pictures.h"

#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

namespace dossier::capture {

namespace {

/// A page whose every place looks different, so that a part from elsewhere shows.
Straightened page_of(int width, int height, int type)
{
    Straightened page;
    page.page.pixels = cv::Mat(height, width, type);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const auto grey = static_cast<unsigned char>((x / 8 * 13 + y / 8 * 29) % 256);
            if (type == CV_8UC1)
                page.page.pixels.at<unsigned char>(y, x) = grey;
            else
                page.page.pixels.at<cv::Vec3b>(y, x) = {grey, grey, grey};
        }
    return page;
}

cv::Mat grey_picture(const std::vector<std::byte>& jpeg)
{
    auto opened = open_pages(jpeg);
    auto page = opened.value()->page(0);
    cv::Mat grey = page->pixels;
    if (grey.channels() == 3) cv::cvtColor(grey, grey, cv::COLOR_BGR2GRAY);
    return grey;
}

} // namespace

TEST(JpegCut, ShowsWhatThePageShowsThere)
{
    for (const int type : {CV_8UC1, CV_8UC3})
        for (const int width : {640, 1000, 1237, 1556}) {
            const auto preview = make_preview(page_of(width, 900, type));
            const Box wanted{.x = width / 3, .y = 307, .width = 211, .height = 40};
            const auto part = cut_jpeg(preview.jpeg, wanted);
            ASSERT_TRUE(part) << width;
            EXPECT_LE(part->box.x, wanted.x);
            EXPECT_LE(part->box.y, wanted.y);
            EXPECT_GE(part->box.x + part->box.width, wanted.x + wanted.width);
            EXPECT_GE(part->box.y + part->box.height, wanted.y + wanted.height);
            EXPECT_LE(part->box.width, wanted.width + 2 * 64) << "little more than was asked for";
            EXPECT_LE(part->box.height, wanted.height + 2 * 16);
            const auto shown = grey_picture(part->jpeg);
            ASSERT_EQ(shown.size(), cv::Size(part->box.width, part->box.height));
            const cv::Rect there(part->box.x, part->box.y, part->box.width, part->box.height);
            EXPECT_LE(largest_difference(shown, grey_picture(preview.jpeg)(there)), 3.0) << width;
        }
}

TEST(JpegCut, HoldsNothingOfTheRestOfThePage)
{
    const auto preview = make_preview(page_of(1000, 900, CV_8UC1));
    const auto part = cut_jpeg(preview.jpeg, {.x = 500, .y = 400, .width = 60, .height = 20});
    ASSERT_TRUE(part);
    EXPECT_LT(part->jpeg.size(), preview.jpeg.size() / 20);
}

TEST(JpegCut, EndsAtThePagesEdge)
{
    const auto preview = make_preview(page_of(1237, 901, CV_8UC3));
    const auto part = cut_jpeg(preview.jpeg, {.x = 1200, .y = 880, .width = 500, .height = 500});
    ASSERT_TRUE(part);
    EXPECT_EQ(part->box.x + part->box.width, 1237);
    EXPECT_EQ(part->box.y + part->box.height, 901);
    EXPECT_FALSE(cut_jpeg(preview.jpeg, {.x = 1300, .y = 0, .width = 10, .height = 10}));
    EXPECT_FALSE(cut_jpeg(preview.jpeg, {.x = 0, .y = 0, .width = 0, .height = 10}));
}

TEST(JpegCut, RefusesWhatIsCutShortOrChangedInItsMarkers)
{
    const auto preview = make_preview(page_of(640, 480, CV_8UC1));
    const Box wanted{.x = 100, .y = 100, .width = 50, .height = 20};
    for (std::size_t size = 0; size < preview.jpeg.size(); size += 7)
        EXPECT_FALSE(cut_jpeg(std::span(preview.jpeg).first(size), wanted)) << size;
    for (std::size_t place = 0; place < 700; ++place) {
        auto changed = preview.jpeg;
        changed[place] ^= std::byte{0xff};
        (void)cut_jpeg(changed, wanted); // whatever it says, it stays within the bytes
    }
}

} // namespace dossier::capture
