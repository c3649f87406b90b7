#include "verify/rules/digit_pattern.h"
#include "verify/tables/phones.h"

#include <gtest/gtest.h>

#include <regex>

namespace dossier::verify {

namespace {

TEST(DigitPattern, KnowsDigitsClassesGroupsAndHowOften)
{
    EXPECT_TRUE(matches("7911", "7911"));
    EXPECT_FALSE(matches("7911", "791"));
    EXPECT_FALSE(matches("7911", "79110"));
    EXPECT_TRUE(matches(R"([2-57]\d{3})", "5000"));
    EXPECT_FALSE(matches(R"([2-57]\d{3})", "6000"));
    EXPECT_TRUE(matches(R"(8(?:00|33)[2-9]\d{6})", "8332345678"));
    EXPECT_TRUE(matches(R"(1|2\d{2,4})", "2000"));
    EXPECT_FALSE(matches(R"(1|2\d{2,4})", "20"));
    EXPECT_TRUE(matches(R"(800\d{5}(?:\d{3})?)", "80012345"));
    EXPECT_TRUE(matches(R"(800\d{5}(?:\d{3})?)", "80012345678"));
    EXPECT_FALSE(matches(R"(800\d{5}(?:\d{3})?)", "800123456"));
}

TEST(DigitPattern, FitsNothingWhenItIsEmptyOrNone)
{
    EXPECT_FALSE(matches("", ""));
    EXPECT_FALSE(matches("", "1"));
    EXPECT_FALSE(matches("1+", "11"));
    EXPECT_FALSE(matches("(1", "11"));
    EXPECT_FALSE(matches("1)", "1"));
    EXPECT_FALSE(matches("1{", ""));
    EXPECT_FALSE(matches(R"(\d{8})", "1234567O"));
}

/// std::regex is too slow for the service and right for an oracle.
TEST(DigitPattern, AgreesWithRegularExpressionsOnEveryPlanOfTheWorld)
{
    int fitting = 0;
    for (const PhonePlan& plan : phone_plans()) {
        for (const std::string_view pattern : {plan.mobile, plan.other}) {
            if (pattern.empty() || pattern.size() > 200) continue;
            const std::regex oracle{std::string{pattern}};
            std::uint64_t number = 88172645463325252ULL;
            for (int i = 0; i < 300; ++i) {
                number ^= number << 13U;
                number ^= number >> 7U;
                number ^= number << 17U;
                const std::string digits = std::to_string(number).substr(0, 4 + number % 9);
                ASSERT_EQ(matches(pattern, digits), std::regex_match(digits, oracle))
                    << pattern << ' ' << digits;
                fitting += matches(pattern, digits) ? 1 : 0;
            }
        }
    }
    EXPECT_GT(fitting, 100);
}

} // namespace

} // namespace dossier::verify
