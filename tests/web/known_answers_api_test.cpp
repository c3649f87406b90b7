// A wrong value that was planted, through the API: it looks like any doubt, whoever decides learns
// what it was, and a supervisor sees how often people saw it.

#include "tests/web/described.h"
#include "tests/web/site_fixture.h"

#include <gmock/gmock.h>

namespace dossier::web {

namespace {

constexpr auto wrong_name = "张二";

class KnownAnswersApi : public SiteTest {
protected:
    static store::Examined name_is_planted()
    {
        auto examined = doubtful_card();
        auto& name = *examined.documents.at(0).find_field("name");
        right_name() = name.field.value;
        name.status = verify::FieldStatus::accepted;
        examined.known_answers = {.share = 1.0, .plantable = [](const verify::CheckedDocument&) {
                                      return std::vector<verify::Plantable>{{"name", {wrong_name}}};
                                  }};
        return examined;
    }

    static std::string& right_name()
    {
        static std::string name;
        return name;
    }

    static nlohmann::json of_name(const nlohmann::json& body, const std::string& list)
    {
        for (const auto& each : body[list])
            if (each[list == "fields" ? "name" : "field"] == "name") return each;
        return {};
    }

    nlohmann::json look(Browser& person) { return body_of(send(person, "GET", document)); }

    Response decide(Browser& person, const Json& decision)
    {
        const auto body = look(person);
        return send(
            person,
            "POST",
            "/api/v1/discrepancies/" + of_name(body, "discrepancies")["id"].get<std::string>() +
                "/decision",
            decision,
            {{"if-match", "\"" + std::to_string(body["version"].get<int>()) + "\""}}
        );
    }

    std::string document = "/api/v1/documents/" + queue_a_document('a', name_is_planted());
    Browser li = sign_in_as("verifier", "li");
    Browser qian = sign_in_as("supervisor", "qian");
};

} // namespace

TEST_F(KnownAnswersApi, CannotBeToldFromADoubt)
{
    const auto body = look(li);
    EXPECT_EQ(of_name(body, "fields")["value"], wrong_name);
    EXPECT_EQ(of_name(body, "fields")["status"], "review");
    EXPECT_EQ(of_name(body, "fields")["hidden"], false);
    EXPECT_EQ(of_name(body, "discrepancies")["second_eyes"], "none");
    EXPECT_EQ(body["known_answer"], nullptr);
    for (const auto& other : body["discrepancies"])
        EXPECT_EQ(other.size(), of_name(body, "discrepancies").size());
}

TEST_F(KnownAnswersApi, TellsWhoSawIt)
{
    const auto caught = decide(li, {{"action", "correct"}, {"value", right_name()}});
    ASSERT_EQ(caught.status, 200) << caught.body;
    EXPECT_EQ(difference_from_description("GET", "/api/v1/documents/{id}", caught), "");
    EXPECT_EQ(body_of(caught)["known_answer"], "caught");
    EXPECT_EQ(of_name(body_of(caught), "fields")["value"], right_name());
    EXPECT_EQ(look(li)["known_answer"], nullptr) << "told once";
}

TEST_F(KnownAnswersApi, NeverCommitsWhatWasPlanted)
{
    const auto missed = decide(li, {{"action", "confirm"}});
    EXPECT_EQ(body_of(missed)["known_answer"], "missed");
    EXPECT_EQ(of_name(body_of(missed), "discrepancies")["state"], "arbitration");
    EXPECT_EQ(of_name(body_of(missed), "fields")["value"], "");
    const auto settled = decide(qian, {{"action", "correct"}, {"value", right_name()}});
    ASSERT_EQ(settled.status, 200) << settled.body;
    EXPECT_EQ(of_name(body_of(settled), "fields")["value"], right_name());
    EXPECT_EQ(of_name(body_of(settled), "discrepancies")["state"], "confirmed");
}

TEST_F(KnownAnswersApi, ShowsASupervisorHowOftenPeopleSawIt)
{
    (void)decide(li, {{"action", "confirm"}});
    const auto answer = send(qian, "GET", "/api/v1/known-answers?days=30");
    EXPECT_EQ(difference_from_description("GET", "/api/v1/known-answers", answer), "");
    const auto person = body_of(answer)["items"].at(0);
    EXPECT_EQ(person["person"], "li");
    EXPECT_EQ(person["missed"], 1);
    EXPECT_EQ(person["caught_share"]["least"], 0.0);
    EXPECT_NEAR(person["caught_share"]["most"].get<double>(), 0.975, 1e-6);
    EXPECT_EQ(send(li, "GET", "/api/v1/known-answers").status, 403);
    EXPECT_EQ(send(qian, "GET", "/api/v1/known-answers?days=0").status, 400);
    EXPECT_EQ(send(qian, "GET", "/api/v1/known-answers?days=x").status, 400);
}

} // namespace dossier::web
