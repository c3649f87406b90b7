// Borrowing over the interface: one person asks, another approves, and what is lent is marked.

#include "tests/web/described.h"
#include "tests/web/site_fixture.h"

#include <gmock/gmock.h>

namespace dossier::web {

namespace {

class LoansApi : public SiteTest {
protected:
    std::string commit_a_record(char mark)
    {
        auto card = doubtful_card();
        for (auto& field : card.documents.at(0).fields)
            field.status = verify::FieldStatus::accepted;
        (void)queue_a_document(mark, card);
        return open_store().records(store::whole_site, "", "", 1).items.at(0).id.text;
    }

    Response ask(Browser& person, const std::string& records = "D-2026-000001")
    {
        return send(
            person,
            "POST",
            "/api/v1/my-loans",
            Json{{"kind", "view"}, {"records", records}, {"purpose", "a complaint"}, {"days", "3"}}
        );
    }

    Response decide(Browser& person, const std::string& loan, const Json& decision)
    {
        return send(person, "POST", "/api/v1/loans/" + loan + "/decision", decision);
    }

    std::string borrow()
    {
        const std::string loan = body_of(ask(vera))["id"];
        EXPECT_EQ(decide(li, loan, {{"action", "approve"}}).status, 200);
        return loan;
    }

    std::string address(const std::string& loan) const
    {
        return "/api/v1/my-loans/" + loan + "/records/" + record;
    }

    Browser li = sign_in_as("records", "li");
    Browser vera = sign_in_as("verifier", "vera");
    std::string record = commit_a_record('a');
};

TEST_F(LoansApi, WhoMayNotSeeRecordsSeesWhatHeBorrowed)
{
    ASSERT_EQ(send(vera, "GET", "/api/v1/records/" + record).status, 403);
    const auto asked = ask(vera);
    ASSERT_EQ(asked.status, 201) << asked.body;
    EXPECT_EQ(difference_from_description("POST", "/api/v1/my-loans", asked), "");
    const std::string loan = body_of(asked)["id"];
    EXPECT_EQ(send(vera, "GET", address(loan)).status, 404);
    EXPECT_EQ(decide(vera, loan, {{"action", "approve"}}).status, 403);

    const auto approved = decide(li, loan, {{"action", "approve"}});
    EXPECT_EQ(difference_from_description("POST", "/api/v1/loans/{id}/decision", approved), "");
    const auto seen = send(vera, "GET", address(loan));
    ASSERT_EQ(seen.status, 200) << seen.body;
    EXPECT_EQ(
        difference_from_description("GET", "/api/v1/my-loans/{id}/records/{record}", seen), ""
    );
    EXPECT_EQ(body_of(seen)["record"]["fields"][0]["value"], "张伟");
    // 12:00 UTC is 20:00 at the site.
    EXPECT_EQ(body_of(seen)["watermark"], "vera · 2026-11-23 20:00 · L-2026-000001");
    EXPECT_EQ(send(vera, "GET", address(loan) + "/pages/0/image").status, 200);
    EXPECT_EQ(send(li, "GET", address(loan)).status, 404);
}

TEST_F(LoansApi, EndByThemselves)
{
    const auto loan = borrow();
    now += std::chrono::days{3};
    vera = sign_in_as("verifier", "vera2"); // her session ended long ago
    EXPECT_EQ(open_store().end_loans(now), 1);
    auto keeper = sign_in_as("records", "lu");
    const auto out = send(keeper, "GET", "/api/v1/loans?list=out");
    EXPECT_EQ(difference_from_description("GET", "/api/v1/loans", out), "");
    EXPECT_EQ(body_of(out)["items"].size(), 0);
}

TEST_F(LoansApi, NobodyDecidesOnHisOwn)
{
    const std::string loan = body_of(ask(li))["id"];
    EXPECT_EQ(type_of(decide(li, loan, {{"action", "approve"}})), "same_person");
    EXPECT_EQ(body_of(send(li, "GET", "/api/v1/loans?list=waiting"))["items"].size(), 0);
}

TEST_F(LoansApi, AreAskedForByNumbersThatThereAre)
{
    EXPECT_EQ(type_of(ask(vera, "D-2026-000009")), "no_such_record");
    EXPECT_EQ(type_of(ask(vera, "")), "not_allowed");
    const auto both = ask(vera, "D-2026-000001, D-2026-000001\n");
    EXPECT_EQ(body_of(both)["records"].size(), 1);
}

TEST_F(LoansApi, AreGivenBackRenewedAndTakenBack)
{
    const auto first = borrow();
    const auto renewed = send(li, "POST", "/api/v1/loans/" + first + "/renewal", Json::object());
    EXPECT_EQ(difference_from_description("POST", "/api/v1/loans/{id}/renewal", renewed), "");
    EXPECT_EQ(body_of(renewed)["renewals"], 1);
    const auto back = send(vera, "POST", "/api/v1/my-loans/" + first + "/return", Json::object());
    EXPECT_EQ(difference_from_description("POST", "/api/v1/my-loans/{id}/return", back), "");
    EXPECT_EQ(send(vera, "GET", address(first)).status, 404);

    const auto second = borrow();
    const auto taken =
        send(li, "POST", "/api/v1/loans/" + second + "/return", Json{{"note", "enough"}});
    EXPECT_EQ(difference_from_description("POST", "/api/v1/loans/{id}/return", taken), "");
    EXPECT_EQ(body_of(taken)["return_note"], "enough");
    const auto mine = send(vera, "GET", "/api/v1/my-loans");
    EXPECT_EQ(difference_from_description("GET", "/api/v1/my-loans", mine), "");
    EXPECT_EQ(body_of(mine)["items"].size(), 2);
}

} // namespace

} // namespace dossier::web
