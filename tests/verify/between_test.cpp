// Documents of one file that speak of the same person or company, against each other.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "documents.h"

namespace dossier::verify {

namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

ADocument a_form()
{
    return ADocument{"customer_form"}
        .with("name", "张三")
        .with("sex", "男")
        .with("birth_date", "1990-03-07")
        .with("id_number", "11010519900307451X");
}

/// The findings of a card and a form from one file.
struct Found {
    std::vector<std::string> card;
    std::vector<std::string> form;
};

/// Both types as small as these tests need them.
ocr::TypeCatalog both_types()
{
    ocr::TypeCatalog types;
    for (const char* name : {"id_card", "customer_form", "business_licence", "corporate_form"}) {
        ocr::DocumentType type;
        type.name = name;
        for (const char* field : {"name", "sex", "birth_date", "company_name"})
            type.fields.push_back(a_field(field));
        type.fields.push_back(a_field("id_number", "cn-id"));
        type.fields.push_back(a_field("uscc", "uscc"));
        types.types.push_back(type);
    }
    return types;
}

std::vector<CheckedDocument> examined(const std::vector<ADocument>& documents)
{
    ocr::Reading reading;
    for (const ADocument& document : documents)
        reading.documents.push_back(document.read());
    return examine(reading, both_types(), a_day);
}

Found found(const ADocument& card, const ADocument& form)
{
    const auto documents = examined({card, form});
    return {codes(documents.at(0).findings), codes(documents.at(1).findings)};
}

ADocument a_small_card()
{
    return ADocument{"id_card"}
        .with("name", "张三")
        .with("sex", "男")
        .with("birth_date", "1990-03-07")
        .with("id_number", "11010519900307451X");
}

TEST(Between, SaysNothingWhereDocumentsAgree)
{
    const Found both = found(a_small_card(), a_form());
    EXPECT_THAT(both.card, IsEmpty());
    EXPECT_THAT(both.form, IsEmpty());
}

TEST(Between, SendsBothSidesOfAContradictionToAPerson)
{
    const auto documents =
        examined({a_small_card().with("name", "张三", 0.999), a_form().with("name", "张二", 0.995)}
        );
    EXPECT_THAT(doubtful_fields(documents.at(0)), ElementsAre("name"));
    EXPECT_THAT(doubtful_fields(documents.at(1)), ElementsAre("name"));
}

TEST(Between, NamesTheLessCertainReadingAsTheCulprit)
{
    const Found both =
        found(a_small_card().with("name", "张三", 0.995), a_form().with("name", "张二", 0.999));
    EXPECT_THAT(both.card, ElementsAre("name.contradicted"));
    EXPECT_THAT(both.form, ElementsAre("name.contradicts"));
}

TEST(Between, KnowsAPersonByNameAndBirthDateWhenTheNumberWasMisread)
{
    const Found both = found(a_small_card(), a_form().with("id_number", "110105199003074528", 0.9));
    EXPECT_THAT(both.card, ElementsAre("id_number.contradicts"));
    EXPECT_THAT(both.form, Contains("id_number.contradicted"));
}

/// The number whose check digit holds for what was read is the better one, however sure the other.
TEST(Between, BelievesTheNumberThatACheckDigitVouchesFor)
{
    const Found both = found(
        a_small_card().with("id_number", "110105199003074519", 0.9999),
        a_form().with("id_number", "11010519900307451X", 0.9)
    );
    EXPECT_THAT(both.card, Contains("id_number.contradicted"));
    EXPECT_THAT(both.form, ElementsAre("id_number.contradicts"));
}

TEST(Between, TakesFifteenDigitsForTheEighteenThatTheyBecame)
{
    const Found both = found(a_small_card(), a_form().with("id_number", "110105900307451"));
    EXPECT_THAT(both.card, IsEmpty());
    EXPECT_THAT(both.form, IsEmpty());
    const Found named =
        found(a_small_card(), a_form().with("id_number", "110105900307451").with("name", "张二"));
    EXPECT_THAT(named.card, Not(IsEmpty()));
}

TEST(Between, LeavesDifferentPeopleAlone)
{
    const Found both = found(
        a_small_card(), a_form().with("name", "李四").with("id_number", "440524198001010013")
    );
    EXPECT_THAT(both.card, IsEmpty());
    EXPECT_THAT(both.form, Not(Contains(testing::HasSubstr("contradict"))));
}

TEST(Between, TakesPointsAndSpacesInNamesForPrint)
{
    const Found both =
        found(a_small_card().with("name", "买买提·艾不拉"), a_form().with("name", "买买提艾 不拉"));
    EXPECT_THAT(both.card, IsEmpty());
}

TEST(Between, ComparesCompaniesByTheirCode)
{
    const auto licence = ADocument{"business_licence"}
                             .with("uscc", "91310115MA1K3A5B2G")
                             .with("company_name", "上海某某科技有限公司");
    const auto form = ADocument{"corporate_form"}
                          .with("uscc", "91310115MA1K3A5B2G")
                          .with("company_name", "上海某某科技有限责任公司", 0.98);
    const Found both = found(licence, form);
    EXPECT_THAT(both.card, ElementsAre("company_name.contradicts"));
    EXPECT_THAT(both.form, ElementsAre("company_name.contradicted"));
}

TEST(Between, IsStillSaidAfterAPersonDecidedSomethingElse)
{
    const auto documents = examined({a_small_card(), a_form().with("name", "张二", 0.995)});
    EXPECT_THAT(
        codes(recheck(documents.at(0), both_types(), a_day)), ElementsAre("name.contradicted")
    );
}

} // namespace

} // namespace dossier::verify
