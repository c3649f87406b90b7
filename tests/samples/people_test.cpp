#include <gtest/gtest.h>

#include "samples/render/identifiers.h"
#include "samples/render/people.h"
#include <algorithm>

namespace dossier::samples {
namespace {

constexpr std::uint64_t many = 300;

std::string without_dashes(std::string text)
{
    std::erase(text, '-');
    return text;
}

TEST(People, CarryNumbersThatAgreeWithThem)
{
    for (std::uint64_t seed = 0; seed < many; ++seed) {
        Dice dice(seed);
        const Person person = make_person(dice, Script::hans);
        ASSERT_EQ(complete_cn_id(person.id_number.substr(0, 17)), person.id_number);
        EXPECT_EQ(person.id_number.substr(0, 6), person.region->code);
        EXPECT_EQ(person.id_number.substr(6, 8), without_dashes(iso(person.birth)));
        EXPECT_EQ((person.id_number[16] - '0') % 2 == 1, person.male);
    }
}

TEST(People, HoldCardsWhoseTermFitsTheirAge)
{
    for (std::uint64_t seed = 0; seed < many; ++seed) {
        Dice dice(seed);
        const Person person = make_person(dice, Script::hans);
        ASSERT_GT(person.valid_from, person.birth);
        const bool is_46 = person.birth + std::chrono::years{46} <= person.valid_from;
        EXPECT_EQ(person.valid_to.has_value(), !is_46);
    }
}

TEST(People, CanBeReachedOnlyInsideReservedMailDomains)
{
    for (std::uint64_t seed = 0; seed < many; ++seed) {
        Dice dice(seed);
        const Person person = make_person(dice, Script::hans);
        EXPECT_NE(person.email.find("example."), std::string::npos);
        EXPECT_EQ(person.mobile.size(), 11U);
        EXPECT_EQ(person.mobile[0], '1');
    }
}

TEST(People, LiveWhereTheirNumberAndPostcodeSay)
{
    Dice dice(5);
    const Person person = make_person(dice, Script::hant);
    EXPECT_TRUE(person.address.starts_with(person.region->province.hant));
    EXPECT_EQ(person.postcode, person.region->postcode);
    EXPECT_TRUE(person.phone.starts_with(person.region->area_code));
}

TEST(People, AreSometimesCalledByTwoNamesWithAnInterpunct)
{
    bool seen = false;
    for (std::uint64_t seed = 0; seed < many; ++seed) {
        Dice dice(seed);
        const Person person = make_person(dice, Script::hans);
        const bool parted = person.name.find("·") != std::string::npos;
        EXPECT_EQ(parted, person.ethnicity == "维吾尔") << seed;
        seen = seen || parted;
    }
    EXPECT_TRUE(seen);
}

TEST(People, ComeOutTheSameForTheSameSeed)
{
    Dice one(77);
    Dice other(77);
    EXPECT_EQ(make_person(one, Script::hans).id_number, make_person(other, Script::hans).id_number);
}

TEST(Companies, CarryNumbersThatAgreeWithThem)
{
    for (std::uint64_t seed = 0; seed < many; ++seed) {
        Dice dice(seed);
        const Company company = make_company(dice, seed % 2 == 0, {2016, 2018});
        ASSERT_EQ(complete_uscc(company.uscc.substr(0, 17)), company.uscc);
        EXPECT_EQ(complete_org_code(company.uscc.substr(8, 8)), company.uscc.substr(8, 9));
        EXPECT_EQ(
            complete_registration_number(company.registration_number.substr(0, 14)),
            company.registration_number
        );
        EXPECT_TRUE(company.uscc.starts_with(company.individual ? "92" : "91"));
    }
}

TEST(Companies, AreLicensedNoEarlierThanTheyAreFounded)
{
    for (std::uint64_t seed = 0; seed < many; ++seed) {
        Dice dice(seed);
        const Company company = make_company(dice, false, {2019, 2025});
        EXPECT_GE(company.issued, company.established);
        EXPECT_GE(static_cast<int>(company.issued.year()), 2019);
        if (company.term_to) {
            EXPECT_GT(*company.term_to, company.established);
        }
    }
}

} // namespace
} // namespace dossier::samples
