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

/// Paper with lines of digits, and a row of cells in this grey with digits in them.
cv::Mat form_with_cells(int lines_of_cells)
{
    constexpr int size = 28;
    cv::Mat paper(1200, 1000, CV_8UC3, cv::Scalar::all(250));
    const auto digit = [&](int x, int y) {
        cv::putText(
            paper, "5", {x, y + size}, cv::FONT_HERSHEY_SIMPLEX, 1.25, cv::Scalar::all(30), 3
        );
    };
    for (int y = 100; y < 700; y += 60) {
        for (int x = 100; x < 800; x += size)
            digit(x, y);
    }
    for (int i = 0; i < 8; ++i) {
        cv::rectangle(
            paper, cv::Rect(100 + i * 50, 800, 51, 60), cv::Scalar::all(lines_of_cells), 2
        );
        digit(114 + i * 50, 815);
    }
    cv::GaussianBlur(paper, paper, {3, 3}, 0);
    return paper;
}

TEST(CleanPage, HasNoLinesOfCellsHoweverPaleTheyArePrinted)
{
    for (const int grey : {40, 195}) {
        const CleanPage page = clean_page(form_with_cells(grey));
        const cv::Rect side(148, 810, 5, 40);
        double darkest = 0;
        cv::minMaxLoc(page.grey(side), &darkest, nullptr);
        EXPECT_GT(darkest, 240) << "printed in " << grey;
        double ink = 0;
        cv::minMaxLoc(page.grey(cv::Rect(114, 815, 22, 28)), &ink, nullptr);
        EXPECT_LT(ink, 60) << "what is written into them stays";
    }
}

} // namespace
} // namespace dossier::ocr
