#include <gtest/gtest.h>

#include "samples/render/identifiers.h"
#include <string>
#include <string_view>

namespace dossier::samples {
namespace {

TEST(Identifiers, CompletesResidentNumbersAsGb11643Does)
{
    EXPECT_EQ(complete_cn_id("11010519491231002"), "11010519491231002X");
    EXPECT_EQ(complete_cn_id("44052418800101001"), "440524188001010014");
    EXPECT_EQ(complete_cn_id("32058319721031733"), "320583197210317335");
}

TEST(Identifiers, CompletesOrganisationCodesAsGb11714Does)
{
    EXPECT_EQ(complete_org_code("D2143569"), "D2143569X");
    EXPECT_EQ(complete_org_code("71526701"), "715267016");
    EXPECT_EQ(complete_org_code("E0000000"), "E00000002");
}

TEST(Identifiers, CompletesCreditCodesAsGb32100Does)
{
    EXPECT_EQ(complete_uscc("91110105MA01TEXT1"), "91110105MA01TEXT1J");
    EXPECT_EQ(complete_uscc("91440300715267016"), "91440300715267016Q");
    EXPECT_EQ(complete_uscc("91110000600037341"), "91110000600037341L");
}

/// The weighted sum of all 18 characters, the check character with weight 1.
int credit_code_remainder(const std::string& code)
{
    constexpr std::string_view alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    int sum = static_cast<int>(alphabet.find(code.back()));
    for (std::size_t i = 0, weight = 1; i < 17; ++i, weight = weight * 3 % 31)
        sum += static_cast<int>(alphabet.find(code[i]) * weight);
    return sum % 31;
}

TEST(Identifiers, LeavesNoRemainderInAnyCreditCode)
{
    for (int serial = 10'000'000; serial < 10'000'200; ++serial) {
        const std::string code =
            complete_uscc("91110105" + complete_org_code(std::to_string(serial)));
        EXPECT_EQ(credit_code_remainder(code), 0) << code;
    }
}

TEST(Identifiers, CompletesRegistrationNumbersAsGs15Does)
{
    EXPECT_EQ(complete_registration_number("31011560098553"), "310115600985533");
    EXPECT_EQ(complete_registration_number("11000040012345"), "110000400123458");
}

TEST(Identifiers, CompletesAccountsAsLuhnDoes)
{
    EXPECT_EQ(complete_account("7992739871"), "79927398713");
}

TEST(Identifiers, CompletesHomeNumbersAsHongKongAndTaiwanDo)
{
    EXPECT_EQ(complete_hk_id("A123456"), "A1234563");
    EXPECT_EQ(complete_hk_id("P000008"), "P000008A");
    EXPECT_EQ(complete_tw_id("A12345678"), "A123456789");
    EXPECT_EQ(complete_tw_id("W11111111"), "W111111113");
}

} // namespace
} // namespace dossier::samples
