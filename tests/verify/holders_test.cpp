#include "verify/holders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "documents.h"

namespace dossier::verify {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Holdings, AreNumbersWithTheirHolders)
{
    const auto form = ADocument{"customer_form"}
                          .with("name", "买买提·艾不拉")
                          .with("id_number", "11010519900307451x")
                          .with("account_number", "6222 0200 0000 0000 018")
                          .examined(the_types());
    const auto found = holdings(form);
    ASSERT_EQ(found.size(), 2);
    EXPECT_EQ(found[0].kind, "identity");
    EXPECT_EQ(found[0].number, "11010519900307451X");
    EXPECT_EQ(found[0].holder, "买买提艾不拉");
    EXPECT_EQ(found[1].kind, "account");
    EXPECT_EQ(found[1].number, "6222020000000000018");
    EXPECT_EQ(found[1].holder, "11010519900307451X");
}

TEST(Holdings, AreTheSameForBothFormsOfAnIdentityNumber)
{
    const auto modern = holdings(a_card().examined(the_types()));
    const auto old = holdings(a_card().with("id_number", "110105900307451").examined(the_types()));
    EXPECT_EQ(old.at(0).number, modern.at(0).number);
}

TEST(Holdings, NeedBothTheNumberAndItsHolder)
{
    EXPECT_THAT(holdings(a_card().without("name").examined(the_types())), IsEmpty());
    EXPECT_THAT(holdings(a_card().with("id_number", "").examined(the_types())), IsEmpty());
}

TEST(Known, AsksAPersonAboutANumberUnderAnotherName)
{
    auto card = a_card().examined(the_types());
    add_known(card, "id_number", Known::other_holder);
    EXPECT_THAT(codes(card.findings), ElementsAre("id_number.other_holder"));
    EXPECT_THAT(doubtful_fields(card), ElementsAre("id_number"));
    EXPECT_THAT(codes(recheck(card, the_types(), a_day)), ElementsAre("id_number.other_holder"));
}

TEST(Holdings, KnowAPersonByNameAndBirthDate)
{
    const auto found = holdings(a_card().examined(the_types()));
    ASSERT_EQ(found.size(), 2);
    EXPECT_EQ(found[1].kind, "person");
    EXPECT_EQ(found[1].field, "id_number");
    EXPECT_EQ(found[1].holder, "11010519900307451X");
    EXPECT_EQ(known_otherwise(found[0]), Known::other_holder);
    EXPECT_EQ(known_otherwise(found[1]), Known::other_number);
}

TEST(Holdings, OfABankCardAreTheCustomersOfItsFile)
{
    const auto card =
        ADocument{"bank_card"}.with("card_number", "6228480000000000455").examined(the_types());
    const auto of_file = [&](std::vector<CheckedDocument> file) {
        std::vector<std::string> holders;
        for (const Holding& holding : holdings(card, file))
            holders.push_back(holding.kind + " " + holding.holder);
        return holders;
    };
    const auto customer = a_card().examined(the_types());
    const auto form =
        ADocument{"customer_form"}.with("id_number", "110105900307451").examined(the_types());
    const auto other =
        ADocument{"customer_form"}.with("id_number", "440524198001010013").examined(the_types());
    EXPECT_THAT(of_file({card}), IsEmpty());
    EXPECT_THAT(of_file({card, customer, form}), ElementsAre("account 11010519900307451X"));
    EXPECT_THAT(of_file({card, customer, other}), IsEmpty()) << "nobody knows whose it is";
}

TEST(Known, AsksAPersonAboutSomebodyUnderAnotherNumberOnce)
{
    auto card = a_card().examined(the_types());
    add_known(card, "id_number", Known::other_number);
    add_known(card, "id_number", Known::other_number);
    EXPECT_THAT(codes(card.findings), ElementsAre("id_number.other_number"));
    EXPECT_THAT(doubtful_fields(card), ElementsAre("id_number"));
}

TEST(Known, IsForgottenBeforeTheArchiveIsAskedAgain)
{
    auto card = a_card().examined(the_types());
    add_known(card, "id_number", Known::other_holder);
    add_known(card, "id_number", Known::same_document);
    EXPECT_THAT(doubted_by_archive(card), ElementsAre("id_number"));
    forget_known(card);
    EXPECT_THAT(card.findings, IsEmpty());
    EXPECT_THAT(doubted_by_archive(card), IsEmpty());
}

TEST(Known, OnlyNotesADocumentThatIsThereAlready)
{
    auto card = a_card().examined(the_types());
    add_known(card, "id_number", Known::same_document);
    EXPECT_THAT(codes(card.findings), ElementsAre("id_number.known"));
    EXPECT_THAT(doubtful_fields(card), IsEmpty());
}

} // namespace

} // namespace dossier::verify
