// Whom a document is about, whom it names beside him, and when it ends.

#include "verify/customers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dossier::verify {
namespace {

using std::chrono::year;

CheckedDocument a_document(const std::map<std::string, std::string>& values)
{
    CheckedDocument document;
    for (const auto& [name, value] : values) {
        CheckedField field;
        field.field.name = name;
        field.field.value = value;
        document.fields.push_back(field);
    }
    return document;
}

const auto wang =
    a_document({{"name", "王芳"}, {"birth_date", "1990-01-02"}, {"id_number", "11010519491231002X"}}
    );
const auto li = a_document({{"name", "李明"}, {"id_number", "440524188001010014"}});
const auto company = a_document(
    {{"company_name", "长青贸易有限公司"},
     {"uscc", "91310115MA1K3A5B2G"},
     {"legal_representative", "王芳"}}
);

TEST(Customers, ADocumentIsAboutWhoseNumberItBears)
{
    EXPECT_EQ(
        subject_of(wang)->numbers, (std::vector<CustomerNumber>{{"identity", "11010519491231002X"}})
    );
    EXPECT_EQ(subject_of(wang)->kind, CustomerKind::person);
    EXPECT_EQ(subject_of(company)->kind, CustomerKind::company);
    EXPECT_EQ(subject_of(company)->name, "长青贸易有限公司");
    EXPECT_FALSE(subject_of(a_document({{"total", "12.00"}})));
}

TEST(Customers, TheOlderFormOfANumberIsTheSamePerson)
{
    const auto older = a_document({{"name", "王芳"}, {"id_number", "110105491231002"}});
    EXPECT_EQ(subject_of(older)->numbers, subject_of(wang)->numbers);
}

TEST(Customers, AFormMayNameAPassport)
{
    const auto form =
        a_document({{"name", "JOHN"}, {"id_type", "护照"}, {"id_number", "E12345678"}});
    const auto passport = a_document({{"name", "JOHN"}, {"passport_number", "E12345678"}});
    EXPECT_EQ(subject_of(form)->numbers, subject_of(passport)->numbers);
}

TEST(Customers, WithoutANumberItIsTheOneOfItsFile)
{
    const auto card = a_document({{"card_number", "6222021234567890128"}});
    const std::vector alone{card, wang};
    EXPECT_EQ(subject_of(card, alone)->numbers, subject_of(wang)->numbers);
    const std::vector several{card, wang, li};
    EXPECT_FALSE(subject_of(card, several));
}

TEST(Customers, NamesWhoIsRelatedWithTheNumberThatItOrItsFileSays)
{
    const std::vector file{company, wang};
    const auto people = related_people(company, file);
    ASSERT_EQ(people.size(), 1);
    EXPECT_EQ(people[0].relation, "legal_representative");
    EXPECT_EQ(people[0].number, (CustomerNumber{"identity", "11010519491231002X"}));
    EXPECT_FALSE(related_people(company).at(0).number);

    const auto form = a_document(
        {{"spouse_name", "李明"},
         {"spouse_id_number", "440524188001010014"},
         {"agent_name", "赵六"}}
    );
    const auto of_form = related_people(form);
    ASSERT_EQ(of_form.size(), 2);
    EXPECT_EQ(of_form[0].relation, "agent");
    EXPECT_FALSE(of_form[0].number);
    EXPECT_EQ(of_form[1].number, (CustomerNumber{"identity", "440524188001010014"}));
}

TEST(Customers, KnowWhenADocumentEnds)
{
    const auto on = [](const char* field, const char* value) {
        const auto expiry = expiry_of(a_document({{field, value}}));
        return expiry ? std::optional{expiry->on} : std::nullopt;
    };
    EXPECT_EQ(on("valid_to", "2030-05-06"), year{2030} / 5 / 6);
    EXPECT_EQ(on("valid_thru", "2028-02"), year{2028} / 2 / 29);
    EXPECT_EQ(on("business_term_to", "2041-12-31"), year{2041} / 12 / 31);
    EXPECT_FALSE(on("valid_to", "长期"));
    EXPECT_FALSE(on("valid_to", "2030-02-30"));
    EXPECT_FALSE(on("birth_date", "2030-05-06"));
}

} // namespace
} // namespace dossier::verify
