// The way of a document through the API: claim, look, decide, commit, open again.

#include "tests/web/site_fixture.h"

#include <gmock/gmock.h>

namespace dossier::web {

namespace {

using testing::HasSubstr;

class ReviewApi : public SiteTest {
protected:
    struct Doubt {
        std::string id;
        std::string version;
    };

    std::string version_of(const nlohmann::json& document)
    {
        return "\"" + std::to_string(document["version"].get<int>()) + "\"";
    }

    nlohmann::json decide(
        Browser& person,
        const nlohmann::json& document,
        const std::string& field,
        const Json& decision,
        int expected
    )
    {
        std::string id;
        for (const auto& discrepancy : document["discrepancies"])
            if (discrepancy["field"] == field) id = discrepancy["id"];
        const auto response = send(
            person,
            "POST",
            "/api/v1/discrepancies/" + id + "/decision",
            decision,
            {{"if-match", version_of(document)}}
        );
        EXPECT_EQ(response.status, expected) << response.body;
        return body_of(response);
    }

    nlohmann::json settle_all(Browser& person, const std::string& id)
    {
        auto document = body_of(send(person, "GET", "/api/v1/documents/" + id));
        document = decide(person, document, "id_number", {{"action", "confirm"}}, 200);
        return decide(
            person, document, "address", {{"action", "correct"}, {"value", "上海市"}}, 200
        );
    }
};

} // namespace

TEST_F(ReviewApi, ClaimsTheNextDocumentForThePersonWhoAsks)
{
    auto person = sign_in_as("verifier", "li");
    const auto id = queue_a_document();
    const auto claimed = send(person, "POST", "/api/v1/queue/claim");
    EXPECT_EQ(claimed.status, 200);
    EXPECT_EQ(body_of(claimed)["id"], id);
    EXPECT_EQ(body_of(claimed)["claimed_by"], "li");
}

TEST_F(ReviewApi, AnswersTheClaimOfAnEmptyQueueWithNothing)
{
    auto person = sign_in_as("verifier", "li");
    EXPECT_EQ(send(person, "POST", "/api/v1/queue/claim").status, 204);
}

TEST_F(ReviewApi, ShowsADocumentWithItsVersionAsEntityTag)
{
    auto person = sign_in_as("verifier", "li");
    const auto response = send(person, "GET", "/api/v1/documents/" + queue_a_document());
    const auto document = body_of(response);
    const std::pair<std::string, std::string> tag{"ETag", version_of(document)};
    EXPECT_THAT(response.headers, testing::Contains(tag));
    EXPECT_EQ(document["fields"][1]["name"], "id_number");
    EXPECT_EQ(document["fields"][1]["box"], nlohmann::json({10, 20, 100, 30}));
    EXPECT_EQ(document["pages"][0]["preview"]["width"], 500);
}

TEST_F(ReviewApi, GoesFromDoubtToRecordAndBack)
{
    auto person = sign_in_as("administrator", "wang");
    const auto id = queue_a_document();
    const auto settled = settle_all(person, id);
    const auto committed = send(
        person,
        "POST",
        "/api/v1/documents/" + id + "/commit",
        std::nullopt,
        {{"if-match", version_of(settled)}}
    );
    ASSERT_EQ(committed.status, 201) << committed.body;
    const auto record_path =
        "/api/v1/records/" + body_of(committed)["record_id"].get<std::string>();
    const auto record = body_of(send(person, "GET", record_path));
    EXPECT_EQ(record["fields"][2]["value"], "上海市");
    EXPECT_EQ(record["fields"][2]["as_read"], "北京市朝阳区");
    EXPECT_EQ(record["fields"][2]["decided"]["state"], "corrected");
    const auto image = send(person, "GET", record_path + "/pages/0/image");
    EXPECT_EQ(image.media_type, "image/jpeg");
    EXPECT_EQ(image.body.size(), 6U);
    const auto original = send(person, "GET", record_path + "/original");
    EXPECT_EQ(
        original.body,
        "\xff"
        "a"
    );
    EXPECT_THAT(original.headers[0].second, HasSubstr("attachment"));
}

TEST_F(ReviewApi, AsksForAFieldThatPassedOnceATypedNumberContradictsIt)
{
    auto person = sign_in_as("administrator", "wang");
    const auto id = queue_a_document();
    auto document = body_of(send(person, "GET", "/api/v1/documents/" + id));
    document = decide(person, document, "address", {{"action", "confirm"}}, 200);
    const std::string number_of_a_man = "11010519900307451X";
    document = decide(
        person, document, "id_number", {{"action", "correct"}, {"value", number_of_a_man}}, 200
    );
    const auto sex = document["fields"][3];
    EXPECT_EQ(sex["name"], "sex");
    EXPECT_EQ(sex["status"], "review");
    EXPECT_EQ(document["findings"][0]["code"], "sex.differs_from_id_number");

    const auto commit = [&] {
        return send(
            person,
            "POST",
            "/api/v1/documents/" + id + "/commit",
            std::nullopt,
            {{"if-match", version_of(document)}}
        );
    };
    EXPECT_EQ(type_of(commit()), "open_discrepancies");
    document = decide(person, document, "sex", {{"action", "correct"}, {"value", "男"}}, 200);
    EXPECT_TRUE(document["findings"].empty());
    EXPECT_EQ(commit().status, 201);
}

/// Who is born on the 26th is born in the future until midnight in China, which is 16:00 in UTC.
TEST_F(ReviewApi, JudgesByTheDayThatItIsAtTheSite)
{
    using namespace std::chrono_literals;
    constexpr store::Instant midnight{
        std::chrono::sys_days{std::chrono::year{2026} / 11 / 25} + 16h};
    const Json born_on_the_26th{{"action", "correct"}, {"value", "11010520261126002X"}};
    now = midnight - 1min;
    auto person = sign_in_as("administrator", "wang");
    const auto id = queue_a_document();
    const auto document = body_of(send(person, "GET", "/api/v1/documents/" + id));
    const auto refused = decide(person, document, "id_number", born_on_the_26th, 422);
    EXPECT_THAT(refused["finding"]["code"], "id_number.birth_future");
    now = midnight;
    (void)decide(person, document, "id_number", born_on_the_26th, 200);
}

TEST_F(ReviewApi, LetsOnlyTheFirstOfTwoPeopleDecide)
{
    auto first = sign_in_as("verifier", "li");
    auto second = sign_in_as("verifier", "zhao");
    const auto document = body_of(send(first, "GET", "/api/v1/documents/" + queue_a_document()));
    decide(first, document, "id_number", {{"action", "confirm"}}, 200);
    const auto late = decide(second, document, "id_number", {{"action", "confirm"}}, 412);
    EXPECT_EQ(late["type"], "version_changed");
}

TEST_F(ReviewApi, AsksForTheVersionThatADecisionIsBasedOn)
{
    auto person = sign_in_as("verifier", "li");
    const auto document = body_of(send(person, "GET", "/api/v1/documents/" + queue_a_document()));
    const std::string doubt = document["discrepancies"][0]["id"];
    const auto response = send(
        person, "POST", "/api/v1/discrepancies/" + doubt + "/decision", Json{{"action", "confirm"}}
    );
    EXPECT_EQ(response.status, 428);
    EXPECT_EQ(type_of(response), "version_needed");
}

TEST_F(ReviewApi, RefusesACorrectionThatBreaksARuleUnlessAReasonIsGiven)
{
    auto person = sign_in_as("verifier", "li");
    const auto document = body_of(send(person, "GET", "/api/v1/documents/" + queue_a_document()));
    const Json wrong{{"action", "correct"}, {"value", "110105194912310021"}};
    const auto refused = decide(person, document, "id_number", wrong, 422);
    EXPECT_EQ(refused["type"], "rule_broken");
    EXPECT_EQ(refused["finding"]["severity"], "error");
    EXPECT_FALSE(refused["finding"]["message"]["zh_hans"].get<std::string>().empty());
    auto overridden = wrong;
    overridden["override_reason"] = "printed so on the card";
    decide(person, document, "id_number", overridden, 200);
}

TEST_F(ReviewApi, CommitsNothingWhileADoubtIsOpen)
{
    auto person = sign_in_as("verifier", "li");
    const auto id = queue_a_document();
    const auto document = body_of(send(person, "GET", "/api/v1/documents/" + id));
    const auto response = send(
        person,
        "POST",
        "/api/v1/documents/" + id + "/commit",
        std::nullopt,
        {{"if-match", version_of(document)}}
    );
    EXPECT_EQ(response.status, 409);
    EXPECT_EQ(type_of(response), "open_discrepancies");
}

TEST_F(ReviewApi, RejectsADocumentOnlyWithAReason)
{
    auto person = sign_in_as("verifier", "li");
    const auto id = queue_a_document();
    const auto document = body_of(send(person, "GET", "/api/v1/documents/" + id));
    const TextMap version{{"if-match", version_of(document)}};
    EXPECT_EQ(
        send(person, "POST", "/api/v1/documents/" + id + "/reject", Json{{"reason", ""}}, version)
            .status,
        422
    );
    const auto rejected = send(
        person,
        "POST",
        "/api/v1/documents/" + id + "/reject",
        Json{{"reason", "a copy of a copy"}},
        version
    );
    ASSERT_EQ(rejected.status, 200) << rejected.body;
    EXPECT_EQ(body_of(rejected)["state"], "rejected");
    EXPECT_EQ(body_of(rejected)["reason"], "a copy of a copy");
}

TEST_F(ReviewApi, KeepsOthersAwayFromAClaimedDocument)
{
    auto first = sign_in_as("verifier", "li");
    auto second = sign_in_as("verifier", "zhao");
    const auto id = queue_a_document();
    EXPECT_EQ(send(first, "PUT", "/api/v1/documents/" + id + "/claim").status, 200);
    EXPECT_EQ(
        type_of(send(second, "PUT", "/api/v1/documents/" + id + "/claim")), "claimed_by_other"
    );
    EXPECT_EQ(send(first, "DELETE", "/api/v1/documents/" + id + "/claim").status, 204);
    EXPECT_EQ(send(second, "PUT", "/api/v1/documents/" + id + "/claim").status, 200);
}

} // namespace dossier::web
