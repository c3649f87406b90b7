#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "judging.h"
#include <array>

namespace dossier::verify {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

constexpr std::array specimens{
    "11010519491231002X", "440524188001010014", "310103200002290085", "469003199912311201"};

TEST(CnId, SaysBirthDateSexAndRegion)
{
    EXPECT_THAT(
        judge("cn-id", "11010519491231002X").facts,
        UnorderedElementsAre(
            Pair("birth_date", "1949-12-31"),
            Pair("sex", "女"),
            Pair("region", "北京市"),
            Pair("region_name", "朝阳区"),
            Pair("region_code", "110105"),
            Pair("document", "resident_identity")
        )
    );
}

TEST(CnId, NamesThePlaceOnAResidencePermit)
{
    const Verdict verdict = judge("cn-id", "810000199408230021");
    EXPECT_EQ(verdict.facts.at("region"), "香港特别行政区");
    EXPECT_EQ(verdict.facts.at("document"), "residence_permit");
}

TEST(CnId, ReadsFullWidthDigitsSpacesAndALowerCaseX)
{
    EXPECT_EQ(judge("cn-id", "１１０１０５ 19491231 002x").normal, "11010519491231002X");
    EXPECT_EQ(judge("cn-id", "11010519491231002Ⅹ").normal, "11010519491231002X");
}

TEST(CnId, DoesNotGuessWhatALetterMayHaveBeen)
{
    EXPECT_THAT(codes_of("cn-id", "11010O19491231002X"), ElementsAre("cn-id.charset"));
}

TEST(CnId, NamesEveryReasonAtOnce)
{
    EXPECT_THAT(
        codes_of("cn-id", "001305194913310021"),
        ElementsAre("cn-id.province", "cn-id.birth_date", "cn-id.checksum")
    );
}

TEST(CnId, TakesTodayFromItsCaller)
{
    using namespace std::chrono;
    constexpr std::string_view born_in_2025 = "653228202501150223";
    EXPECT_TRUE(check("cn-id", born_in_2025, 2025y / January / 15)->valid);
    EXPECT_FALSE(check("cn-id", born_in_2025, 2025y / January / 14)->valid);
}

TEST(CnId, GivesTheCentenariansOf1989TheirCentury)
{
    EXPECT_EQ(judge("cn-id", "110105800101996").facts.at("birth_date"), "1880-01-01");
    EXPECT_EQ(judge("cn-id", "110105800101995").facts.at("birth_date"), "1980-01-01");
}

TEST(CnId, AsksAPersonAboutTheUnusedCodeOfTaiwan)
{
    const Verdict verdict = judge("cn-id", "710000199408230028");
    EXPECT_TRUE(verdict.valid);
    EXPECT_EQ(verdict.findings.at(0).severity, Severity::confirm);
    EXPECT_THAT(verdict.findings.at(0).message.en, testing::HasSubstr("gbt2260-provinces/"));
}

TEST(CnId, CatchesEveryChangedCharacter)
{
    for (const std::string specimen : specimens) {
        for (std::size_t at = 0; at < specimen.size(); ++at) {
            for (const char other : std::string_view{"0123456789X"}) {
                std::string changed = specimen;
                changed[at] = other;
                EXPECT_EQ(judge("cn-id", changed).valid, changed == specimen) << changed;
            }
        }
    }
}

TEST(CnId, CatchesEverySwapOfNeighbours)
{
    for (const std::string specimen : specimens) {
        for (std::size_t at = 0; at + 1 < specimen.size(); ++at) {
            std::string swapped = specimen;
            std::swap(swapped[at], swapped[at + 1]);
            EXPECT_EQ(judge("cn-id", swapped).valid, swapped == specimen) << swapped;
        }
    }
}

TEST(CnId, CatchesEveryLostAndEveryDoubledCharacter)
{
    for (const std::string specimen : specimens) {
        for (std::size_t at = 0; at < specimen.size(); ++at) {
            std::string shorter = specimen;
            std::string longer = specimen;
            shorter.erase(at, 1);
            longer.insert(at, 1, specimen[at]);
            EXPECT_FALSE(judge("cn-id", shorter).valid) << shorter;
            EXPECT_FALSE(judge("cn-id", longer).valid) << longer;
        }
    }
}

/// A proof is only as good as its chance: one random sequence and check character in eleven passes.
/// This is why a repaired number is never accepted.
TEST(CnId, LetsOneInElevenRandomEndingsPass)
{
    int passed = 0;
    for (int ending = 0; ending < 10'000; ++ending) {
        const std::string digits = std::to_string(10'000 + ending).substr(1);
        passed += judge("cn-id", "11010519491231" + digits).valid ? 1 : 0;
    }
    EXPECT_NEAR(passed, 10'000 / 11.0, 10);
}

TEST(CnId, RefusesTheEmptyText)
{
    EXPECT_THAT(codes_of("cn-id", ""), ElementsAre("cn-id.length"));
}

TEST(Check, DoesNotKnowEveryKind)
{
    EXPECT_FALSE(check("shoe-size", "42", a_day).has_value());
    EXPECT_THAT(kinds(), testing::Contains("cn-id"));
}

TEST(Check, GivesFindingsNoFieldsBecauseNoFieldIsNamed)
{
    EXPECT_THAT(judge("cn-id", "1").findings.at(0).fields, IsEmpty());
}

} // namespace

} // namespace dossier::verify
