#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "judging.h"

namespace dossier::verify {

namespace {

using testing::Contains;
using testing::ElementsAre;

TEST(Mobile, KeepsTheNumberAsPrintedWithoutItsSeparators)
{
    EXPECT_EQ(judge("mobile", "139-1234-5678").normal, "13912345678");
    EXPECT_EQ(judge("mobile", "+86 138 1234 5678").normal, "+8613812345678");
}

TEST(Mobile, SaysTheInternationalForm)
{
    EXPECT_EQ(judge("mobile", "138 1234 5678").facts.at("e164"), "+8613812345678");
    EXPECT_EQ(judge("mobile", "008619212345678").facts.at("e164"), "+8619212345678");
    EXPECT_EQ(judge("mobile", "8613912345678").facts.at("e164"), "+8613912345678");
}

TEST(Mobile, LooksAtTheCharactersBeforeAnythingElse)
{
    EXPECT_THAT(codes_of("mobile", "I3912345678"), ElementsAre("mobile.charset"));
    EXPECT_THAT(codes_of("mobile", "1391234567O"), ElementsAre("mobile.charset"));
}

TEST(Mobile, DoesNotTakeALandlineForAMobile)
{
    EXPECT_THAT(codes_of("mobile", "03912345678"), ElementsAre("mobile.leading_zero"));
    EXPECT_THAT(codes_of("mobile", "+852 2345 6789"), ElementsAre("mobile.not_mobile"));
}

TEST(Mobile, KnowsHongKongMacauAndTaiwan)
{
    EXPECT_EQ(judge("mobile", "+852 6123 4567").facts.at("country"), "HK");
    EXPECT_EQ(judge("mobile", "+853 6612 3456").facts.at("country"), "MO");
    EXPECT_EQ(judge("mobile", "+886 912 345 678").facts.at("e164"), "+886912345678");
    EXPECT_EQ(judge("mobile", "+886 0912 345 678").facts.at("e164"), "+886912345678");
}

TEST(Mobile, NamesTheTableBehindAnUnknownPrefix)
{
    const Verdict verdict = judge("mobile", "19412345678");
    EXPECT_EQ(verdict.findings.at(0).severity, Severity::confirm);
    EXPECT_THAT(verdict.findings.at(0).message.en, testing::HasSubstr("phone-prefixes/"));
}

TEST(Mobile, RefusesWhatIsNoNumberAtAll)
{
    EXPECT_FALSE(judge("mobile", "").valid);
    EXPECT_FALSE(judge("mobile", "+").valid);
    EXPECT_FALSE(judge("mobile", "1+3912345678").valid);
}

} // namespace

} // namespace dossier::verify
