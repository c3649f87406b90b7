// Searching over the interface: what is typed comes in the body, what is found goes out masked and
// counted.

#include "tests/web/described.h"
#include "tests/web/site_fixture.h"

#include <gmock/gmock.h>

namespace dossier::web {

namespace {

using testing::HasSubstr;
using testing::Not;

class SearchApi : public SiteTest {
protected:
    /// A committed card of 张伟.
    void commit_a_record(char mark)
    {
        auto examined = doubtful_card();
        for (auto& field : examined.documents.at(0).fields) {
            field.status = verify::FieldStatus::accepted;
            if (field.field.name == "name") field.field.value = "张伟";
        }
        (void)queue_a_document(mark, examined);
        while (open_store().index_records(100).left > 0) {
        }
    }

    Response search(const Json& query) { return send(li, "POST", "/api/v1/records/search", query); }

    Browser li = sign_in_as("records", "li");
};

TEST_F(SearchApi, AnswersAsDescribed)
{
    commit_a_record('a');
    for (const auto& query :
         {Json::object(), Json{{"text", "张伟"}}, Json{{"text", "11010519491231002X"}}}) {
        const auto answer = search(query);
        EXPECT_EQ(answer.status, 200) << answer.body;
        EXPECT_EQ(difference_from_description("POST", "/api/v1/records/search", answer), "");
        EXPECT_EQ(body_of(answer)["total"], 1) << query;
    }
}

TEST_F(SearchApi, ShowsWhatMatchesAndMasksNumbers)
{
    commit_a_record('a');
    const auto by_name = body_of(search({{"text", "zhangwei"}}));
    EXPECT_EQ(by_name["read_as"], "text");
    EXPECT_EQ(by_name["items"][0]["title"], "张伟");
    EXPECT_EQ(by_name["items"][0]["matches"][0]["match"], "张伟");
    EXPECT_EQ(by_name["items"][0]["matches"][0]["kind"], "sound");
    const auto by_number = search({{"text", "110105 19491231 002x"}});
    EXPECT_EQ(body_of(by_number)["read_as"], "number");
    EXPECT_THAT(by_number.body, HasSubstr("1****************X"));
    EXPECT_THAT(by_number.body, Not(HasSubstr("19491231")));
}

TEST_F(SearchApi, FiltersByTypeStationAndDay)
{
    commit_a_record('a');
    const auto total = [&](Json query) {
        query["text"] = "张伟";
        return body_of(search(query))["total"].get<int>();
    };
    EXPECT_EQ(total({{"type", "id_card"}}), 1);
    EXPECT_EQ(total({{"type", "passport"}}), 0);
    EXPECT_EQ(total({{"station", "nowhere"}}), 0);
    EXPECT_EQ(total({{"from", "2026-11-23"}, {"to", "2026-11-23"}}), 1);
    EXPECT_EQ(total({{"from", "2026-11-24"}}), 0);
    EXPECT_EQ(total({{"to", "2026-11-22"}}), 0);
}

TEST_F(SearchApi, RefusesWhatItDoesNotUnderstand)
{
    EXPECT_EQ(type_of(search({{"from", "23.11.2026"}})), "date_malformed");
    EXPECT_EQ(type_of(search({{"to", "2026-02-30"}})), "date_malformed");
    EXPECT_EQ(type_of(search({{"text", std::string(601, 'a')}})), "text_too_long");
    EXPECT_EQ(type_of(search({{"query", "张伟"}})), "unknown_field");
}

TEST_F(SearchApi, IsForThoseWhoKeepRecords)
{
    auto vera = sign_in_as("verifier", "vera");
    EXPECT_EQ(send(vera, "POST", "/api/v1/records/search", Json::object()).status, 403);
    auto otto = sign_in_as("auditor", "otto");
    EXPECT_EQ(send(otto, "POST", "/api/v1/records/search", Json::object()).status, 403);
}

TEST_F(SearchApi, IsOftenEnoughForWorkAndNoMore)
{
    for (int i = 0; i < 60; ++i)
        ASSERT_EQ(search({{"text", "张伟"}}).status, 200) << i;
    EXPECT_EQ(search({{"text", "张伟"}}).status, 429);
    now += std::chrono::minutes(1);
    EXPECT_EQ(search({{"text", "张伟"}}).status, 200);
}

TEST_F(SearchApi, LeavesWhatWasTypedOutOfTheTrail)
{
    (void)search({{"text", "欧阳修"}});
    auto otto = sign_in_as("auditor", "otto");
    const auto trail = send(otto, "GET", "/api/v1/audit").body;
    EXPECT_THAT(trail, HasSubstr("records_searched"));
    EXPECT_THAT(trail, HasSubstr("text 0"));
    EXPECT_THAT(trail, Not(HasSubstr("欧阳修")));
}

} // namespace

} // namespace dossier::web
