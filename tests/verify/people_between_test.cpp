// People and papers of one file that are not the same document twice: spouses and agents, a
// company's people, permits of one holder, a card and the account it is for.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "documents.h"

namespace dossier::verify {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// One type that has every field.
ocr::TypeCatalog any_type()
{
    ocr::DocumentType type;
    type.name = "any";
    for (const char* field :
         {"name",
          "birth_date",
          "spouse_name",
          "agent_name",
          "company_name",
          "legal_representative",
          "contact_name",
          "established_date"})
        type.fields.push_back(a_field(field));
    for (const char* field : {"id_number", "spouse_id_number", "agent_id_number"})
        type.fields.push_back(a_field(field, "cn-id"));
    type.fields.push_back(a_field("permit_number"));
    type.fields.push_back(a_field("card_number", "bank-card"));
    type.fields.push_back(a_field("account_number", "bank-card"));
    return {.types = {type}};
}

ADocument a_paper()
{
    return ADocument{"any"};
}

struct Found {
    std::vector<std::string> first;
    std::vector<std::string> second;
};

std::vector<CheckedDocument> examined(const ADocument& first, const ADocument& second)
{
    ocr::Reading reading;
    reading.documents = {first.read(), second.read()};
    return examine(reading, any_type(), a_day);
}

Found found(const ADocument& first, const ADocument& second)
{
    const auto documents = examined(first, second);
    return {codes(documents.at(0).findings), codes(documents.at(1).findings)};
}

ADocument a_card_of(const char* name, const char* number = "11010519900307451X")
{
    return a_paper().with("name", name).with("id_number", number).with("birth_date", "1990-03-07");
}

TEST(Spouse, HasTheNameOfTheirOwnCard)
{
    const auto form = a_paper().with("spouse_id_number", "11010519900307451X");
    EXPECT_THAT(
        found(ADocument{form}.with("spouse_name", "张三"), a_card_of("张三")).first, IsEmpty()
    );
    const Found other = found(ADocument{form}.with("spouse_name", "张二", 0.9), a_card_of("张三"));
    EXPECT_THAT(other.first, ElementsAre("spouse_name.contradicted"));
    EXPECT_THAT(other.second, ElementsAre("name.contradicts"));
}

TEST(Agent, HasTheNumberOfTheirOwnCard)
{
    const auto form = a_paper().with("agent_name", "张三");
    const Found other = found(
        ADocument{form}.with("agent_id_number", "11010519491231002X", 0.8), a_card_of("张三")
    );
    EXPECT_THAT(other.first, ElementsAre("agent_id_number.contradicted"));
    EXPECT_THAT(other.second, ElementsAre("id_number.contradicts"));
    EXPECT_THAT(
        found(ADocument{form}.with("agent_id_number", "110105900307451"), a_card_of("张三")).first,
        IsEmpty()
    );
}

ADocument a_licence_of(const char* representative)
{
    return a_paper()
        .with("company_name", "上海某某有限公司")
        .with("legal_representative", representative);
}

TEST(Representative, IsWhoseCardLiesInTheFile)
{
    const Found same = found(a_licence_of("欧阳明"), a_card_of("欧阳明"));
    EXPECT_THAT(same.first, IsEmpty());
    EXPECT_THAT(same.second, IsEmpty());
}

TEST(Representative, WhoseNameIsOneCharacterOffWasMisread)
{
    const Found misread = found(
        a_licence_of("欧阳明").with("legal_representative", "欧阳朋", 0.9), a_card_of("欧阳明")
    );
    EXPECT_THAT(misread.first, ElementsAre("legal_representative.contradicted"));
    EXPECT_THAT(misread.second, ElementsAre("name.contradicts"));
}

TEST(Representative, IsNotTheOnlyOneWhoseCardMayLieThere)
{
    const auto form = a_licence_of("欧阳明").with("contact_name", "李四");
    EXPECT_THAT(found(form, a_card_of("李四")).second, IsEmpty());
    const auto stranger = examined(form, a_card_of("王五"));
    EXPECT_THAT(codes(stranger.at(1).findings), ElementsAre("name.not_named"));
    EXPECT_EQ(stranger.at(1).findings.at(0).severity, Severity::info);
}

TEST(Representative, WasOfAgeWhenTheCompanyWasFounded)
{
    const auto licence = [](const char* founded) {
        return a_licence_of("张三").with("established_date", founded);
    };
    EXPECT_THAT(found(licence("2008-03-07"), a_card_of("张三")).first, IsEmpty());
    EXPECT_THAT(
        found(licence("2008-03-06"), a_card_of("张三")).first,
        ElementsAre("established_date.represented_too_young")
    );
}

TEST(Permits, OfOneHolderAreOfOneRegion)
{
    const auto holder = a_paper().with("name", "陈大文").with("birth_date", "1994-08-23");
    const auto residence = ADocument{holder}.with("permit_number", "810000199408230021", 0.999);
    const auto travel = [&](const char* number) {
        return ADocument{holder}.with("permit_number", number, 0.98);
    };
    for (const char* hong_kong : {"H12345678", "H1234567800"})
        EXPECT_THAT(found(residence, travel(hong_kong)).first, IsEmpty()) << hong_kong;
    for (const char* other : {"M12345678", "12345678", "1234567801"}) {
        const Found both = found(residence, travel(other));
        EXPECT_THAT(both.first, ElementsAre("permit_number.contradicts")) << other;
        EXPECT_THAT(both.second, ElementsAre("permit_number.contradicted")) << other;
    }
    EXPECT_THAT(found(residence, travel("M12345678").with("name", "李大文")).first, IsEmpty());
}

TEST(Card, BesideAFormIsTheAccountThatNearlyHasItsNumber)
{
    const auto form = a_paper().with("account_number", "6228480000000000455");
    const auto card = [](const char* number) { return a_paper().with("card_number", number, 0.9); };
    EXPECT_THAT(found(form, card("6228480000000000455")).second, IsEmpty());
    EXPECT_THAT(
        found(form, card("6228480000000000456")).second,
        testing::Contains("card_number.contradicted")
    );
    EXPECT_THAT(found(form, card("6217000000000001234")).second, IsEmpty()) << "another card";
}

} // namespace

} // namespace dossier::verify
