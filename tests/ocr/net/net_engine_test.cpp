#include "ocr/net/net_engine.h"

#include <gtest/gtest.h>

namespace dossier::ocr::net {
namespace {

Glyph glyph(const std::string& text, float left, std::vector<Choice> alternatives = {})
{
    return {
        .text = text,
        .confidence = 0.8F,
        .centre = left + 5,
        .left = left,
        .right = left + 10,
        .alternatives = std::move(alternatives)};
}

TEST(NetEngine, TurnsSpacesIntoASignOnTheNextSymbol)
{
    const LineReading reading{
        {glyph(" ", 0), glyph("张", 10), glyph(" ", 20), glyph("伟", 30)}, {}, {}};
    const auto symbols = symbols_of(reading, 4, 20, Alphabet::chinese);
    ASSERT_EQ(symbols.size(), 2U);
    EXPECT_FALSE(symbols[0].space_before);
    EXPECT_TRUE(symbols[1].space_before);
    EXPECT_EQ(symbols[1].box.x, 30);
    EXPECT_EQ(symbols[1].box.y, 4);
    EXPECT_EQ(symbols[1].box.width, 10);
    EXPECT_EQ(symbols[1].box.height, 16);
}

TEST(NetEngine, KeepsAlternatives)
{
    const LineReading reading{{glyph("1", 0, {{"l", 0.15F}, {"I", 0.05F}})}, {}, {}};
    const auto symbols = symbols_of(reading, 0, 10, Alphabet::chinese);
    ASSERT_EQ(symbols.at(0).alternatives.size(), 2U);
    EXPECT_EQ(symbols[0].alternatives[0].value, "l");
    EXPECT_NEAR(symbols[0].alternatives[0].confidence, 0.15, 1e-6);
}

TEST(NetEngine, CountsAMarkInFullAndHalfWidthAsOne)
{
    const LineReading reading{{glyph("（", 0, {{"(", 0.15F}, {"《", 0.04F}})}, {}, {}};
    const auto symbols = symbols_of(reading, 0, 10, Alphabet::chinese);
    EXPECT_NEAR(symbols.at(0).confidence, 0.95, 1e-6);
}

TEST(NetEngine, PrefersAsciiWhereAsciiIsExpected)
{
    const LineReading reading{
        {glyph("〇", 0, {{"口", 0.1F}, {"0", 0.05F}}), glyph("一", 10)}, {}, {}};
    const auto symbols = symbols_of(reading, 0, 10, Alphabet::ascii);
    EXPECT_EQ(symbols.at(0).text, "0");
    EXPECT_NEAR(symbols[0].confidence, 0.05, 1e-6);
    EXPECT_EQ(symbols[0].alternatives[1].value, "〇");
    EXPECT_EQ(symbols.at(1).text, "一");
}

TEST(NetEngine, DoubtsTheSymbolBesideInkThatNobodyRead)
{
    const LineReading reading{
        {glyph("王", 0), glyph("芳", 40)}, {}, {{.left = 12, .right = 38, .ink = 0.9F}}};
    const auto symbols = symbols_of(reading, 0, 10, Alphabet::chinese);
    EXPECT_LT(std::min(symbols.at(0).confidence, symbols.at(1).confidence), 0.5);
}

} // namespace
} // namespace dossier::ocr::net
