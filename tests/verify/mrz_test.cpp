#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "judging.h"
#include <array>

namespace dossier::verify {

namespace {

using testing::ElementsAre;
using testing::IsSupersetOf;
using testing::Pair;

constexpr std::string_view passport = "POCHNZHANG<<SANFENG<<<<<<<<<<<<<<<<<<<<<<<<<\n"
                                      "E123456782CHN9003071M3203064<<<<<<<<<<<<<<<6";

TEST(Mrz, SaysWhatThePassportSays)
{
    EXPECT_THAT(
        judge("mrz", passport).facts,
        IsSupersetOf({
            Pair("document", "passport"),
            Pair("issuer", "CHN"),
            Pair("nationality", "CHN"),
            Pair("number", "E12345678"),
            Pair("birth_date", "1990-03-07"),
            Pair("expiry_date", "2032-03-06"),
            Pair("sex", "男"),
            Pair("name", "ZHANG SANFENG"),
        })
    );
}

TEST(Mrz, ReadsALongCardNumberToItsEnd)
{
    constexpr std::string_view card =
        "I<UTOD23145890<7349<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\n"
        "STEVENSON<<PETER<JOHN<<<<<<<<<";
    EXPECT_EQ(judge("mrz", card).facts.at("number"), "D23145890734");
}

TEST(Mrz, ReadsTheCenturyOfBirthFromAPermit)
{
    constexpr std::string_view permit =
        "CRH0000000101072706306F0102281\n<<<<<<<<<<<<<<<<<<CAB987654352\n"
        "WONG<<SIU<LING<<<<<<<<<<<<<<<<";
    EXPECT_EQ(judge("mrz", permit).facts.at("birth_date"), "2001-02-28");
    EXPECT_EQ(judge("mrz", permit).facts.at("document"), "hk_macau_permit");
}

TEST(Mrz, TakesLinesJoinedOrApart)
{
    std::string joined{passport};
    std::erase(joined, '\n');
    EXPECT_EQ(judge("mrz", joined).normal, judge("mrz", passport).normal);
    std::string shifted = joined;
    shifted.insert(43, 1, '\n');
    EXPECT_THAT(codes_of("mrz", shifted), ElementsAre("mrz.mrz_lines"));
}

TEST(Mrz, CatchesEveryChangedDigitOfACheckedField)
{
    for (std::size_t at = 45; at < passport.size(); ++at) {
        for (const char other : std::string_view{"0123456789"}) {
            std::string changed{passport};
            if (changed[at] < '0' || changed[at] > '9' || changed[at] == other) continue;
            changed[at] = other;
            EXPECT_FALSE(judge("mrz", changed).valid) << changed;
        }
    }
}

TEST(Mrz, AsksAPersonWhereTheLayoutIsNotPublished)
{
    const Verdict verdict = judge("mrz", "CSC923456788<3203053<9003071<2");
    EXPECT_TRUE(verdict.valid);
    EXPECT_EQ(verdict.findings.at(0).severity, Severity::confirm);
}

TEST(Mrz, LeavesOutABirthDayThatIsNotKnown)
{
    constexpr std::string_view line_1 = "P<UTOLI<<WEI<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<";
    const Verdict verdict =
        judge("mrz", std::string{line_1} + "X000000012UTO70<<<<9<2912305<<<<<<<<<<<<<<<6");
    EXPECT_FALSE(verdict.facts.contains("birth_date"));
    EXPECT_EQ(verdict.facts.at("sex"), "X");
}

} // namespace

} // namespace dossier::verify
