// What check digits promise, on numbers made at random rather than on chosen ones: every single
// changed character of a valid number is caught. And, plainly, what they cannot see: characters
// whose values differ by a multiple of the modulus (or, where a weight shares a factor with it, by
// less). 200 numbers of each kind, 20,000 with DOSSIER_CAMPAIGN=1; a failure prints its seed.

#include "verify/rules/check_digit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "judging.h"
#include <array>
#include <cstdlib>
#include <functional>
#include <ostream>
#include <random>

namespace dossier::verify {

namespace {

using testing::IsEmpty;

constexpr std::string_view digits = "0123456789";
constexpr std::string_view printable =
    "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz"
    "{|}~";

int numbers_of_each_kind()
{
    // NOLINTNEXTLINE(concurrency-mt-unsafe): read before any thread
    return std::getenv("DOSSIER_CAMPAIGN") == nullptr ? 200 : 20'000;
}

/// Numbers that are valid by what the standard says of their parts, from one seed each.
class Maker {
public:
    explicit Maker(unsigned seed) : random_(seed) {}

    int below(int limit) { return std::uniform_int_distribution{0, limit - 1}(random_); }

    std::string some(std::string_view alphabet, int length)
    {
        std::string text;
        for (int i = 0; i < length; ++i)
            text += alphabet[static_cast<std::size_t>(below(static_cast<int>(alphabet.size())))];
        return text;
    }

    /// YYMMDD of a day that every month has.
    std::string day() { return two(below(100)) + two(1 + below(12)) + two(1 + below(28)); }

    std::string province()
    {
        constexpr std::array codes{"11", "15", "21", "31", "37", "44", "46", "51", "61", "65"};
        return codes[static_cast<std::size_t>(below(codes.size()))];
    }

private:
    static std::string two(int number) { return std::to_string(100 + number).substr(1); }

