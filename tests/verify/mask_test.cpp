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

TEST(MaskedNumber, KeepsTheEndsThatTellNumbersApart)
{
    EXPECT_EQ(masked_number("id_number", "11010519491231002X"), "1****************X");
    EXPECT_EQ(masked_number("spouse_id_number", "11010519491231002X"), "1****************X");
    EXPECT_EQ(masked_number("card_number", "6222021234567890"), "622202******7890");
    EXPECT_EQ(masked_number("contact_mobile", "+8613800139000"), "138****9000");
    EXPECT_EQ(masked_number("phone", "+8657187654321"), "*******4321");
    EXPECT_EQ(masked_number("passport_number", "E12345678"), "E1*****78");
    EXPECT_EQ(masked_number("contact_email", "ZHANG@EXAMPLE.COM"), "Z***@EXAMPLE.COM");
    EXPECT_EQ(masked_number("uscc", "91330106MA2C9XY81K"), "91330106MA2C9XY81K");
    EXPECT_EQ(masked_number("member_number", "ABC123456"), "*****3456");
}

TEST(MaskedNumber, HidesAllOfWhatIsShort)
{
    EXPECT_EQ(masked_number("card_number", "123456"), "******");
    EXPECT_EQ(masked_number("id_number", "1"), "*");
    EXPECT_EQ(masked_number("id_number", ""), "");
}

TEST(MaskedText, HidesNumbersAndMailboxesInWhatPeopleWrite)
{
    EXPECT_EQ(masked_text("来电 138 0013 8000，核实"), "来电 *** **** **00，核实");
    EXPECT_EQ(masked_text("证件11010519491231002X"), "证件***************02X");
    EXPECT_EQ(masked_text("write to zhang@example.com"), "write to *****@example.com");
    EXPECT_EQ(masked_text("D-2026-000001 of 2026-11-26"), "D-2026-000001 of 2026-11-26");
    EXPECT_EQ(masked_text(""), "");
}

} // namespace dossier::verify
