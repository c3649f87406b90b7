// The figures through the API: counts that a supervisor may see, and nothing of any document.

#include "tests/web/described.h"
#include "tests/web/site_fixture.h"

#include <gmock/gmock.h>

namespace dossier::web {

namespace {

class FiguresApi : public SiteTest {
protected:
    nlohmann::json figures(const std::string& query = "")
    {
        const auto answer = send(qian, "GET", "/api/v1/figures" + query);
        EXPECT_EQ(answer.status, 200) << answer.body;
        EXPECT_EQ(difference_from_description("GET", "/api/v1/figures", answer), "");
        EXPECT_THAT(answer.body, testing::Not(testing::HasSubstr("11010519491231002X")));
        return body_of(answer);
    }

    std::string document = "/api/v1/documents/" + queue_a_document();
    Browser qian = sign_in_as("supervisor", "qian");
};

} // namespace

TEST_F(FiguresApi, SayWhatWaitsAndWhatCame)
{
    const auto body = figures();
    EXPECT_EQ(body["waiting"].at(0)["type"], "id_card");
    EXPECT_EQ(body["waiting"].at(0)["by_age"], nlohmann::json({1, 0, 0, 0, 0}));
    EXPECT_EQ(body["days"].at(0)["day"], "2026-11-23");
    EXPECT_EQ(body["days"].at(0)["documents"], 1);
    EXPECT_EQ(body["stations"].at(0)["files"], 1);
}

TEST_F(FiguresApi, PromiseNothingWithoutSamples)
{
    const auto accuracy = figures()["accuracy"];
    EXPECT_EQ(accuracy["accepted"], 0);
    EXPECT_EQ(accuracy["wrong_share"]["most"], 1.0);
}

TEST_F(FiguresApi, AreForThoseWhoLeadTheWork)
{
    auto li = sign_in_as("verifier", "li");
    EXPECT_EQ(send(li, "GET", "/api/v1/figures").status, 403);
    EXPECT_EQ(send(qian, "GET", "/api/v1/figures?days=367").status, 400);
}

} // namespace dossier::web
