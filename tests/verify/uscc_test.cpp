#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "judging.h"
#include <array>

namespace dossier::verify {

namespace {

using testing::ElementsAre;
using testing::Pair;
using testing::UnorderedElementsAre;

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
constexpr std::array specimens{"91310115MA1K3A5B2G", "92440305MA5F7C2Y1N", "1210000040000123XC"};

TEST(Uscc, SaysWhoRegisteredWhatAndWhere)
{
    EXPECT_THAT(
        judge("uscc", "91310115MA1K3A5B2G").facts,
        UnorderedElementsAre(
            Pair("department", "市场监管(原工商)"),
            Pair("category", "企业"),
            Pair("region", "上海市"),
            Pair("region_code", "310115"),
            Pair("organisation_code", "MA1K3A5B2")
        )
    );
}

TEST(Uscc, TellsAWrongInnerCheckDigitFromAWrongOuterOne)
{
    EXPECT_THAT(codes_of("uscc", "91310115MA1K3A5B1D"), ElementsAre("uscc.organisation_checksum"));
    EXPECT_THAT(codes_of("uscc", "91310115MA1K3A5B2H"), ElementsAre("uscc.checksum"));
}

TEST(Uscc, OnlyInformsAboutARegionItDoesNotKnow)
{
    const Verdict verdict = judge("uscc", "91999999MA1K3A5B28");
    EXPECT_TRUE(verdict.valid);
    EXPECT_EQ(verdict.findings.at(0).severity, Severity::info);
}

TEST(Uscc, AsksAPersonAboutADepartmentItDoesNotKnow)
{
    const Verdict verdict = judge("uscc", "F1310115MA1K3A5B2A");
    EXPECT_TRUE(verdict.valid);
    EXPECT_EQ(verdict.findings.at(0).severity, Severity::confirm);
}

TEST(Uscc, CatchesEveryChangedCharacter)
{
    for (const std::string specimen : specimens) {
        for (std::size_t at = 0; at < specimen.size(); ++at) {
            for (const char other : alphabet) {
                std::string changed = specimen;
                changed[at] = other;
                EXPECT_EQ(judge("uscc", changed).valid, changed == specimen) << changed;
            }
        }
    }
}

TEST(Uscc, CatchesEverySwapOfNeighbours)
{
    for (const std::string specimen : specimens) {
        for (std::size_t at = 0; at + 1 < specimen.size(); ++at) {
            std::string swapped = specimen;
            std::swap(swapped[at], swapped[at + 1]);
            EXPECT_EQ(judge("uscc", swapped).valid, swapped == specimen) << swapped;
        }
    }
}

/// Two check characters: of random organisation parts and endings, one in 341 passes.
TEST(Uscc, LetsOneInThreeHundredFortyOneRandomEndingsPass)
{
    int passed = 0;
    int tried = 0;
    for (int number = 0; number < 1'000; ++number) {
        const std::string digits = std::to_string(10'000'000 + number * 9'973).substr(0, 8);
        for (const char inner : std::string_view{"0123456789X"}) {
            for (const char outer : alphabet) {
                passed += judge("uscc", "91310115" + digits + inner + outer).valid ? 1 : 0;
                ++tried;
            }
        }
    }
    EXPECT_EQ(tried, 341'000);
    EXPECT_EQ(passed, 1'000);
}

} // namespace

} // namespace dossier::verify
