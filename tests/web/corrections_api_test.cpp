// Corrections after the commit, over the interface: one person says, another decides.

#include "tests/web/described.h"
#include "tests/web/site_fixture.h"

#include <gmock/gmock.h>

namespace dossier::web {

namespace {

class CorrectionsApi : public SiteTest {
protected:
    /// A committed record; both its doubts confirmed.
    std::string commit_a_record(Browser& person, char mark = 'a')
    {
        const auto id = queue_a_document(mark);
        auto document = body_of(send(person, "GET", "/api/v1/documents/" + id));
        const auto discrepancies = document["discrepancies"];
        for (const auto& discrepancy : discrepancies) {
            document = body_of(send(
                person,
                "POST",
                "/api/v1/discrepancies/" + discrepancy["id"].get<std::string>() + "/decision",
                Json{{"action", "confirm"}},
                {{"if-match", version_of(document)}}
            ));
        }
        const auto committed = send(
            person,
            "POST",
            "/api/v1/documents/" + id + "/commit",
            std::nullopt,
            {{"if-match", version_of(document)}}
        );
        EXPECT_EQ(committed.status, 201) << committed.body;
        return body_of(committed)["record_id"];
    }

    static std::string version_of(const nlohmann::json& document)
    {
        return "\"" + std::to_string(document["version"].get<int>()) + "\"";
    }

    Response propose(Browser& person, const Json& proposal)
    {
        return send(person, "POST", "/api/v1/records/" + record + "/corrections", proposal);
    }

    Response decide(Browser& person, const std::string& id, const Json& decision)
    {
        return send(person, "POST", "/api/v1/corrections/" + id + "/decision", decision);
    }

    Browser wang = sign_in_as("administrator", "wang");
    Browser li = sign_in_as("records", "li");
    std::string record = commit_a_record(wang);
    Json address{{"field", "address"}, {"value", "上海市"}, {"reason", "the card says so"}};
};

TEST_F(CorrectionsApi, NeedTwoPeople)
{
    const auto proposed = propose(wang, address);
    ASSERT_EQ(proposed.status, 201) << proposed.body;
    EXPECT_EQ(
        difference_from_description("POST", "/api/v1/records/{id}/corrections", proposed), ""
    );
    const std::string id = body_of(proposed)["id"];
    EXPECT_EQ(body_of(proposed)["before"], "北京市朝阳区");
    EXPECT_EQ(type_of(decide(wang, id, {{"action", "approve"}})), "same_person");

    const auto approved = decide(li, id, {{"action", "approve"}});
    ASSERT_EQ(approved.status, 200) << approved.body;
    EXPECT_EQ(
        difference_from_description("POST", "/api/v1/corrections/{id}/decision", approved), ""
    );
    const auto after = body_of(send(li, "GET", "/api/v1/records/" + record));
    EXPECT_EQ(after["fields"][2]["value"], "上海市");
    EXPECT_EQ(after["fields"][2]["as_read"], "北京市朝阳区");
    EXPECT_EQ(after["corrections"][0]["state"], "approved");
    EXPECT_EQ(type_of(decide(li, id, {{"action", "decline"}, {"reason", "no"}})), "closed");
}

TEST_F(CorrectionsApi, MayNotBreakARuleWithoutAReason)
{
    Json number{{"field", "id_number"}, {"value", "110105194912310021"}, {"reason", "typed"}};
    const auto refused = propose(wang, number);
    EXPECT_EQ(type_of(refused), "rule_broken");
    EXPECT_EQ(body_of(refused)["finding"]["code"], "id_number.checksum");
    number["override_reason"] = "the card is like this";
    const auto proposed = propose(wang, number);
    ASSERT_EQ(proposed.status, 201) << proposed.body;
    EXPECT_EQ(body_of(proposed)["findings"][0]["code"], "id_number.checksum");
}

TEST_F(CorrectionsApi, ListWhatIsOpenWithoutItsValues)
{
    ASSERT_EQ(propose(wang, address).status, 201);
    const auto open = send(li, "GET", "/api/v1/corrections?state=open");
    EXPECT_EQ(difference_from_description("GET", "/api/v1/corrections", open), "");
    EXPECT_EQ(body_of(open)["items"].size(), 1U);
    EXPECT_FALSE(body_of(open)["items"][0].contains("after"));
    EXPECT_EQ(body_of(send(li, "GET", "/api/v1/corrections?state=approved"))["items"].size(), 0U);
    EXPECT_EQ(type_of(send(li, "GET", "/api/v1/corrections?state=new")), "unknown_state");
}

TEST_F(CorrectionsApi, NameTheRecordsToLookAtAgain)
{
    (void)commit_a_record(wang, 'b');
    const std::string id = body_of(propose(wang, address))["id"];
    const auto approved = body_of(decide(li, id, {{"action", "approve"}}));
    ASSERT_EQ(approved["cohort"].size(), 1U);
    const std::string other = approved["cohort"][0]["record_id"];
    EXPECT_EQ(send(li, "PUT", "/api/v1/corrections/" + id + "/rechecks/" + other).status, 204);
    const auto seen = send(li, "GET", "/api/v1/corrections/" + id);
    EXPECT_EQ(difference_from_description("GET", "/api/v1/corrections/{id}", seen), "");
    EXPECT_EQ(body_of(seen)["cohort"][0]["checked_by"], "li");
    EXPECT_EQ(send(li, "PUT", "/api/v1/corrections/" + id + "/rechecks/" + record).status, 404);
}

TEST_F(CorrectionsApi, AreForThoseWhoMaySeeRecords)
{
    auto verifier = sign_in_as("verifier", "vera");
    EXPECT_EQ(propose(verifier, address).status, 403);
    EXPECT_EQ(send(verifier, "GET", "/api/v1/corrections").status, 403);
}

} // namespace

} // namespace dossier::web
