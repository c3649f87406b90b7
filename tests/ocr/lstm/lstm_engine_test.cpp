// Debian's models on lines of made-up text.

#include "ocr/child/tesseract_engine.h"
#include "ocr/lstm/lstm_engine.h"
#include "tests/ocr/net/rendered_line.h"

#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

namespace dossier::ocr {
namespace {

/// A line as an engine asks for it.
cv::Mat line_for(const Engine& engine, const std::string& text)
{
    const auto options = engine.line_options();
    cv::Mat line = net::render_line(text, {.pixels = 40, .margin = 0});
    const double scale = static_cast<double>(options.ink_height) / line.rows;
    cv::resize(line, line, {}, scale, scale, cv::INTER_AREA);
    const int margin = options.margin;
    const cv::Scalar white(255);
    cv::copyMakeBorder(line, line, margin, margin, margin, margin, cv::BORDER_CONSTANT, white);
    return line;
}

std::string text_of(const std::vector<Symbol>& symbols)
{
    std::string text;
    for (const auto& symbol : symbols)
        text += symbol.text;
    return text;
}

std::string read(Engine& engine, const std::string& text, Alphabet alphabet)
{
    return text_of(engine.recognise(line_for(engine, text), alphabet, Care::usual));
}

TEST(Tesseract, ReadsBothHandsAndLatin)
{
    const auto engine = load_tesseract();
    for (const std::string text : {"北京市朝阳区建国路88号3栋", "欧阳志远", "2026年11月27日"})
        EXPECT_EQ(read(*engine, text, Alphabet::chinese), text);
    for (const std::string text : {"臺北市中正區建國路", "歐陽曉明", "華夏餐飲管理股份有限公司"})
        EXPECT_EQ(read(*engine, text, Alphabet::traditional), text);
    for (const std::string text : {"chen.li91@mail.example.cn", "13886927846"})
        EXPECT_EQ(read(*engine, text, Alphabet::ascii), text);
}

TEST(Tesseract, IsReadByTheLibraryWhereTheProcessorCannotRunIt)
{
    TesseractEngine library;
    EXPECT_EQ(read(library, "北京市朝阳区建国路", Alphabet::chinese), "北京市朝阳区建国路");
}

TEST(Tesseract, IsSureOfCleanPrint)
{
    const auto engine = load_tesseract();
    for (const auto& symbol :
         engine->recognise(line_for(*engine, "建国路"), Alphabet::chinese, Care::usual))
        EXPECT_GT(symbol.confidence, 0.95) << symbol.text;
}

TEST(Tesseract, SaysWhereSymbolsStand)
{
    const auto engine = load_tesseract();
    const auto line = line_for(*engine, "中国   农业");
    const auto symbols = engine->recognise(line, Alphabet::chinese, Care::usual);
    ASSERT_EQ(text_of(symbols), "中国农业");
    cv::Mat ink = line < 128;
    for (std::size_t i = 0; i < symbols.size(); ++i) {
        const auto& box = symbols[i].box;
        EXPECT_GT(cv::countNonZero(ink.colRange(box.x, box.x + box.width)), 0);
        if (i > 0) {
            EXPECT_GE(box.x, symbols[i - 1].box.x + symbols[i - 1].box.width);
        }
        ink.colRange(box.x, box.x + box.width).setTo(0);
    }
    EXPECT_EQ(cv::countNonZero(ink), 0);
    EXPECT_TRUE(symbols[2].space_before);
    EXPECT_FALSE(symbols[1].space_before);
}

TEST(Tesseract, ReadsNothingFromAnEmptyLine)
{
    const auto engine = load_tesseract();
    const cv::Mat white(48, 200, CV_8U, cv::Scalar(255));
    EXPECT_EQ(text_of(engine->recognise(white, Alphabet::chinese, Care::usual)), "");
    EXPECT_EQ(text_of(engine->recognise(white, Alphabet::ascii, Care::usual)), "");
}

TEST(Tesseract, SaysWhichModelIsMissing)
{
    EXPECT_THROW(lstm::LstmEngine("/nowhere"), lstm::ModelError);
}

} // namespace
} // namespace dossier::ocr
