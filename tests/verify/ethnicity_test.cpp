#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "judging.h"

namespace dossier::verify {

namespace {

using testing::ElementsAre;

TEST(Ethnicity, IsOneOfTheStandards)
{
    EXPECT_EQ(judge("ethnicity", "汉").facts.at("code"), "01");
    EXPECT_EQ(judge("ethnicity", "柯尔克孜").facts.at("code"), "29");
    EXPECT_EQ(judge("ethnicity", "基诺").facts.at("code"), "56");
}

TEST(Ethnicity, IsTheSameAsHouseholdRegistersAndOlderPapersPrintIt)
{
    EXPECT_EQ(judge("ethnicity", "汉族").normal, "汉");
    EXPECT_EQ(judge("ethnicity", "維吾爾族").normal, "维吾尔");
    EXPECT_EQ(judge("ethnicity", "瑤").normal, "瑶");
    EXPECT_EQ(judge("ethnicity", "崩龙").normal, "德昂");
    EXPECT_EQ(judge("ethnicity", "毛难族").normal, "毛南");
}

TEST(Ethnicity, IsForAPersonWhereTheStandardDoesNotHaveIt)
{
    EXPECT_THAT(codes_of("ethnicity", "汊"), ElementsAre("ethnicity.ethnicity_unknown"));
    EXPECT_THAT(codes_of("ethnicity", "穿青人"), ElementsAre("ethnicity.ethnicity_unknown"));
    const Verdict verdict = judge("ethnicity", "锡柏");
    EXPECT_TRUE(verdict.valid);
    EXPECT_THAT(verdict.findings.at(0).message.en, testing::HasSubstr("ethnicities/gb3304-"));
}

} // namespace

} // namespace dossier::verify
