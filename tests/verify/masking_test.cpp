// Numbers as lists show them.

#include "verify/masking.h"

#include <gtest/gtest.h>

namespace dossier::verify {

namespace {

TEST(Masking, KeepsTheEndsThatTellNumbersApart)
{
    EXPECT_EQ(masked("id_number", "11010519491231002X"), "1****************X");
    EXPECT_EQ(masked("spouse_id_number", "11010519491231002X"), "1****************X");
    EXPECT_EQ(masked("card_number", "6222021234567890"), "622202******7890");
    EXPECT_EQ(masked("contact_mobile", "+8613800139000"), "138****9000");
    EXPECT_EQ(masked("phone", "+8657187654321"), "*******4321");
    EXPECT_EQ(masked("passport_number", "E12345678"), "E1*****78");
    EXPECT_EQ(masked("contact_email", "ZHANG@EXAMPLE.COM"), "Z***@EXAMPLE.COM");
    EXPECT_EQ(masked("uscc", "91330106MA2C9XY81K"), "91330106MA2C9XY81K");
    EXPECT_EQ(masked("member_number", "ABC123456"), "*****3456");
}

TEST(Masking, HidesAllOfWhatIsShort)
{
    EXPECT_EQ(masked("card_number", "123456"), "******");
    EXPECT_EQ(masked("id_number", "1"), "*");
    EXPECT_EQ(masked("id_number", ""), "");
}

} // namespace

} // namespace dossier::verify
