// What a second look at a value gets to see.

#include "ocr/recipe/page_text.h"

#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

namespace dossier::ocr {
namespace {

/// Reads an X for each block of ink.
class BlockCounter final : public Engine {
public:
    std::vector<Symbol> recognise(const cv::Mat& line, Alphabet) override
    {
        cv::Mat labels;
        const int blocks = cv::connectedComponents(line < 128, labels) - 1;
        return std::vector<Symbol>(
            static_cast<std::size_t>(blocks), Symbol{"X", {0, 0, 1, 1}, 0.9, false, {}}
        );
    }
};

TEST(SecondLook, SeesTheCharacterThatTheFirstLeftOut)
{
    constexpr int size = 30;
    CleanPage page;
    page.grey = cv::Mat(200, 400, CV_8U, cv::Scalar(255));
    PageText text;
    text.text_height = size;
    TextLine line{.box = {50, 80, 200, size}, .symbols = {}};
    for (const int x : {50, 90, 130}) {
        page.grey(cv::Rect(x, 80, size, size)).setTo(0);
        if (x != 90) line.symbols.push_back({"X", {x, 80, size, size}, 0.9, false, {}});
    }
    text.lines.push_back(line);
    BlockCounter engine;
    EXPECT_EQ(look_again(page, text, {0, 0, 2}, Alphabet::chinese, &engine).size(), 3U);
}

} // namespace
} // namespace dossier::ocr
