// Rows of probabilities as a network might give them, over the characters 甲 乙 and space.

#include "ocr/net/ctc.h"
#include "ocr/net/model_error.h"
#include "tests/ocr/net/temporary_file.h"

#include <gtest/gtest.h>

namespace dossier::ocr::net {
namespace {

Charset small_charset()
{
    const TemporaryFile list("甲\n乙\n");
    return Charset(list.path());
}

/// blank, 甲, 乙, space
using Row = std::array<float, 4>;

std::vector<TimeStep> steps_of(const std::vector<Row>& rows)
{
    std::vector<float> numbers;
    for (const auto& row : rows)
        numbers.insert(numbers.end(), row.begin(), row.end());
    return read_steps(numbers, small_charset(), 8.0F);
}

std::string text_of(const std::vector<Row>& rows)
{
    std::string text;
    for (const auto& glyph : read_glyphs(steps_of(rows)))
        text += glyph.text;
    return text;
}

constexpr Row nothing{1, 0, 0, 0};
constexpr Row jia{0, 1, 0, 0};
constexpr Row yi{0, 0, 1, 0};
constexpr Row space{0, 0, 0, 1};

TEST(Ctc, ReadsEqualNeighboursAsOneCharacter)
{
    EXPECT_EQ(text_of({nothing, jia, jia, yi, nothing}), "甲乙");
}

TEST(Ctc, ReadsADoubledCharacterWhereSomethingBlankParts)
{
    EXPECT_EQ(text_of({jia, nothing, jia, space, jia}), "甲甲 甲");
}

TEST(Ctc, ReadsNothingFromBlanks)
{
    EXPECT_EQ(text_of({nothing, nothing}), "");
    EXPECT_EQ(text_of({}), "");
}

TEST(Ctc, KeepsTheBestConfidenceItsPlaceAndTheOthers)
{
    const auto steps =
        steps_of({nothing, {0.3F, 0.6F, 0.1F, 0}, {0.05F, 0.7F, 0.2499F, 0.0001F}, nothing});
    const auto glyphs = read_glyphs(steps);
    ASSERT_EQ(glyphs.size(), 1U);
    EXPECT_FLOAT_EQ(glyphs[0].confidence, 0.7F);
    EXPECT_FLOAT_EQ(glyphs[0].centre, 20.0F);
    EXPECT_FLOAT_EQ(glyphs[0].absence, 0.05F);
    ASSERT_EQ(glyphs[0].alternatives.size(), 1U);
    EXPECT_EQ(glyphs[0].alternatives[0].text, "乙");
    EXPECT_FLOAT_EQ(glyphs[0].alternatives[0].probability, 0.2499F);
}

TEST(Ctc, KnowsHowLikelySomethingStandsAtAStep)
{
    EXPECT_NEAR(steps_of({{0.4F, 0.3F, 0.3F, 0}})[0].presence(), 0.6F, 1e-6F);
    EXPECT_FLOAT_EQ(steps_of({jia})[0].presence(), 1.0F);
    EXPECT_FLOAT_EQ(steps_of({nothing})[0].presence(), 0.0F);
}

TEST(Charset, CountsTheBlankAndTheSpace)
{
    const auto charset = small_charset();
    EXPECT_EQ(charset.size(), 4U);
    EXPECT_EQ(charset.text(Charset::blank), "");
    EXPECT_EQ(charset.text(2), "乙");
    EXPECT_EQ(charset.text(3), " ");
    EXPECT_TRUE(charset.has("甲"));
    EXPECT_FALSE(charset.has("霡"));
    EXPECT_FALSE(charset.has(""));
}

TEST(Charset, RefusesAListThatIsDamagedOrMissing)
{
    const TemporaryFile broken("甲\n\n乙\n");
    EXPECT_THROW(Charset{broken.path()}, ModelError);
    EXPECT_THROW(Charset{"no/such/list.txt"}, ModelError);
}

TEST(Charset, TellsWideCharactersFromNarrowOnes)
{
    EXPECT_TRUE(is_full_width("甲"));
    EXPECT_TRUE(is_full_width("，"));
    EXPECT_FALSE(is_full_width("A"));
    EXPECT_FALSE(is_full_width("é"));
}

} // namespace
} // namespace dossier::ocr::net
