// Two people who key a field blind, and the third who settles what they differ on, through the API:
// nothing that one of them keyed is in any answer to another.

#include "tests/web/described.h"
#include "tests/web/site_fixture.h"

#include <gmock/gmock.h>

namespace dossier::web {

namespace {

using testing::HasSubstr;
using testing::Not;

constexpr auto first_value = "上海市徐汇区宜山路1号";
constexpr auto second_value = "上海市徐汇区宜山路7号";

class SecondEyesApi : public SiteTest {
protected:
    static store::Examined address_is_keyed_blind()
    {
        auto examined = doubtful_card();
        examined.second_eyes.own = {{{"id_card", "address"}, verify::SecondEyes::blind}};
        return examined;
    }

    nlohmann::json look(Browser& person) { return body_of(send(person, "GET", document)); }

    static nlohmann::json address_in(const nlohmann::json& body, const std::string& list)
    {
        for (const auto& each : body[list])
            if (each[list == "fields" ? "name" : "field"] == "address") return each;
        return {};
    }

    Response key(Browser& person, const std::string& value)
    {
        const auto body = look(person);
        return send(
            person,
            "POST",
            discrepancy(person) + "/decision",
            Json{{"action", "correct"}, {"value", value}},
            {{"if-match", "\"" + std::to_string(body["version"].get<int>()) + "\""}}
        );
    }

    Response end(Browser& person, const std::string& how, const std::string& reason)
    {
        const auto version = look(person)["version"].get<int>();
        return send(
            person,
            "POST",
            document + "/" + how,
            Json{{"reason", reason}},
            {{"if-match", "\"" + std::to_string(version) + "\""}}
        );
    }

    std::string discrepancy(Browser& person)
    {
        return "/api/v1/discrepancies/" +
               address_in(look(person), "discrepancies")["id"].get<std::string>();
    }

