// The numbers of permits, cards, companies and banks: what they say, and what the standards promise
// to catch.

#include "verify/rules/rules.h"
#include "verify/tables/cards.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "judging.h"
#include <array>
#include <ostream>

namespace dossier::verify {

namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view digits = "0123456789";
constexpr std::string_view letters_and_digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

struct Promise {
    std::string kind;
    std::string specimen;
    std::string_view alphabet;
};

void PrintTo(const Promise& promise, std::ostream* out)
{
    *out << promise.kind << " " << promise.specimen;
}

/// The specimens with one character changed that still pass; none should.
std::vector<std::string> changes_that_pass(const Promise& promise)
{
    std::vector<std::string> passing;
    for (std::size_t at = 0; at < promise.specimen.size(); ++at) {
        if (promise.alphabet.find(promise.specimen[at]) == std::string_view::npos) continue;
        for (const char other : promise.alphabet) {
            std::string changed = promise.specimen;
            changed[at] = other;
            if (changed != promise.specimen && judge(promise.kind, changed).valid) {
                passing.push_back(changed);
            }
        }
    }
    return passing;
}

/// The specimens with two neighbours swapped that still pass.
std::vector<std::string> swaps_that_pass(const Promise& promise)
{
    std::vector<std::string> passing;
    for (std::size_t at = 0; at + 1 < promise.specimen.size(); ++at) {
        std::string swapped = promise.specimen;
        std::swap(swapped[at], swapped[at + 1]);
        if (swapped != promise.specimen && judge(promise.kind, swapped).valid) {
            passing.push_back(swapped);
        }
    }
    return passing;
}

// Not here, because their standards do not promise it: single digits of tw-id (weights share
// factors with 10), swaps of business-reg (MOD 11,10 misses some) and of a letter with a digit in
// lei.

class Promises : public testing::TestWithParam<Promise> {};

TEST_P(Promises, CatchEveryChangedCharacter)
{
    EXPECT_THAT(changes_that_pass(GetParam()), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    Of,
    Promises,
    testing::Values(
        Promise{"cn-id", "11010519491231002X", "0123456789X"},
        Promise{"cn-id", "911398199012310021", "0123456789X"},
        Promise{"uscc", "91310115MA1K3A5B2G", letters_and_digits},
        Promise{"org-code", "715267016", digits},
        Promise{"business-reg", "310115600985533", digits},
        Promise{"bank-card", "6222020000000000018", digits},
        Promise{"bank-card", "4111111111111111", digits},
        Promise{"hk-id", "AB987654(3)", digits},
        Promise{"lei", "5493001KJTIIGC8Y1R12", digits},
        Promise{"iban", "DE89370400440532013000", digits}
    )
);

class Swaps : public testing::TestWithParam<Promise> {};

TEST_P(Swaps, AreCaught)
{
    EXPECT_THAT(swaps_that_pass(GetParam()), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    Of,
    Swaps,
    testing::Values(
        Promise{"cn-id", "440524188001010014", {}},
        Promise{"uscc", "92440305MA5F7C2Y1N", {}},
        Promise{"org-code", "715267016", {}},
        Promise{"hk-id", "A1234563", {}},
        Promise{"iban", "GB82WEST12345698765432", {}}
    )
);

/// Luhn promises every swap but 09 and 90.
TEST(BankCard, CatchesEverySwapButZeroAndNine)
{
    EXPECT_THAT(swaps_that_pass({"bank-card", "6225880000000019", {}}), IsEmpty());
    EXPECT_TRUE(judge("bank-card", "6225880000000902").valid);
    EXPECT_TRUE(judge("bank-card", "6225880000009002").valid);
}

TEST(BankCard, LetsOneInTenRandomEndingsPass)
{
    int passed = 0;
    for (int ending = 0; ending < 1'000; ++ending) {
        const std::string last = std::to_string(1'000 + ending).substr(1);
        passed += judge("bank-card", "6222020000000000" + last).valid ? 1 : 0;
    }
    EXPECT_EQ(passed, 100);
}

/// Between groups a hyphen is print, inside one it is a misread digit.
TEST(BankCard, TakesHyphensOnlyWhereCardsAreGrouped)
{
    EXPECT_EQ(judge("bank-card", "6222-0200-0000-0000-018").normal, "6222020000000000018");
    EXPECT_TRUE(judge("bank-card", "622202-0000000000018").valid);
    for (const char* number : {"69-901391203137", "-4000000000000002", "4000-0000-0000-0002-"}) {
        EXPECT_THAT(codes_of("bank-card", number), ElementsAre("bank-card.grouping")) << number;
    }
}

TEST(BankCard, SaysItsScheme)
{
    EXPECT_EQ(judge("bank-card", "6222 0200 0000 0000 018").facts.at("scheme"), "UnionPay");
    EXPECT_EQ(judge("bank-card", "5555555555554444").facts.at("scheme"), "Mastercard");
}

TEST(BankCard, NamesTheIssuerWhereTheTableKnowsIt)
{
    EXPECT_EQ(card_ranges().size(), 1'698) << "without its npm package it is empty: ./dev build";
    EXPECT_TRUE(std::ranges::is_sorted(card_ranges(), {}, &CardRange::prefix));
    const auto facts = judge("bank-card", "6222020000000000018").facts;
    EXPECT_EQ(facts.at("bank"), "中国工商银行");
    EXPECT_EQ(facts.at("card_kind"), "debit");
    EXPECT_FALSE(judge("bank-card", "4111111111111111").facts.contains("bank"));
}

TEST(BankCard, OnlyNotesALengthThatItsRangeDoesNotHaveAndIsNotProvenThen)
{
    const Verdict verdict = judge("bank-card", "622500000000122");
    EXPECT_TRUE(is_clean(verdict));
    EXPECT_FALSE(rule_bank_card("622500000000122", {}).proven);
    EXPECT_THAT(codes(verdict.findings), ElementsAre("bank-card.length_unusual"));
    EXPECT_THAT(verdict.findings[0].message.en, testing::HasSubstr("cards/bankcard-3.1.6"));
    EXPECT_TRUE(rule_bank_card("6222020000000000018", {}).proven);
}

/// 622309 is one bank's with 18 digits and another's with 19.
TEST(BankCard, TellsIssuersThatShareARangeByTheLength)
{
    const auto bank_of = [](const std::string& number) {
        for (const char last : digits) {
            const Verdict verdict = judge("bank-card", number + last);
            if (verdict.valid)
                return verdict.facts.contains("bank") ? verdict.facts.at("bank") : "";
        }
        return std::string{"no valid number"};
    };
    EXPECT_EQ(bank_of("62230900000000001"), "中国工商银行");
    EXPECT_EQ(bank_of("622309000000000001"), "浙商银行");
    EXPECT_EQ(bank_of("622309000000001"), "");
}

TEST(OrganisationCode, IsStoredWithoutItsHyphen)
{
    EXPECT_EQ(judge("org-code", "71526701-6").normal, "715267016");
    EXPECT_THAT(codes_of("org-code", "7152670-16"), ElementsAre("org-code.grouping"));
}

TEST(BusinessRegistration, SaysWhoseItIs)
{
    EXPECT_EQ(judge("business-reg", "310115600985533").facts.at("holder"), "individual_business");
    EXPECT_EQ(
        judge("business-reg", "110000400123458").facts.at("holder"), "foreign_invested_enterprise"
    );
}

TEST(HongKongId, ReadsBracketsOfAnyWidth)
{
    EXPECT_EQ(judge("hk-id", "a123456（3）").normal, "A1234563");
}

TEST(MacauId, CanOnlyBeJudgedByItsForm)
{
    EXPECT_THAT(codes_of("macau-id", "1234567"), ElementsAre("macau-id.check_digit_missing"));
    EXPECT_THAT(codes_of("macau-id", "123456(78)"), ElementsAre("macau-id.grouping"));
}

TEST(TaiwanId, SaysSexAndKind)
{
    EXPECT_EQ(judge("tw-id", "A123456789").facts.at("sex"), "男");
    EXPECT_EQ(judge("tw-id", "A900000007").facts.at("document"), "resident");
    EXPECT_EQ(judge("tw-id", "FC12345674").facts.at("document"), "resident_before_2021");
}

TEST(TravelPermit, ComparesByItsLifelongNumber)
{
    EXPECT_EQ(judge("hk-macau-permit", "H1234567802").facts.at("number"), "H12345678");
    EXPECT_EQ(judge("hk-macau-permit", "H1234567802").facts.at("renewals"), "02");
    EXPECT_EQ(judge("taiwan-permit", "12345678（A）").normal, "12345678");
    EXPECT_EQ(judge("taiwan-permit", "0012345601").facts.at("number"), "00123456");
}

TEST(TravelPermit, KnowsHoldersOfOtherNationalities)
{
    EXPECT_EQ(judge("hk-macau-permit", "MA7654321").facts.at("holder"), "foreign_national");
    EXPECT_EQ(judge("hk-macau-permit", "MA7654321").facts.at("residence"), "澳门");
}

TEST(Passport, SaysItsKind)
{
    EXPECT_EQ(judge("cn-passport", "SE1234567").facts.at("passport"), "service");
    EXPECT_EQ(judge("cn-passport", "ea1234567").normal, "EA1234567");
}

TEST(ForeignResidence, IsTakenWhereIdentityNumbersAre)
{
    const Verdict verdict = judge("cn-id", "911398199012310021");
    EXPECT_EQ(verdict.facts.at("document"), "foreign_permanent_residence");
    EXPECT_EQ(verdict.facts.at("nationality"), "398");
    EXPECT_EQ(verdict.facts.at("region"), "北京市");
}

TEST(ForeignResidence, ChoosesTheLatestBirthDateThatIsNotInTheFuture)
{
    EXPECT_EQ(judge("cn-id", "JPN110068111532").facts.at("birth_date"), "1968-11-15");
    EXPECT_EQ(judge("cn-id", "DEU330101010101").facts.at("birth_date"), "2001-01-01");
}

TEST(Bic, TellsTheHeadOfficeFromABranch)
{
    EXPECT_EQ(judge("bic", "BCOMCNSHXXX").facts.at("branch"), "head_office");
    EXPECT_EQ(judge("bic", "BKCHCNBJ300").facts.at("branch"), "300");
}

TEST(Bic, AsksAPersonAboutACountryThatMayBeNew)
{
    const Verdict verdict = judge("bic", "ABCDUKBB");
    EXPECT_TRUE(verdict.valid);
    EXPECT_THAT(codes(verdict.findings), ElementsAre("bic.country_unknown"));
}

TEST(Iban, SaysThatChinaHasNone)
{
    EXPECT_THAT(codes_of("iban", "CN001111111111111111"), ElementsAre("iban.no_iban"));
}

TEST(Postcode, SaysItsProvince)
{
    EXPECT_EQ(judge("postcode", "100020").facts.at("region"), "北京市");
    EXPECT_EQ(judge("postcode", "８３００００").facts.at("region"), "新疆维吾尔自治区");
}

TEST(Postcode, RefusesZerosAndWrongLengths)
{
    EXPECT_THAT(codes_of("postcode", "000000"), ElementsAre("postcode.all_zero"));
    EXPECT_THAT(codes_of("postcode", "10002"), ElementsAre("postcode.length"));
    EXPECT_THAT(codes_of("postcode", "1OOO20"), ElementsAre("postcode.charset"));
}

TEST(Postcode, AsksAPersonAboutAnUnknownPrefix)
{
    EXPECT_THAT(codes_of("postcode", "990000"), ElementsAre("postcode.region_unknown"));
    EXPECT_TRUE(is_clean(judge("postcode", "999077")));
}

TEST(Phone, WritesALandlineWithItsAreaCode)
{
    EXPECT_EQ(judge("phone", "(0755)8234 5678").normal, "0755-82345678");
    EXPECT_EQ(judge("phone", "0755-82345678转801").normal, "0755-82345678-801");
    EXPECT_EQ(judge("phone", "+86-21-61234567").normal, "021-61234567");
    EXPECT_EQ(judge("phone", "+86-21-61234567").facts.at("e164"), "+862161234567");
}

TEST(Phone, TakesMobilesAndServiceNumbers)
{
    EXPECT_EQ(judge("phone", "139 1234 5678").facts.at("type"), "mobile");
    EXPECT_EQ(judge("phone", "1391234-5678").facts.at("type"), "mobile");
    EXPECT_EQ(judge("phone", "95588").facts.at("type"), "service");
}

TEST(Phone, SaysWhatIsWrongWithALandline)
{
    EXPECT_THAT(codes_of("phone", "62345678"), ElementsAre("phone.area_missing"));
    EXPECT_THAT(codes_of("phone", "010-6234567"), ElementsAre("phone.local_length"));
    EXPECT_THAT(codes_of("phone", "0571-8234567"), ElementsAre("phone.local_length_old"));
    EXPECT_THAT(codes_of("phone", "010-12345678"), ElementsAre("phone.local_start"));
    EXPECT_THAT(codes_of("phone", "026-62345678"), ElementsAre("phone.area_code"));
    EXPECT_THAT(codes_of("phone", "OI0-62345678"), ElementsAre("phone.charset"));
}

TEST(Phone, ReadsExtensionsInEveryForm)
{
    for (const char* text :
         {"010-62345678 ext. 12", "010-62345678#12", "01062345678分机12", "010-62345678 x12"}) {
        EXPECT_EQ(judge("phone", text).facts.at("extension"), "12") << text;
    }
}

TEST(AmountInWords, ReadsCurrencies)
{
    EXPECT_EQ(judge("amount-words", "港幣貳佰萬圓整").facts.at("currency"), "HKD");
    EXPECT_EQ(judge("amount-words", "伍佰万圆正").facts.at("currency"), "CNY");
}

TEST(AmountInWords, ReadsZeroAndTheLargest)
{
    EXPECT_EQ(judge("amount-words", "零元整").facts.at("amount"), "0.00");
    EXPECT_EQ(
        judge(
            "amount-words",
            "玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"
        )
            .facts.at("amount"),
        "9999999999999999.99"
    );
}

TEST(AmountInWords, RefusesWhatDoesNotAddUp)
{
    for (const char* text :
         {"",
          "元",
          "元整",
          "壹贰元整",
          "壹拾贰佰元整",
          "万元整",
          "亿元整",
          "壹亿亿元整",
          "壹元整整"}) {
        EXPECT_THAT(codes_of("amount-words", text), ElementsAre("amount-words.amount_form"))
            << text;
    }
}

TEST(AmountInWords, NotesAMissingEndAndAGap)
{
    EXPECT_THAT(codes_of("amount-words", "壹仟元"), ElementsAre("amount-words.amount_open_end"));
    EXPECT_THAT(
        codes_of("amount-words", "人民币 壹仟元整"), ElementsAre("amount-words.amount_gap")
    );
}

TEST(AmountInWords, AsksAPersonAboutEverydayNumerals)
{
    EXPECT_THAT(codes_of("amount-words", "一百元整"), Contains("amount-words.amount_informal"));
    EXPECT_THAT(codes_of("amount-words", "拾万元整"), Contains("amount-words.amount_informal"));
}

} // namespace

} // namespace dossier::verify
