// Rows of probabilities as a network might give them, of the codes of the made-up model: 0 is the
// space, 1 2 is 甲, 1 3 is 乙, 4 is blank.

#include "ocr/lstm/decode.h"
#include "tests/ocr/lstm/made_up_model.h"

#include <gtest/gtest.h>

namespace dossier::ocr::lstm {
namespace {

using Row = std::array<float, 5>;

constexpr Row space{1, 0, 0, 0, 0};
constexpr Row one{0, 1, 0, 0, 0};
constexpr Row two{0, 0, 1, 0, 0};
constexpr Row three{0, 0, 0, 1, 0};
constexpr Row blank{0, 0, 0, 0, 1};

std::vector<Glyph> glyphs_of(const std::vector<Row>& rows)
{
    std::vector<float> probabilities;
    for (const auto& row : rows)
        probabilities.insert(probabilities.end(), row.begin(), row.end());
    return decode({probabilities, 5, 4}, Characters(made_up_model()));
}

std::string text_of(const std::vector<Row>& rows)
{
    std::string text;
    for (const auto& glyph : glyphs_of(rows))
        text += glyph.best.text;
    return text;
}

TEST(Decode, PutsCodesTogetherToCharacters)
{
    EXPECT_EQ(text_of({one, two, one, three}), "甲乙");
    EXPECT_EQ(text_of({blank, one, one, blank, two, blank, space, one, one, three}), "甲 乙");
}

TEST(Decode, ReadsTheSameTwiceOnlyWithSomethingBetween)
{
    EXPECT_EQ(text_of({space, space}), " ");
    EXPECT_EQ(text_of({space, blank, space}), "  ");
}

TEST(Decode, ReadsNothingFromBlankOrNoSteps)
{
    EXPECT_EQ(text_of({blank, blank}), "");
    EXPECT_EQ(text_of({}), "");
}

TEST(Decode, ReadsOnlyWhatIsACharacter)
{
    // The likeliest codes are 1 1, which nothing starts with.
    const Row again{0, 0.5F, 0.1F, 0.2F, 0.2F};
    EXPECT_EQ(text_of({one, blank, again}), "乙");
}

TEST(Decode, SumsOverAllWaysToSayTheSame)
{
    // Each step by itself is likelier to be blank, but somewhere a space stands.
    const Row either{0.4F, 0, 0, 0, 0.6F};
    const auto glyphs = glyphs_of({either, either});
    ASSERT_EQ(glyphs.size(), 1U);
    EXPECT_NEAR(glyphs[0].best.probability, 0.4 * 0.4 + 2 * 0.4 * 0.6, 1e-6);
}

TEST(Decode, SaysWhatElseACharacterMayBe)
{
    const Row doubtful{0, 0, 0.7F, 0.3F, 0};
    const auto glyphs = glyphs_of({one, doubtful, blank});
    ASSERT_EQ(glyphs.size(), 1U);
    EXPECT_EQ(glyphs[0].best.text, "甲");
    EXPECT_NEAR(glyphs[0].best.probability, 0.7, 1e-6);
    ASSERT_EQ(glyphs[0].others.size(), 1U);
    EXPECT_EQ(glyphs[0].others[0].text, "乙");
    EXPECT_NEAR(glyphs[0].others[0].probability, 0.3, 1e-6);
}

TEST(Decode, SharesTheStepsBetweenCharactersOut)
{
    const auto glyphs = glyphs_of({blank, one, two, blank, blank, one, three, blank});
    ASSERT_EQ(glyphs.size(), 2U);
    EXPECT_EQ(glyphs[0].first_step, 0U);
    EXPECT_EQ(glyphs[0].end_step, 4U);
    EXPECT_EQ(glyphs[1].first_step, 4U);
    EXPECT_EQ(glyphs[1].end_step, 8U);
}

TEST(Decode, KeepsTheLikelierOfLongTexts)
{
    // Longer than any probability that was not scaled on the way would last.
    std::vector<Row> rows;
    std::string expected;
    for (int i = 0; i < 300; ++i) {
        rows.insert(rows.end(), {one, Row{0, 0.4F, 0.3F, 0.1F, 0.2F}, blank});
        expected += "甲";
    }
    EXPECT_EQ(text_of(rows), expected);
}

} // namespace
} // namespace dossier::ocr::lstm
