#include "ocr/recipe/upright.h"

#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

namespace dossier::ocr {
namespace {

/// Lines are dark on their left when they stand upright; it sees and reads by that alone.
class LeftIsDark : public Engine {
public:
    explicit LeftIsDark(bool has_eye) : has_eye_(has_eye) {}

    std::vector<Symbol> recognise(const cv::Mat& line, Alphabet) override
    {
        ++reads;
        return {
            {.text = "字",
             .box = {},
             .confidence = is_upright(line) ? 0.98 : 0.5,
             .space_before = false,
             .alternatives = {}}};
    }

    std::optional<double> upside_down(const cv::Mat& line) override
    {
        if (!has_eye_) return std::nullopt;
        return is_upright(line) ? 0.001 : 0.999;
    }

    int reads = 0;

private:
    static bool is_upright(const cv::Mat& line)
    {
        const cv::Mat left = line.colRange(0, line.cols / 2);
        const cv::Mat right = line.colRange(line.cols / 2, line.cols);
        return cv::mean(left)[0] < cv::mean(right)[0];
    }

    bool has_eye_;
};

/// Lines of strokes that stand close on the left and apart on the right.
capture::Straightened a_page()
{
    capture::Straightened page;
    page.page.pixels = cv::Mat(600, 800, CV_8UC1, cv::Scalar(255));
    for (int line = 0; line < 4; ++line) {
        const int y = 60 + 120 * line;
        for (int x = 100, step = 12; x < 600; x += step++)
            cv::rectangle(page.page.pixels, cv::Rect(x, y, 8, 40), cv::Scalar(0), -1);
        page.lines.push_back({100, y, 500, 40});
    }
    return page;
}

capture::Straightened on_its_head()
{
    return capture::turn_over(a_page());
}

TEST(Upright, AsksTheClassifierOfDirectionsWithoutReading)
{
    LeftIsDark engine(true);
    EXPECT_FALSE(is_upside_down(a_page(), {engine}));
    EXPECT_TRUE(is_upside_down(on_its_head(), {engine}));
    EXPECT_EQ(engine.reads, 0);
}

TEST(Upright, ReadsBothWaysWithoutAClassifier)
{
    LeftIsDark engine(false);
    EXPECT_FALSE(is_upside_down(a_page(), {engine}));
    EXPECT_TRUE(is_upside_down(on_its_head(), {engine}));
    EXPECT_GT(engine.reads, 0);
}

TEST(Upright, LeavesAPageWithoutLinesAsItIs)
{
    LeftIsDark engine(true);
    capture::Straightened blank;
    blank.page.pixels = cv::Mat(100, 100, CV_8UC1, cv::Scalar(255));
    EXPECT_FALSE(is_upside_down(blank, {engine}));
}

} // namespace
} // namespace dossier::ocr
