// How records are filed, over the interface, by the plan that is installed.

#include "tests/web/described.h"
#include "tests/web/site_fixture.h"
#include "web/filing_plan.h"

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

namespace dossier::web {

namespace {

std::string installed_text()
{
    std::ifstream stream{DOSSIER_TEST_FILING_PLAN};
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

store::StoreOptions with_installed_plan()
{
    auto options = cheap_store();
    options.filing = parse_filing_plan(installed_text(), "filing.toml").value();
    return options;
}

std::string reason_of(const std::string& text)
{
    const auto plan = parse_filing_plan(text, "filing.toml");
    return plan ? "" : plan.error().reason;
}

class FilingsApi : public SiteTest {
protected:
    FilingsApi() : SiteTest(with_installed_plan()) {}

    std::string commit_a_record(char mark)
    {
        auto card = doubtful_card();
        for (auto& field : card.documents.at(0).fields)
            field.status = verify::FieldStatus::accepted;
        (void)queue_a_document(mark, card);
        return open_store().records(store::whole_site, "", "", 1).items.at(0).id.text;
    }

    Response refile(const Json& change, const std::string& version)
    {
        return send(
            keeper,
            "PUT",
            "/api/v1/records/" + record + "/filing",
            change,
            {{"if-match", "\"" + version + "\""}}
        );
    }

    Browser keeper = sign_in_as("records", "li");
    std::string record = commit_a_record('a');
};

TEST_F(FilingsApi, TheRecordShowsHowItIsFiled)
{
    const auto shown = send(keeper, "GET", "/api/v1/records/" + record);
    EXPECT_EQ(difference_from_description("GET", "/api/v1/records/{id}", shown), "");
    const auto filing = body_of(shown)["filing"];
    EXPECT_EQ(filing["archive_number"], "J001-101-0001-0001");
    EXPECT_EQ(filing["nature"], "personal");
    EXPECT_EQ(filing["region"], "110000");
    EXPECT_EQ(filing["region_name"], "北京市");
    EXPECT_EQ(filing["retention_class"], "customer_identity");
    EXPECT_EQ(filing["security_level"], "confidential");
    EXPECT_EQ(filing["box"], nullptr);
}

TEST_F(FilingsApi, AKeeperFilesItAnewAndWhatWasStays)
{
    const auto answer = refile(
        {{"reason", "a private customer"},
         {"value_tier", "private"},
         {"box", "A7"},
         {"tags", "重点，待补件"}},
        "1"
    );
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(difference_from_description("PUT", "/api/v1/records/{id}/filing", answer), "");
    EXPECT_EQ(body_of(answer)["tags"].size(), 2);
    EXPECT_EQ(type_of(refile({{"reason", "again"}, {"box", "A8"}}, "1")), "version_changed");
    EXPECT_EQ(type_of(refile({{"reason", "x"}, {"nature", "rich"}}, "2")), "not_allowed");
    const auto shown = body_of(send(keeper, "GET", "/api/v1/records/" + record));
    EXPECT_EQ(shown["filing_changes"][0]["before"]["value_tier"], "standard");
    EXPECT_EQ(shown["filing_changes"][0]["after"]["value_tier"], "private");
    EXPECT_EQ(shown["filing_changes"][0]["changed_by"], "li");
    EXPECT_EQ(shown["filing_changes"][0]["reason"], "a private customer");
}

TEST_F(FilingsApi, ListsByClass)
{
    const auto listed = send(keeper, "GET", "/api/v1/filings?nature=personal&region=110000");
    EXPECT_EQ(difference_from_description("GET", "/api/v1/filings", listed), "");
    EXPECT_EQ(body_of(listed)["items"].size(), 1);
    EXPECT_EQ(body_of(send(keeper, "GET", "/api/v1/filings?nature=corporate"))["items"].size(), 0);
    const auto plan = send(keeper, "GET", "/api/v1/filing-plan");
    EXPECT_EQ(difference_from_description("GET", "/api/v1/filing-plan", plan), "");
    EXPECT_EQ(body_of(plan)["classes"][0]["words"][0]["name"], "personal");
}

TEST(FilingPlan, SaysWhereAFileIsWrong)
{
    EXPECT_EQ(reason_of(installed_text()), "");
    EXPECT_EQ(reason_of("[number]\npatern = \"x\"\n"), "key 'patern' is not known");
    EXPECT_THAT(reason_of("[number]\npattern = \"A-{volume}\"\n"), testing::HasSubstr("{item}"));
    EXPECT_EQ(
        reason_of("[[rule]]\ngives = { nature = \"rich\" }\n"), "'rich' is no word of 'nature'"
    );
    EXPECT_EQ(reason_of("[region]\ndigits = 3\n"), "region.digits must be 0, 2, 4 or 6");
    EXPECT_EQ(parse_filing_plan("\n[[nature]]\nname = \"Big\"\n", "f").error().line, 2);
}

} // namespace

} // namespace dossier::web
