// What an index announced against what was read: agreement is silent, difference is for a person.

#include "verify/announced.h"

#include <gmock/gmock.h>

#include "documents.h"

namespace dossier::verify {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

CheckedDocument a_sure_card()
{
    return ADocument("id_card")
        .with("name", "张伟", 0.999)
        .with("birth_date", "1949-12-31", 0.999)
        .with("id_number", "11010519491231002X", 0.999)
        .examined(the_types());
}

std::vector<std::string> announced_codes(const CheckedDocument& document)
{
    std::vector<std::string> codes;
    for (const auto& finding : document.findings)
        if (finding.code.ends_with(".announced")) codes.push_back(finding.code);
    return codes;
}

CheckedDocument compared(CheckedDocument document, const Announced& announced)
{
    std::vector<CheckedDocument> documents{std::move(document)};
    compare_with_announced(documents, announced, the_types(), a_day);
    return documents.at(0);
}

} // namespace

TEST(Announced, SaysNothingWhereBothAgree)
{
    const auto card = compared(
        a_sure_card(),
        {{"#type", "id_card"},
         {"name", "张 伟"},
         {"birth_date", "1949年12月31日"},
         {"id_number", "１１０１０５19491231002x"},
         {"address", "not read, so not contradicted"},
         {"sex", ""}}
    );
    EXPECT_THAT(announced_codes(card), IsEmpty());
    EXPECT_THAT(doubtful_fields(card), doubtful_fields(a_sure_card()));
}

TEST(Announced, LetsNothingPassThatWasReadDifferently)
{
    const auto card = compared(a_sure_card(), {{"name", "张玮"}, {"birth_date", "1949-12-13"}});
    EXPECT_THAT(announced_codes(card), ElementsAre("name.announced", "birth_date.announced"));
    EXPECT_THAT(doubtful_fields(card), testing::IsSupersetOf({"name", "birth_date"}));
    for (const auto& finding : card.findings) {
        EXPECT_EQ(finding.message.en.find("1949"), std::string::npos);
        EXPECT_EQ(finding.message.zh_hans.find("张"), std::string::npos);
    }
}

TEST(Announced, DoubtsADocumentOfAnotherType)
{
    const auto card = compared(a_sure_card(), {{"#type", "passport"}, {"name", "somebody else"}});
    EXPECT_THAT(announced_codes(card), ElementsAre("document.announced"));
    EXPECT_EQ(doubtful_fields(card).front(), "");
    EXPECT_EQ(doubtful_fields(card).size(), 1 + card.fields.size());
}

TEST(Announced, ComparesOnlyTheDocumentOfTheAnnouncedType)
{
    std::vector<CheckedDocument> documents{a_sure_card(), a_sure_card()};
    documents[1].type = "customer_form";
    compare_with_announced(
        documents, {{"#type", "customer_form"}, {"name", "李娜"}}, the_types(), a_day
    );
    EXPECT_THAT(announced_codes(documents[0]), IsEmpty());
    EXPECT_THAT(announced_codes(documents[1]), ElementsAre("name.announced"));
}

TEST(Announced, KeepsItsFindingsWhenAPersonChangesAnother)
{
    auto card = compared(a_sure_card(), {{"name", "张玮"}, {"#type", "id_card"}});
    const Announced announced{{"name", "张玮"}, {"#type", "id_card"}};
    EXPECT_EQ(announced_findings(card, announced, the_types(), a_day).size(), 1U);
    card.fields[0].field.value = "张玮";
    EXPECT_THAT(announced_findings(card, announced, the_types(), a_day), IsEmpty());
    const Announced other{{"#type", "passport"}};
    EXPECT_EQ(
        announced_findings(compared(a_sure_card(), other), other, the_types(), a_day).at(0).code,
        "document.announced"
    );
}

} // namespace dossier::verify
