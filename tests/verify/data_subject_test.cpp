// Which fields of a document are whose, where a person asks what is kept of him.

#include "tests/verify/documents.h"
#include "verify/data_subject.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dossier::verify {
namespace {

using testing::IsEmpty;
using testing::UnorderedElementsAre;

const AskingPerson zhang{.name = "张伟", .numbers = {{"identity", "11010519491231002X"}}};

CheckedDocument
a_paper(std::vector<std::pair<std::string, std::string>> fields, std::string type = "customer_form")
{
    CheckedDocument document;
    document.type = std::move(type);
    for (auto& [name, value] : fields) {
        CheckedField checked;
        checked.field.name = std::move(name);
        checked.field.value = std::move(value);
        document.fields.push_back(std::move(checked));
    }
    return document;
}

TEST(DataSubject, IsSpokenOfByNumberOrByNameAlone)
{
    EXPECT_EQ(
        spoken_of(a_paper({{"name", "张伟"}, {"id_number", "11010519491231002X"}}), zhang),
        SpokenOf::by_number
    );
    EXPECT_EQ(spoken_of(a_paper({{"name", "张 伟"}, {"mobile", "1"}}), zhang), SpokenOf::by_name);
    EXPECT_EQ(
        spoken_of(a_paper({{"name", "张伟"}, {"id_number", "110105194912310021"}}), zhang),
        SpokenOf::not_at_all
    ) << "another person of that name";
    EXPECT_EQ(
        spoken_of(
            a_paper(
                {{"name", "李娜"},
                 {"id_number", "440524188001010014"},
                 {"spouse_name", "张伟"},
                 {"spouse_id_number", "11010519491231002X"}}
            ),
            zhang
        ),
        SpokenOf::by_number
    );
    EXPECT_EQ(spoken_of(a_paper({{"total", "12.50"}}), zhang), SpokenOf::not_at_all);
}

TEST(DataSubject, SeesHisOwnFieldsAndNotThoseOfThePeopleBesideHim)
{
    EXPECT_THAT(
        fields_of_others(
            a_paper(
                {{"name", "张伟"},
                 {"id_number", "11010519491231002X"},
                 {"mobile", "13800138000"},
                 {"spouse_name", "李娜"},
                 {"spouse_id_number", "440524188001010014"},
                 {"agent_name", ""}}
            ),
            zhang
        ),
        UnorderedElementsAre("spouse_name", "spouse_id_number")
    );
}

TEST(DataSubject, SeesOfAnothersDocumentOnlyWhatSpeaksOfHim)
{
    EXPECT_THAT(
        fields_of_others(
            a_paper(
                {{"name", "李娜"},
                 {"id_number", "440524188001010014"},
                 {"mobile", "13900139000"},
                 {"spouse_name", "张伟"},
                 {"spouse_id_number", "11010519491231002X"}}
            ),
            zhang
        ),
        UnorderedElementsAre("name", "id_number", "mobile")
    );
}

TEST(DataSubject, SeesTheCompanyOfWhichHeIsTheRepresentative)
{
    const auto licence = a_paper(
        {{"uscc", "91330106MA2C9XY81K"},
         {"company_name", "甲公司"},
         {"legal_representative", "张伟"},
         {"contact_name", "王芳"}},
        "business_licence"
    );
    EXPECT_THAT(fields_of_others(licence, zhang), UnorderedElementsAre("contact_name"));
    EXPECT_EQ(spoken_of(licence, zhang), SpokenOf::by_name);
}

} // namespace
} // namespace dossier::verify
