#include "capture/orient.h"
#include "ocr/recipe/upright.h"

#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

#include <cmath>

namespace dossier::ocr {
namespace {

/// Lines are dark on their left when they stand upright; it sees and reads by that alone.
class LeftIsDark : public Engine {
public:
    explicit LeftIsDark(bool has_eye) : has_eye_(has_eye) {}

    std::vector<Symbol> recognise(const cv::Mat& line, Alphabet, Care) override
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
        if (has_lying_strokes(line)) return 0.5;
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

    static bool has_lying_strokes(const cv::Mat& line)
    {
        const auto unevenness = [&](int dimension) {
            cv::Mat means;
            cv::reduce(line, means, dimension, cv::REDUCE_AVG, CV_64F);
            cv::Scalar mean;
            cv::Scalar deviation;
            cv::meanStdDev(means, mean, deviation);
            return deviation[0];
        };
        return unevenness(1) > unevenness(0);
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
    return capture::turn_further(a_page(), 180);
}

TEST(Upright, AsksTheClassifierOfDirectionsWithoutReading)
{
    LeftIsDark engine(true);
    EXPECT_EQ(find_turn(a_page(), {engine}), 0);
    EXPECT_EQ(find_turn(on_its_head(), {engine}), 180);
    EXPECT_EQ(engine.reads, 0);
}

TEST(Upright, ReadsBothWaysWithoutAClassifier)
{
    LeftIsDark engine(false);
    EXPECT_EQ(find_turn(a_page(), {engine}), 0);
    EXPECT_EQ(find_turn(on_its_head(), {engine}), 180);
    EXPECT_GT(engine.reads, 0);
}

/// Characters are wedges with a broad top. As the real classifier does, it takes a line for upright
/// when they stand and also when all lie on their left, as in a column that was laid down.
class BroadTop : public Engine {
public:
    /// Ten characters a line, where they stand.
    std::vector<Symbol> recognise(const cv::Mat& line, Alphabet, Care) override
    {
        if (can_read && lean_of(line, 1) > std::abs(lean_of(line, 0)))
            return std::vector<Symbol>(
                10,
                {.text = "字",
                 .box = {},
                 .confidence = 0.98,
                 .space_before = false,
                 .alternatives = {}}
            );
        return {};
    }

    bool can_read = true;

    std::optional<double> upside_down(const cv::Mat& line) override
    {
        return lean_of(line, 0) + lean_of(line, 1) > 0 ? 0.001 : 0.999;
    }

private:
    /// Positive when ink begins suddenly and fades slowly.
    static double lean_of(const cv::Mat& line, int dimension)
    {
        cv::Mat ink;
        cv::reduce(255 - line, ink, dimension, cv::REDUCE_AVG, CV_64F);
        double lean = 0;
        for (int i = 1; i < static_cast<int>(ink.total()); ++i)
            lean += std::pow(ink.at<double>(i) - ink.at<double>(i - 1), 3);
        return lean;
    }
};

/// Lines of such wedges, each turned clockwise by `turn` where it stands.
capture::Straightened a_page_of_wedges(int turn, int lines = 4)
{
    cv::Mat wedge(40, 40, CV_8UC1, cv::Scalar(255));
    cv::fillConvexPoly(
        wedge, std::vector<cv::Point>{{1, 1}, {38, 1}, {20, 38}}, cv::Scalar(0), cv::LINE_AA
    );
    wedge = capture::turned(wedge, turn);
    capture::Straightened page;
    page.page.pixels = cv::Mat(120 * (lines + 1), 800, CV_8UC1, cv::Scalar(255));
    for (int line = 0; line < lines; ++line) {
        const int y = 60 + 120 * line;
        for (int i = 0; i < 10; ++i)
            wedge.copyTo(page.page.pixels(cv::Rect(100 + 44 * i, y, 40, 40)));
        page.lines.push_back({100, y, 440, 40});
    }
    return page;
}

TEST(Upright, TellsVerticalWritingFromAPageOnItsSide)
{
    BroadTop engine;
    EXPECT_EQ(find_turn(a_page_of_wedges(0), {engine}), 0);
    EXPECT_EQ(find_turn(a_page_of_wedges(180), {engine}), 180);
    EXPECT_EQ(find_turn(a_page_of_wedges(270), {engine}), 90) << "columns laid down to the left";
    EXPECT_EQ(find_turn(a_page_of_wedges(90), {engine}), 270) << "columns laid down to the right";
}

TEST(Upright, TakesNoPageForVerticalWritingThatItCannotRead)
{
    BroadTop engine;
    engine.can_read = false;
    EXPECT_EQ(find_turn(a_page_of_wedges(270), {engine}), 0);
}

TEST(Upright, TakesNoPageForVerticalWritingForTheOrnamentsOfItsFrame)
{
    BroadTop engine;
    auto page = a_page_of_wedges(270, 2);
    const auto print = a_page_of_wedges(0, 4);
    const int above = page.page.pixels.rows;
    cv::vconcat(page.page.pixels, print.page.pixels, page.page.pixels);
    EXPECT_EQ(find_turn(page, {engine}), 90);
    for (const capture::Box& line : print.lines)
        page.lines.push_back({line.x, line.y + above, line.width, line.height});
    EXPECT_EQ(find_turn(page, {engine}), 0);
}

TEST(Upright, LeavesAPageWithoutLinesAsItIs)
{
    LeftIsDark engine(true);
    capture::Straightened blank;
    blank.page.pixels = cv::Mat(100, 100, CV_8UC1, cv::Scalar(255));
    EXPECT_EQ(find_turn(blank, {engine}), 0);
}

} // namespace
} // namespace dossier::ocr
