// Pages arranged anew, many values at once, who works on what: through the API.

#include "tests/web/site_fixture.h"

#include <gmock/gmock.h>

namespace dossier::web {

namespace {

class DeskApi : public SiteTest {
protected:
    nlohmann::json get(Browser& person, const std::string& path)
    {
        const auto response = send(person, "GET", path);
        EXPECT_EQ(response.status, 200) << response.body;
        return body_of(response);
    }

    int version_of(Browser& person, const std::string& id)
    {
        return get(person, "/api/v1/documents/" + id)["version"];
    }

    Json retyped(const std::string& id, int version, const Json& type)
    {
        return {
            {"from", {{{"document_id", id}, {"version", version}}}},
            {"into", {{{"type", type}, {"pages", {{{"document_id", id}, {"page", 0}}}}}}}};
    }

    /// Values of one field that wait, as the screen asks for them.
    nlohmann::json values(Browser& person, const std::string& field)
    {
        return get(person, "/api/v1/value-groups/values?field=" + field)["items"];
    }

    static Json confirming(const nlohmann::json& values)
    {
        Json list = Json::array();
        for (const auto& value : values)
            list.push_back(
                {{"discrepancy_id", value["discrepancy_id"].get<std::string>()},
                 {"version", value["version"].get<int>()}}
            );
        return {{"values", list}};
    }
};

} // namespace

TEST_F(DeskApi, ReadsADocumentAgainAsAnotherType)
{
    auto person = sign_in_as("verifier", "li");
    const auto id = queue_a_document();
    const auto around = get(person, "/api/v1/documents/" + id + "/neighbours");
    EXPECT_EQ(around["items"][0]["document_id"], id);
    const int wakes_before = wakes;
    const auto made =
        send(person, "POST", "/api/v1/arrangements", retyped(id, version_of(person, id), nullptr));
    ASSERT_EQ(made.status, 202) << made.body;
    EXPECT_GT(wakes, wakes_before) << "readers are called";
    const auto original = body_of(made)["originals"][0].get<std::string>();
    EXPECT_EQ(get(person, "/api/v1/originals/" + original)["state"], "received");
    EXPECT_EQ(get(person, "/api/v1/documents/" + id)["state"], "rejected");
    EXPECT_EQ(send(person, "GET", "/api/v1/originals/none").status, 404);
}

TEST_F(DeskApi, TakesNoArrangementThatIsNone)
{
    auto person = sign_in_as("verifier", "li");
    const auto id = queue_a_document();
    const auto answer = [&](const Json& body) {
        return type_of(send(person, "POST", "/api/v1/arrangements", body));
    };
    EXPECT_EQ(answer(retyped(id, 1, "no_such_type")), "bad_arrangement");
    EXPECT_EQ(answer(retyped(id, 1, 7)), "bad_arrangement");
    EXPECT_EQ(answer(retyped(id, -1, nullptr)), "bad_arrangement");
    EXPECT_EQ(answer({{"from", Json::array()}}), "bad_arrangement");
    EXPECT_EQ(answer({{"from", "x"}, {"into", Json::array()}}), "bad_arrangement");
    EXPECT_EQ(answer(retyped(id, 7, nullptr)), "version_changed");
    EXPECT_EQ(answer({{"from", Json::array()}, {"into", Json::array()}}), "not_found");
}

TEST_F(DeskApi, ShowsTheSameFieldOfManyDocuments)
{
    auto person = sign_in_as("verifier", "li");
    (void)queue_a_document('a');
    (void)queue_a_document('b');
    const auto groups = get(person, "/api/v1/value-groups")["items"];
    EXPECT_EQ(groups[0]["values"], 2);
    const auto shown = values(person, "id_number");
    ASSERT_EQ(shown.size(), 2U);
    EXPECT_EQ(shown[0]["field"], "id_number");
    EXPECT_EQ(shown[0]["page"]["preview"]["width"], 500);
}

TEST_F(DeskApi, ConfirmsAllButThoseThatSomebodyElseChanged)
{
    auto person = sign_in_as("verifier", "li");
    auto other = sign_in_as("verifier", "zhang");
    (void)queue_a_document('a');
    (void)queue_a_document('b');
    (void)queue_a_document('c');
    const auto shown = values(person, "id_number");
    ASSERT_EQ(shown.size(), 3U);
    const auto changed = shown[1]["document_id"].get<std::string>();
    EXPECT_EQ(send(other, "PUT", "/api/v1/documents/" + changed + "/claim").status, 200);
    const auto answer = send(person, "POST", "/api/v1/value-groups/confirm", confirming(shown));
    ASSERT_EQ(answer.status, 200) << answer.body;
    const auto items = body_of(answer)["items"];
    EXPECT_EQ(items[0]["outcome"], "confirmed");
    EXPECT_EQ(items[1]["outcome"], "refused");
    EXPECT_EQ(items[1]["problem"], "claimed_by_other");
    EXPECT_EQ(items[2]["outcome"], "confirmed");
    EXPECT_TRUE(values(person, "id_number").empty());
}

TEST_F(DeskApi, CommitsADocumentWhoseLastValueWasConfirmed)
{
    auto person = sign_in_as("verifier", "li");
    (void)queue_a_document();
    auto shown = get(person, "/api/v1/value-groups/values")["items"];
    ASSERT_EQ(shown.size(), 2U) << "two fields of one document";
    const auto items =
        body_of(send(person, "POST", "/api/v1/value-groups/confirm", confirming(shown)))["items"];
    EXPECT_EQ(items[0]["outcome"], "confirmed");
    EXPECT_EQ(items[1]["outcome"], "committed");
    EXPECT_TRUE(items[1]["record_number"].is_string());
    EXPECT_EQ(open_store().counts(store::whole_site).committed, 1);
}

TEST_F(DeskApi, TakesNoListOfValuesThatIsNone)
{
    auto person = sign_in_as("verifier", "li");
    const auto answer = [&](const Json& body) {
        return type_of(send(person, "POST", "/api/v1/value-groups/confirm", body));
    };
    EXPECT_EQ(answer({{"values", "x"}}), "bad_values");
    EXPECT_EQ(answer({{"values", {{{"discrepancy_id", "x"}}}}}), "bad_values");
    EXPECT_EQ(answer({{"values", {{{"discrepancy_id", "x"}, {"version", "1"}}}}}), "bad_values");
}

TEST_F(DeskApi, LetsASupervisorSayWhatIsUrgent)
{
    auto supervisor = sign_in_as("supervisor", "sun");
    auto person = sign_in_as("verifier", "li");
    (void)queue_a_document('a');
    const auto second = queue_a_document('b');
    const Json urgent{{"urgency", "urgent"}};
    const auto path = "/api/v1/documents/" + second + "/urgency";
    EXPECT_EQ(type_of(send(person, "PUT", path, urgent)), "forbidden");
    EXPECT_EQ(send(supervisor, "PUT", path, urgent).status, 204);
    EXPECT_EQ(type_of(send(supervisor, "PUT", path, Json{{"urgency", "x"}})), "unknown_urgency");
    const auto queue = get(person, "/api/v1/queue");
    EXPECT_EQ(queue["items"][0]["document_id"], second);
    EXPECT_EQ(queue["items"][0]["urgency"], "urgent");
    const auto batch = get(supervisor, "/api/v1/batches")["items"][0]["id"].get<std::string>();
    EXPECT_EQ(
        send(
            supervisor, "PUT", "/api/v1/batches/" + batch + "/urgency", Json{{"urgency", "later"}}
        ).status,
        204
    );
    EXPECT_EQ(get(person, "/api/v1/queue")["items"][1]["urgency"], "later");
}

TEST_F(DeskApi, LetsASupervisorTakeOverWhatSomebodyHasOpen)
{
    auto supervisor = sign_in_as("supervisor", "sun");
    auto person = sign_in_as("verifier", "li");
    const auto id = queue_a_document();
    EXPECT_EQ(send(person, "PUT", "/api/v1/documents/" + id + "/claim").status, 200);
    const auto desks = get(supervisor, "/api/v1/desks")["items"];
    ASSERT_EQ(desks[0]["username"], "li");
    EXPECT_EQ(desks[0]["held"][0]["document_id"], id);
    EXPECT_EQ(send(supervisor, "POST", "/api/v1/documents/" + id + "/take-over").status, 200);
    EXPECT_EQ(
        type_of(send(person, "PUT", "/api/v1/documents/" + id + "/claim")), "claimed_by_other"
    );
}

TEST_F(DeskApi, HandsNothingToWhoIsAway)
{
    auto supervisor = sign_in_as("supervisor", "sun");
    auto person = sign_in_as("verifier", "li");
    (void)queue_a_document();
    EXPECT_EQ(send(supervisor, "PUT", "/api/v1/desks/li/away", Json{{"away", "true"}}).status, 204);
    EXPECT_EQ(get(person, "/api/v1/queue")["away"], true);
    EXPECT_EQ(send(person, "POST", "/api/v1/queue/claim").status, 204);
    EXPECT_EQ(send(person, "PUT", "/api/v1/desk/away", Json{{"away", "false"}}).status, 204);
    EXPECT_EQ(send(person, "POST", "/api/v1/queue/claim").status, 200);
    EXPECT_EQ(type_of(send(person, "PUT", "/api/v1/desk/away", Json{{"away", "x"}})), "bad_away");
    EXPECT_EQ(
        send(supervisor, "PUT", "/api/v1/desks/nobody/away", Json{{"away", "true"}}).status, 404
    );
}

} // namespace dossier::web
