#include "verify/mask.h"

#include <gtest/gtest.h>

namespace dossier::verify {

TEST(Mask, ShowsOfEachKindWhatTheTableSays)
{
    EXPECT_EQ(masked("11010519491231002X", Masking::identity_number), "1****************X");
    EXPECT_EQ(masked("6222021234567890123", Masking::account), "622202*********0123");
    EXPECT_EQ(masked("13812345678", Masking::mobile), "138****5678");
    EXPECT_EQ(masked("010-62345678", Masking::phone), "010-****5678");
    EXPECT_EQ(masked("62345678", Masking::phone), "****5678");
    EXPECT_EQ(masked("zhangwei@example.com", Masking::email), "zha***@example.com");
    EXPECT_EQ(masked("li@example.com", Masking::email), "l***@example.com");
    EXPECT_EQ(masked("1990-12-31", Masking::date), "1990-**-**");
    EXPECT_EQ(masked("E12345678", Masking::other), "E1*****78");
    EXPECT_EQ(masked("P<CHNZHANG", Masking::whole), "**********");
}

TEST(Mask, CountsCharactersNotBytes)
{
    EXPECT_EQ(masked("张三", Masking::name), "*三");
    EXPECT_EQ(masked("张晓三", Masking::name), "张*三");
    EXPECT_EQ(masked("𠮷田", Masking::name), "*田");
    EXPECT_EQ(masked("ZHANG, WEI", Masking::name), "Z********I");
}

TEST(Mask, ShowsAnAddressDownToItsCounty)
{
    EXPECT_EQ(masked("北京市朝阳区建国路1号", Masking::address), "北京市朝阳区*****");
    EXPECT_EQ(
        masked("广西壮族自治区南宁市青秀区民族大道1号", Masking::address),
        "广西壮族自治区南宁市青秀区******"
    );
    EXPECT_EQ(masked("建国路1号", Masking::address), "建国***");
}

TEST(Mask, HidesAllOfWhatIsTooShortToHideAPartOf)
{
    EXPECT_EQ(masked("12", Masking::identity_number), "**");
    EXPECT_EQ(masked("张", Masking::name), "*");
    EXPECT_EQ(masked("1234567890", Masking::account), "**********");
    EXPECT_EQ(masked("no address", Masking::email), "**********");
    EXPECT_EQ(masked("", Masking::other), "");
}

} // namespace dossier::verify
