// Numbers of the world, by libphonenumber's plans.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "judging.h"
#include <array>

namespace dossier::verify {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Sample {
    const char* printed;
    const char* country;
    const char* type;
    const char* e164;
};

TEST(PhoneAbroad, TellsTheCountryAndTheKindOfNumber)
{
    constexpr auto samples = std::to_array<Sample>({
        {"+44 7911 123456", "GG", "mobile", "+447911123456"},
        {"+44 7400 123456", "GB", "mobile", "+447400123456"},
        {"+44 (0)20 7946 0018", "GB", "landline", "+442079460018"},
        {"0044 20 7946 0018", "GB", "landline", "+442079460018"},
        {"+1 202-456-1111", "US", "landline_or_mobile", "+12024561111"},
        {"+1 416 555 2671", "CA", "landline_or_mobile", "+14165552671"},
        {"+7 912 345 67 89", "RU", "mobile", "+79123456789"},
        {"+7 771 000 9998", "KZ", "mobile", "+77710009998"},
        {"+81 90-1234-5678", "JP", "mobile", "+819012345678"},
        {"+82 10-2000-0000", "KR", "mobile", "+821020000000"},
        {"+65 8123 4567", "SG", "mobile", "+6581234567"},
        {"+39 02 1234 5678", "IT", "landline", "+390212345678"},
        {"+39 06 698 82019", "VA", "landline", "+390669882019"},
        {"+800 1234 5678", "001", "service", "+80012345678"},
    });
    for (const Sample& sample : samples) {
        const Verdict verdict = judge("phone", sample.printed);
        EXPECT_TRUE(is_clean(verdict)) << sample.printed;
        const auto& facts = verdict.facts;
        ASSERT_TRUE(facts.contains("country")) << sample.printed;
        EXPECT_EQ(facts.at("country"), sample.country) << sample.printed;
        EXPECT_EQ(facts.at("type"), sample.type) << sample.printed;
        EXPECT_EQ(facts.at("e164"), sample.e164) << sample.printed;
    }
}

TEST(PhoneAbroad, IsForAPersonWhereTheTableDoesNotHaveIt)
{
    EXPECT_THAT(codes_of("phone", "+44 7000 1234567"), ElementsAre("phone.number_unknown_abroad"));
    EXPECT_THAT(codes_of("phone", "+81 90-1234-567"), ElementsAre("phone.number_unknown_abroad"));
    EXPECT_THAT(codes_of("phone", "+999 1234 5678"), ElementsAre("phone.calling_code_unknown"));
    const Verdict verdict = judge("phone", "+999 1234 5678");
    EXPECT_TRUE(verdict.valid);
    EXPECT_THAT(verdict.findings.at(0).message.en, testing::HasSubstr("libphonenumber-js-"));
}

TEST(PhoneAbroad, HasFifteenDigitsAtMost)
{
    EXPECT_THAT(
        codes_of("phone", "+49 1512 3456 7890 123"), ElementsAre("phone.international_length")
    );
    EXPECT_THAT(codes_of("phone", "+1 2345"), ElementsAre("phone.international_length"));
}

TEST(PhoneAbroad, IsNoMobileWhenItsCountrySaysSo)
{
    EXPECT_THAT(codes_of("mobile", "+44 20 7946 0018"), ElementsAre("mobile.not_mobile_abroad"));
    EXPECT_THAT(codes_of("mobile", "+44 7400 123456"), IsEmpty());
    EXPECT_THAT(codes_of("mobile", "+1 202-456-1111"), IsEmpty());
}

TEST(PhoneAbroad, LooksAtTheCharactersBeforeAnyTable)
{
    EXPECT_THAT(codes_of("phone", "+44 79l1 123456"), ElementsAre("phone.charset"));
    EXPECT_THAT(codes_of("mobile", "+44 7400 12345O"), ElementsAre("mobile.charset"));
}

} // namespace

} // namespace dossier::verify
