// A bank card's number against what the card prints (X20), and a form's account.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "documents.h"

namespace dossier::verify {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

ocr::TypeCatalog cards()
{
    ocr::DocumentType card;
    card.name = "bank_card";
    card.fields = {a_field("card_number", "bank-card"), a_field("bank_name"), a_field("card_type")};
    card.cross_checks = {"card.bank", "card.kind"};
    ocr::DocumentType form;
    form.name = "customer_form";
    form.fields = {a_field("account_number", "bank-card")};
    form.cross_checks = {"account.kind"};
    return {.types = {card, form}};
}

/// 622848 is 农业银行's and debit in the table.
ADocument a_bank_card()
{
    return ADocument{"bank_card"}
        .with("card_number", "6228480000000000455")
        .with("bank_name", "中国农业银行")
        .with("card_type", "借记卡");
}

std::vector<std::string> doubts(const ADocument& document)
{
    return codes(document.examined(cards()).findings);
}

TEST(BankCard, IsOfTheBankAndKindThatItPrints)
{
    EXPECT_THAT(doubts(a_bank_card()), IsEmpty());
    EXPECT_THAT(doubts(a_bank_card().with("bank_name", "农业银行")), IsEmpty());
    EXPECT_THAT(doubts(a_bank_card().with("bank_name", "中国农业银行股份有限公司")), IsEmpty());
}

TEST(BankCard, SuspectsWhatIsPrintedWhenTheNumberIsProven)
{
    const auto other = a_bank_card().with("bank_name", "中国工商银行").examined(cards());
    EXPECT_THAT(codes(other.findings), ElementsAre("bank_name.differs_from_card_number"));
    EXPECT_THAT(other.findings.at(0).message.en, testing::HasSubstr("cards/bankcard-"));
    EXPECT_THAT(
        doubts(a_bank_card().with("card_type", "信用卡")),
        ElementsAre("card_type.differs_from_card_number")
    );
}

TEST(BankCard, SuspectsTheNumberWhenNothingVouchesForIt)
{
    const auto repaired = a_bank_card()
                              .repaired("card_number", "62284800000000O0455")
                              .with("bank_name", "中国工商银行");
    EXPECT_THAT(doubts(repaired), testing::Contains("card_number.differs_from_card"));
}

TEST(BankCard, SaysNothingOfNamesAndRangesThatItDoesNotKnow)
{
    EXPECT_THAT(doubts(a_bank_card().with("bank_name", "CHENXI BANK")), IsEmpty());
    EXPECT_THAT(doubts(a_bank_card().with("bank_name", "中國工商銀行")), IsEmpty());
    EXPECT_THAT(doubts(a_bank_card().with("card_number", "6299800000000000004")), IsEmpty());
}

TEST(Account, IsNoCreditCard)
{
    const auto form = [](const char* number) {
        return ADocument{"customer_form"}.with("account_number", number);
    };
    EXPECT_THAT(doubts(form("6228480000000000455")), IsEmpty());
    EXPECT_THAT(doubts(form("6225880000000019")), IsEmpty()) << "a debit range";
    EXPECT_THAT(doubts(form("6259960000000000")), ElementsAre("account_number.credit_card"));
}

} // namespace

} // namespace dossier::verify
