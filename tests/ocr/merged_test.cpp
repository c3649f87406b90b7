// One reading of a line from those of two recognisers, of which one lacks characters.

#include "capture/utf8.h"
#include "ocr/fields/merged.h"
#include "ocr/fields/text.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace dossier::ocr {
namespace {

/// A recogniser that lacks 羅 and 護.
class Net final : public Engine {
public:
    std::vector<Symbol> recognise(const cv::Mat&, Alphabet, Care) override { return {}; }

    bool knows(std::string_view character) const override
    {
        return character != "羅" && character != "護";
    }
};

std::vector<Symbol> reading(std::string_view text, double confidence = 0.95)
{
    std::vector<Symbol> symbols;
    for (const char32_t c : capture::code_points(text)) {
        const int x = static_cast<int>(symbols.size()) * 40;
        symbols.push_back(
            {capture::to_utf8(std::u32string(1, c)), {x, 0, 38, 40}, confidence, false, {}}
        );
    }
    return symbols;
}

std::string text_of_both(const std::vector<Symbol>& net, const std::vector<Symbol>& other)
{
    const auto both = merged(net, other, Net());
    return text_of(both, 0, both.size());
}

TEST(Merged, TakesTheCharacterThatTheNetLacksFromTheOther)
{
    EXPECT_EQ(text_of_both(reading("蘿娜"), reading("羅娜")), "羅娜");
}

TEST(Merged, TakesTheCharacterThatTheNetDroppedInItsPlace)
{
    EXPECT_EQ(text_of_both(reading("士長"), reading("護士長")), "護士長");
}

TEST(Merged, BelievesTheNetInWhatItKnows)
{
    EXPECT_EQ(text_of_both(reading("建築工程"), reading("建染工程")), "建築工程");
}

TEST(Merged, BelievesTheNetWhereItIsCertainAndTheOtherIsNot)
{
    EXPECT_EQ(text_of_both(reading("蘿娜", 0.998), reading("羅娜", 0.8)), "蘿娜");
    EXPECT_EQ(text_of_both(reading("蘿娜", 0.998), reading("羅娜", 0.9)), "羅娜");
}

TEST(Merged, IsLessSureWhereTheyDiffer)
{
    const auto both = merged(reading("建築"), reading("建染"), Net());
    EXPECT_GT(both[0].confidence, 0.9);
    EXPECT_LT(both[1].confidence, 0.8);
    ASSERT_FALSE(both[1].alternatives.empty());
    EXPECT_EQ(both[1].alternatives.front().value, "染");
}

TEST(Merged, KeepsTheTraditionalOneOfTwoFormsOfACharacter)
{
    EXPECT_EQ(text_of_both(reading("濟南"), reading("济南")), "濟南");
    EXPECT_EQ(text_of_both(reading("济南"), reading("濟南")), "濟南");
}

TEST(Merged, StaysInDoubtBesideInkThatNobodyRead)
{
    auto net = reading("士長");
    net[0].confidence = 0.3;
    EXPECT_LE(merged(net, reading("士長"), Net())[0].confidence, 0.3);
}

TEST(Merged, IsSureBesideInkThatTheOtherRead)
{
    auto before = reading("士長");
    before[0].confidence = 0.3;
    EXPECT_GT(merged(before, reading("護士長"), Net())[1].confidence, 0.9);
    auto behind = reading("救");
    behind[0].confidence = 0.3;
    EXPECT_GT(merged(behind, reading("救護"), Net())[0].confidence, 0.9);
}

TEST(Merged, IsTheNetsWhereTheOtherReadNothing)
{
    EXPECT_EQ(text_of_both(reading("漢"), {}), "漢");
}

} // namespace
} // namespace dossier::ocr