    std::vector<std::string> ids{
        queue_a_document('a', address_is_keyed_blind()),
        queue_a_document('b', address_is_keyed_blind())};
    std::string document = "/api/v1/documents/" + ids.at(0);
    Browser li = sign_in_as("verifier", "li");
    Browser zhao = sign_in_as("verifier", "zhao");
    Browser qian = sign_in_as("supervisor", "qian");
};

} // namespace

TEST_F(SecondEyesApi, ShowsNobodyWhatWasRead)
{
    for (auto* person : {&li, &qian}) {
        const auto answer = send(*person, "GET", document);
        EXPECT_THAT(answer.body, Not(HasSubstr("北京市朝阳区")));
        const auto field = address_in(body_of(answer), "fields");
        EXPECT_EQ(field["hidden"], true);
        EXPECT_EQ(field["value"], "");
        EXPECT_EQ(field["raw"], "");
        EXPECT_EQ(field["confidence"], 0.0);
        EXPECT_EQ(field["alternatives"], nlohmann::json::array());
        EXPECT_EQ(field["box"], nlohmann::json({10, 20, 100, 30}));
        EXPECT_EQ(address_in(body_of(answer), "discrepancies")["second_eyes"], "blind");
    }
}

TEST_F(SecondEyesApi, TellsTheSecondPersonNothingOfTheFirst)
{
    const auto keyed = key(li, first_value);
    ASSERT_EQ(keyed.status, 200) << keyed.body;
    EXPECT_EQ(difference_from_description("GET", "/api/v1/documents/{id}", keyed), "");
    EXPECT_THAT(keyed.body, Not(HasSubstr(first_value)));
    const std::vector<std::pair<std::string, std::string>> questions{
        {"GET", document},
        {"GET", "/api/v1/queue"},
        {"PUT", document + "/claim"},
        {"POST", "/api/v1/queue/claim"},
        {"GET", discrepancy(zhao) + "/keyings"},
        {"POST", document + "/commit"}};
    for (const auto& [method, target] : questions) {
        const auto answer = send(zhao, method, target, std::nullopt, {{"if-match", "\"2\""}});
        EXPECT_THAT(answer.body, Not(HasSubstr(first_value))) << target;
        EXPECT_THAT(answer.body, Not(HasSubstr("\"li\""))) << target;
    }
    const auto field = address_in(look(zhao), "discrepancies");
    EXPECT_EQ(field["state"], "second_eyes");
    EXPECT_EQ(field["for_you"], true);
    EXPECT_EQ(field["decided_by"], nullptr);
    const auto differing = key(zhao, second_value);
    EXPECT_EQ(differing.status, 200);
    EXPECT_THAT(differing.body, Not(HasSubstr(first_value)));
}

TEST_F(SecondEyesApi, SettlesAtOnceWhereBothKeyTheSame)
{
    (void)key(li, first_value);
    const auto settled = body_of(key(zhao, " 上海市徐汇区 宜山路１号"));
    EXPECT_EQ(address_in(settled, "discrepancies")["state"], "corrected");
    EXPECT_EQ(address_in(settled, "discrepancies")["decided_by"], "zhao");
    EXPECT_EQ(address_in(settled, "fields")["hidden"], false);
    EXPECT_EQ(address_in(settled, "fields")["as_read"], "北京市朝阳区");
}

TEST_F(SecondEyesApi, RefusesTheSamePersonTwice)
{
    (void)key(li, first_value);
    const auto again = key(li, first_value);
    EXPECT_EQ(again.status, 409);
    EXPECT_EQ(type_of(again), "same_person");
}

TEST_F(SecondEyesApi, AsksForAValueWhereNothingIsShown)
{
    const auto version = look(li)["version"].get<int>();
    const auto confirmed = send(
        li,
        "POST",
        discrepancy(li) + "/decision",
        Json{{"action", "confirm"}},
        {{"if-match", "\"" + std::to_string(version) + "\""}}
    );
    EXPECT_EQ(confirmed.status, 422);
    EXPECT_EQ(type_of(confirmed), "value_missing");
}

TEST_F(SecondEyesApi, ShowsTheTwoValuesToTheSupervisorAloneWhoSettlesThem)
{
    (void)key(li, first_value);
    (void)key(zhao, second_value);
    const auto keyings = discrepancy(qian) + "/keyings";
    for (auto* person : {&li, &zhao})
        EXPECT_EQ(type_of(send(*person, "GET", keyings)), "forbidden");
    EXPECT_THAT(send(qian, "GET", document).body, Not(HasSubstr(first_value)));
    const auto shown = send(qian, "GET", keyings);
    EXPECT_EQ(difference_from_description("GET", "/api/v1/discrepancies/{id}/keyings", shown), "");
    EXPECT_EQ(body_of(shown)["items"][0]["value"], first_value);
    EXPECT_EQ(body_of(shown)["items"][1]["value"], second_value);
    EXPECT_THAT(shown.body, Not(HasSubstr("zhao")));
    EXPECT_EQ(type_of(key(li, first_value)), "same_person");
    const auto settled = body_of(key(qian, second_value));
    EXPECT_EQ(address_in(settled, "fields")["value"], second_value);
    EXPECT_EQ(address_in(settled, "discrepancies")["decided_by"], "qian");
    EXPECT_EQ(send(qian, "GET", keyings).status, 409);
}

TEST_F(SecondEyesApi, KeepsWhoKeyedFirstFromArbitratingAlsoAsSupervisor)
{
    (void)key(qian, first_value);
    (void)key(zhao, second_value);
    EXPECT_EQ(type_of(send(qian, "GET", discrepancy(qian) + "/keyings")), "not_yours");
    EXPECT_EQ(type_of(key(qian, second_value)), "same_person");
}

TEST_F(SecondEyesApi, SaysInTheQueueForWhomADocumentWaits)
{
    const auto waits_for = [&](Browser& person) -> std::string {
        const auto answer = send(person, "GET", "/api/v1/queue");
        EXPECT_EQ(difference_from_description("GET", "/api/v1/queue", answer), "");
        const auto body = body_of(answer);
        for (const auto& item : body["items"])
            if (item["document_id"] == ids.at(0)) return item["waits_for"];
        return "not in the queue";
    };
    (void)key(li, first_value);
    const auto number = look(li)["discrepancies"][0]["id"].get<std::string>();
    EXPECT_EQ(waits_for(li), "you") << "its number is still in doubt";
    (void)send(
        li,
        "POST",
        "/api/v1/discrepancies/" + number + "/decision",
        Json{{"action", "confirm"}},
        {{"if-match", "\"2\""}}
    );
    EXPECT_EQ(waits_for(li), "second_person");
    EXPECT_EQ(waits_for(zhao), "you");
    EXPECT_EQ(body_of(send(li, "POST", "/api/v1/queue/claim"))["id"], ids.at(1));
    EXPECT_EQ(type_of(send(li, "PUT", document + "/claim")), "not_yours");
}

TEST_F(SecondEyesApi, WritesAKeyedValueAsItIsStored)
{
    auto examined = doubtful_card();
    examined.second_eyes.own = {{{"id_card", "id_number"}, verify::SecondEyes::blind}};
    document = "/api/v1/documents/" + queue_a_document('c', examined);
    const auto number = look(li)["discrepancies"][0]["id"].get<std::string>();
    const auto key_number = [&](Browser& person, const std::string& value) {
        const auto version = look(person)["version"].get<int>();
        return body_of(send(
            person,
            "POST",
            "/api/v1/discrepancies/" + number + "/decision",
            Json{{"action", "correct"}, {"value", value}},
            {{"if-match", "\"" + std::to_string(version) + "\""}}
        ));
    };
    (void)key_number(li, "110105 19491231 002x");
    const auto settled = key_number(zhao, "11010519491231002X");
    EXPECT_EQ(settled["fields"][1]["value"], "11010519491231002X");
}

TEST_F(SecondEyesApi, SendsADocumentBackToBeScannedAgain)
{
    EXPECT_EQ(type_of(end(li, "rescan", "")), "reason_missing");
    const auto asked = end(li, "rescan", "a corner is folded");
    ASSERT_EQ(asked.status, 200) << asked.body;
    EXPECT_EQ(difference_from_description("POST", "/api/v1/documents/{id}/rescan", asked), "");
    EXPECT_EQ(body_of(asked)["state"], "rejected");
    EXPECT_EQ(body_of(asked)["rescan"]["reason"], "a corner is folded");
    EXPECT_EQ(address_in(body_of(asked), "discrepancies")["state"], "rescan_requested");

    auto sun = sign_in_as("operator", "sun");
    const auto batches = body_of(send(sun, "GET", "/api/v1/batches"));
    EXPECT_EQ(batches["items"][0]["counts"]["rescans"], 1);
    const auto path = "/api/v1/batches/" + batches["items"][0]["id"].get<std::string>();
    const auto batch = send(sun, "GET", path);
    EXPECT_EQ(difference_from_description("GET", "/api/v1/batches/{id}", batch), "");
    EXPECT_EQ(body_of(batch)["documents"][0]["rescan"]["reason"], "a corner is folded");
    EXPECT_EQ(send(sun, "POST", document + "/rescanned").status, 204);
    EXPECT_EQ(type_of(send(sun, "POST", document + "/rescanned")), "not_allowed");
    EXPECT_EQ(body_of(send(sun, "GET", path))["counts"]["rescans"], 0);
}

} // namespace dossier::web