    std::mt19937 random_;
};

std::string a_cn_id(Maker& make)
{
    std::string number = make.province() + make.some(digits, 4) + "19" + make.day();
    number += make.some(digits, 3);
    return number + mod_11_2(number);
}

std::string a_residence_permit(Maker& make)
{
    std::string number = "8" + make.some("123", 1) + "000019" + make.day() + make.some(digits, 3);
    return number + mod_11_2(number);
}

std::string a_uscc(Maker& make)
{
    const std::string organisation = make.some(uscc_alphabet, 8);
    std::string code = "91" + make.province() + make.some(digits, 4) + organisation;
    code += mod_11_organisation(organisation);
    return code + mod_31(code);
}

/// 13 to 19 digits, not all zeros.
std::string a_bank_card(Maker& make)
{
    const std::string number = "6" + make.some(digits, 11 + make.below(7));
    for (const char last : digits)
        if (luhn_holds(number + last)) return number + last;
    return {};
}

std::string checked(const std::string& characters)
{
    return characters + icao_7_3_1(characters);
}

/// Two lines of 44, whose fields with a check digit begin at the 45th character.
std::string a_passport_zone(Maker& make)
{
    const std::string number = checked("E" + make.some(digits, 8));
    const std::string birth = checked(make.day());
    const std::string expiry = checked("3" + make.day().substr(1));
    const std::string optional = checked(make.some(digits, 14));
    return "POCHNZHANG<<SANFENG<<<<<<<<<<<<<<<<<<<<<<<<<" + number + "CHN" + birth + "M" + expiry +
           optional + icao_7_3_1(number + birth + expiry + optional);
}

/// Three lines of 30.
std::string a_card_zone(Maker& make)
{
    const std::string number = checked(make.some(digits, 9)) + std::string(15, '<');
    const std::string birth = checked(make.day());
    const std::string expiry = checked("3" + make.day().substr(1));
    const std::string optional(11, '<');
    return "I<UTO" + number + birth + "F" + expiry + "UTO" + optional +
           icao_7_3_1(number + birth + expiry + optional) + "LI<<WEI" + std::string(23, '<');
}

/// Two lines of 36.
std::string a_small_card_zone(Maker& make)
{
    const std::string number = checked(make.some(digits, 9));
    const std::string birth = checked(make.day());
    const std::string expiry = checked("3" + make.day().substr(1));
    const std::string optional = make.some(digits, 7);
    return "I<UTOLI<<WEI" + std::string(24, '<') + number + "UTO" + birth + "F" + expiry +
           optional + icao_7_3_1(number + birth + expiry + optional);
}

struct Promise {
    std::string_view kind;
    std::string_view name;
    std::function<std::string(Maker&)> make;
    std::string_view changed_from; ///< characters whose change is promised to be caught
    std::string_view changed_to;
};

void PrintTo(const Promise& promise, std::ostream* out)
{
    *out << promise.name;
}

/// Every number that differs in one character, and not only in how that character is written.
std::vector<std::string>
changes_that_pass(const Promise& promise, const std::string& number, std::string_view normal)
{
    std::vector<std::string> passing;
    for (std::size_t at = 0; at < number.size(); ++at) {
        if (promise.changed_from.find(number[at]) == std::string_view::npos) continue;
        for (const char other : promise.changed_to) {
            std::string changed = number;
            changed[at] = other;
            const Verdict verdict = judge(promise.kind, changed);
            if (verdict.valid && verdict.normal != normal) passing.push_back(changed);
        }
    }
    return passing;
}

class Changes : public testing::TestWithParam<Promise> {};

TEST_P(Changes, OfOneCharacterAreCaughtInAnyValidNumber)
{
    for (int seed = 0; seed < numbers_of_each_kind(); ++seed) {
        Maker make{static_cast<unsigned>(seed)};
        const std::string number = GetParam().make(make);
        const Verdict verdict = judge(GetParam().kind, number);
        ASSERT_TRUE(verdict.valid) << "seed " << seed << ": " << number;
        ASSERT_THAT(changes_that_pass(GetParam(), number, verdict.normal), IsEmpty())
            << "seed " << seed;
    }
}

INSTANTIATE_TEST_SUITE_P(
    In,
    Changes,
    testing::Values(
        Promise{"cn-id", "cn_id", a_cn_id, printable, printable},
        Promise{"cn-id", "residence_permit", a_residence_permit, printable, printable},
        Promise{"uscc", "uscc", a_uscc, printable, printable},
        Promise{"bank-card", "bank_card", a_bank_card, printable, printable},
        Promise{"mrz", "mrz_passport", a_passport_zone, digits, digits},
        Promise{"mrz", "mrz_card", a_card_zone, digits, digits},
        Promise{"mrz", "mrz_small_card", a_small_card_zone, digits, digits}
    ),
    [](const auto& test) { return std::string{test.param.name}; }
);

// --- what the mathematics cannot see ---

constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view zone_alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<";

/// The characters that may stand at `at` without the check digits noticing.
std::string
unnoticed_at(std::string_view kind, std::string number, std::size_t at, std::string_view alphabet)
{
    const char printed = number[at];
    std::string unnoticed;
    for (const char other : alphabet) {
        number[at] = other;
        if (other != printed && judge(kind, number).valid) unnoticed += other;
    }
    return unnoticed;
}

/// ICAO 7-3-1 counts modulo 10 with A = 10: in the one field that holds letters and digits, the
/// document number, a digit and the letters ten, twenty and thirty above it are the same to it.
TEST(WhatNoCheckDigitSees, IsALetterForADigitTenBelowInTheNumberOfAZone)
{
    const std::string zone = "POCHNZHANG<<SANFENG<<<<<<<<<<<<<<<<<<<<<<<<<"
                             "E123456782CHN9003071M3203064<<<<<<<<<<<<<<<6";
    ASSERT_TRUE(judge("mrz", zone).valid);
    EXPECT_EQ(unnoticed_at("mrz", zone, 44, zone_alphabet), "4OY"); // E = 14
    EXPECT_EQ(unnoticed_at("mrz", zone, 45, zone_alphabet), "BLV"); // 1
    EXPECT_EQ(unnoticed_at("mrz", zone, 52, zone_alphabet), "IS");  // 8
    EXPECT_EQ(unnoticed_at("mrz", zone, 57, zone_alphabet), "");    // a date holds digits only
}

/// So nothing guards what has no check digit: the name, the issuer, the nationality and the sex.
TEST(WhatNoCheckDigitSees, IsAnythingOutsideTheCheckedFieldsOfAZone)
{
    const std::string zone = "POCHNZHANG<<SANFENG<<<<<<<<<<<<<<<<<<<<<<<<<"
                             "E123456782CHN9003071M3203064<<<<<<<<<<<<<<<6";
    EXPECT_EQ(unnoticed_at("mrz", zone, 5, letters), "ABCDEFGHIJKLMNOPQRSTUVWXY");
    EXPECT_EQ(unnoticed_at("mrz", zone, 64, zone_alphabet), "F<");
}

/// Modulo 11, letters eleven apart are the same.
TEST(WhatNoCheckDigitSees, IsALetterElevenAwayInHongKongAndInOrganisationCodes)
{
    EXPECT_EQ(unnoticed_at("hk-id", "A1234563", 0, letters), "LW");
    EXPECT_EQ(unnoticed_at("org-code", "MA1K3A5B2", 0, letters), "BX");
}

/// The weights 6, 5, 4 and 2 of Taiwan's numbers share a factor with 10: digits five apart are the
/// same beneath the even ones, and digits two apart beneath the 5.
TEST(WhatNoCheckDigitSees, IsADigitFiveOrTwoAwayBeneathSomeWeightsInTaiwan)
{
    const std::string number = "A123456789";
    ASSERT_TRUE(judge("tw-id", number).valid);
    EXPECT_EQ(unnoticed_at("tw-id", number, 2, digits), "");     // 2 weighs 7
    EXPECT_EQ(unnoticed_at("tw-id", number, 3, digits), "8");    // 3 weighs 6
    EXPECT_EQ(unnoticed_at("tw-id", number, 4, digits), "0268"); // 4 weighs 5
    EXPECT_EQ(unnoticed_at("tw-id", number, 5, digits), "0");    // 5 weighs 4
    EXPECT_EQ(unnoticed_at("tw-id", number, 6, digits), "");     // 6 weighs 3
    EXPECT_EQ(unnoticed_at("tw-id", number, 7, digits), "2");    // 7 weighs 2
}

/// A lost digit is no changed one: where a kind has no fixed length, Luhn sees nine in ten.
TEST(WhatNoCheckDigitSees, IsOneLostDigitInTenOfABankCard)
{
    int lost = 0;
    int unnoticed = 0;
    for (unsigned seed = 0; seed < 1'000; ++seed) {
        Maker make{seed};
        const std::string number = a_bank_card(make);
        if (number.size() == 13) continue;
        for (std::size_t at = 0; at < number.size(); ++at) {
            std::string shorter = number;
            shorter.erase(at, 1);
            ++lost;
            unnoticed += judge("bank-card", shorter).valid ? 1 : 0;
        }
    }
    EXPECT_NEAR(unnoticed, lost / 10.0, lost / 50.0);
}

/// 15 digits, Macau's cards, permits, passports, BIC and postcodes have no check digit at all: any
/// other number of the same form is as valid, and none of them vouches for a reading.
TEST(WhatNoCheckDigitSees, IsAnyChangeOfANumberWithoutOne)
{
    EXPECT_EQ(unnoticed_at("cn-id", "110105491231002", 14, digits), "013456789");
    EXPECT_EQ(unnoticed_at("macau-id", "1234567(8)", 8, digits), "012345679");
    EXPECT_EQ(unnoticed_at("hk-macau-permit", "H12345678", 8, digits), "012345679");
    EXPECT_EQ(unnoticed_at("taiwan-permit", "12345678", 7, digits), "012345679");
    EXPECT_EQ(unnoticed_at("cn-passport", "E12345678", 8, digits), "012345679");
}

} // namespace

} // namespace dossier::verify
