// What a second look at a value gets to see.

#include "capture/utf8.h"
#include "ocr/recipe/page_text.h"

#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace dossier::ocr {
namespace {

/// Reads an X for each block of ink.
class BlockCounter final : public Engine {
public:
    std::vector<Symbol> recognise(const cv::Mat& line, Alphabet, Care) override
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

/// Says one thing of long lines and another of short ones, and counts what it was asked.
class TwoWords final : public Engine {
public:
    TwoWords(std::string on_long, std::string on_short, bool knows_traditional)
        : on_long_(std::move(on_long)),
          on_short_(std::move(on_short)),
          knows_traditional_(knows_traditional)
    {}

    std::vector<Symbol> recognise(const cv::Mat& line, Alphabet, Care) override
    {
        ++asked;
        std::vector<Symbol> symbols;
        for (const char32_t each :
             capture::code_points(line.cols > 4 * line.rows ? on_long_ : on_short_))
            symbols.push_back(
                {capture::to_utf8(std::u32string_view(&each, 1)), {0, 0, 9, 9}, 0.999, false, {}}
            );
        return symbols;
    }

    bool reads(Alphabet alphabet) const override
    {
        return knows_traditional_ || alphabet != Alphabet::traditional;
    }

    int asked = 0;

private:
    std::string on_long_;
    std::string on_short_;
    bool knows_traditional_;
};

/// Two lines of black print, one of them `width` wide.
CleanPage page_of_two_lines(int width)
{
    CleanPage page;
    page.grey = cv::Mat(200, 1800, CV_8U, cv::Scalar(255));
    page.text_height = 30;
    for (const capture::Box box :
         {capture::Box{50, 40, width, 30}, capture::Box{50, 120, 70, 30}}) {
        page.grey(cv::Rect(box.x, box.y, box.width, box.height)).setTo(0);
        page.segments.push_back({.box = box, .parts = {box}});
    }
    return page;
}

TEST(TraditionalPage, IsReadTwiceWhereTheHandsDiffer)
{
    TwoWords first("身份證號碼", "姓名", true);
    TwoWords second("身份證號码", "姓名", false);
    const PageText text = recognise_page(page_of_two_lines(400), {first, &second}, 0);
    EXPECT_EQ(text.hand, Alphabet::traditional);
    EXPECT_EQ(first.asked, 1) << "姓名 is written alike";
    ASSERT_EQ(text.lines.size(), 2U);
    EXPECT_EQ(text_of(text.lines[0].symbols, 0, text.lines[0].symbols.size()), "身份證號碼");
}

TEST(TraditionalPage, HasItsPrintedLabelsReadOnce)
{
    DocumentType printed;
    printed.other_labels = {"身份證號碼"};
    TwoWords first("", "", true);
    TwoWords second("身份證號码", "姓名", false);
    const PageText text = recognise_page(page_of_two_lines(400), {first, &second}, 0, printed);
    EXPECT_EQ(first.asked, 0);
    ASSERT_EQ(text.lines.size(), 2U);
    EXPECT_EQ(text_of(text.lines[0].symbols, 0, text.lines[0].symbols.size()), "身份證號碼");
}

TEST(TraditionalPage, HasItsDeclarationsReadByBoth)
{
    TwoWords first("茲聲明身份證號碼", "", true);
    TwoWords second("茲聲明身份證號码", "姓名", false);
    const PageText text = recognise_page(page_of_two_lines(1500), {first, &second}, 0);
    EXPECT_EQ(text.hand, Alphabet::traditional);
    ASSERT_EQ(text.lines.size(), 2U);
    EXPECT_EQ(text_of(text.lines[0].symbols, 0, text.lines[0].symbols.size()), "茲聲明身份證號碼");
}

/// Remembers the pictures it was shown.
class Watcher final : public Engine {
public:
    std::vector<Symbol> recognise(const cv::Mat& line, Alphabet, Care care) override
    {
        heights.push_back(line.rows);
        cares.push_back(care);
        return {};
    }

    bool has_latin_model() const override { return false; }

    LineOptions scan_options() const override { return {.ink_height = 32, .margin = 8}; }

    LineOptions running_text_options() const override { return {.ink_height = 20, .margin = 8}; }

    std::vector<int> heights;
    std::vector<Care> cares;
};

TEST(RecognisePage, ShowsRunningTextSmaller)
{
    Watcher first;
    Watcher second;
    static_cast<void>(recognise_page(page_of_two_lines(1500), {first, &second}, 0));
    EXPECT_EQ(second.heights, (std::vector{36, 48}));
    CleanPage photograph = page_of_two_lines(1500);
    photograph.is_photograph = true;
    second.heights.clear();
    static_cast<void>(recognise_page(photograph, {first, &second}, 0));
    EXPECT_EQ(second.heights.front(), second.heights.back()) << "which may be small already";
}

TEST(RecognisePage, TakesMostCareOfPhotographsAndKnowsCopiesForWorn)
{
    for (const Care expected : {Care::usual, Care::worn, Care::most}) {
        CleanPage page = page_of_two_lines(400);
        page.is_photograph = expected == Care::most;
        page.is_copy = expected == Care::worn;
        Watcher first;
        Watcher second;
        static_cast<void>(recognise_page(page, {first, &second}, 0));
        EXPECT_EQ(second.cares, (std::vector{expected, expected}));
    }
}

TEST(RecognisePage, ReadsNoLineOnceMoreThatLiesWhereOneWasRead)
{
    CleanPage page = page_of_two_lines(400);
    TwoWords engine("身份证号码", "姓名", true);
    const PageText before = recognise_page(page, {engine, &engine}, 0);
    const int asked = engine.asked;
    for (Segment& segment : page.segments) { // as a network draws them
        capture::Box& box = segment.box;
        box = {box.x - 15, box.y - 5, box.width + 30, box.height + 10};
        segment.parts = {box};
    }
    const capture::Box other{600, 120, 300, 30};
    page.segments.push_back({.box = other, .parts = {other}});
    page.grey(cv::Rect(other.x, other.y, other.width, other.height)).setTo(0);
    const PageText text = recognise_page(page, {engine, &engine}, 0, {}, &before);
    EXPECT_EQ(engine.asked, asked + 1) << "the one that was not seen before";
    ASSERT_EQ(text.lines.size(), 3U);
    EXPECT_EQ(text_of(text.lines[0].symbols, 0, text.lines[0].symbols.size()), "身份证号码");
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

TEST(CleanPage, TakesNoDenseCharactersOfPalePrintForCells)
{
    cv::Mat paper = form_with_cells(40);
    constexpr int size = 28;
    for (int i = 0; i < 4; ++i)
        cv::rectangle(paper, cv::Rect(100 + i * 37, 1000, size, size), cv::Scalar::all(195), 3);
    cv::GaussianBlur(paper, paper, {3, 3}, 0);
    double darkest = 0;
    cv::minMaxLoc(clean_page(paper).grey(cv::Rect(98, 1005, 6, 18)), &darkest, nullptr);
    EXPECT_LT(darkest, 225) << "日日日日 as it may be";
}

} // namespace
} // namespace dossier::ocr
