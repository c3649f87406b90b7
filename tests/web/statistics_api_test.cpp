// What the archive holds, counted, through the interface.

#include "tests/web/described.h"
#include "tests/web/site_fixture.h"

#include <gmock/gmock.h>

namespace dossier::web {

namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class StatisticsApi : public SiteTest {
protected:
    StatisticsApi()
    {
        auto examined = doubtful_card();
        for (auto& checked : examined.documents.at(0).fields)
            checked.status = verify::FieldStatus::accepted;
        (void)queue_a_document('a', examined);
    }

    Browser chen = sign_in_as("records", "chen");
};

} // namespace

TEST_F(StatisticsApi, CountWhatIsThere)
{
    const auto answer = send(chen, "GET", "/api/v1/statistics?months=3");
    EXPECT_EQ(difference_from_description("GET", "/api/v1/statistics", answer), "");
    const auto body = body_of(answer);
    EXPECT_EQ(body["records"], 1);
    EXPECT_EQ(body["months"].size(), 3U);
    EXPECT_EQ(body["months"].at(2)["month"], "2026-11");
    EXPECT_EQ(body["months"].at(2)["records"], 1);
    EXPECT_EQ(body["by"].size(), 10U);
    EXPECT_EQ(body["quality"].at(0)["fields"], 4);
}

TEST_F(StatisticsApi, AreATableThatNoSpreadsheetRuns)
{
    auto& store = open_store();
    const auto boss = store.create_department("=cmd|' /C calc'!A0", store::system_actor(), now);
    (void)store.assign_station("window-1", boss->id, store::system_actor(), now);
    auto examined = doubtful_card();
    for (auto& checked : examined.documents.at(0).fields)
        checked.status = verify::FieldStatus::accepted;
    (void)queue_a_document('b', examined);
    const auto table = send(chen, "GET", "/api/v1/statistics?format=csv");
    EXPECT_EQ(table.status, 200);
    EXPECT_THAT(
        table.body,
        AllOf(
            HasSubstr("part,name,word,count,bytes\r\n"),
            HasSubstr("records,type,id_card,2,"),
            HasSubstr("month,records,2026-11,2,"),
            Not(HasSubstr(",=cmd"))
        )
    );
}

TEST_F(StatisticsApi, SayWhatIsWrongWithWhatIsAsked)
{
    EXPECT_EQ(type_of(send(chen, "GET", "/api/v1/statistics?months=0")), "bad_months");
    EXPECT_EQ(type_of(send(chen, "GET", "/api/v1/statistics?months=many")), "bad_months");
    EXPECT_EQ(type_of(send(chen, "GET", "/api/v1/statistics?format=pdf")), "unknown_format");
    auto li = sign_in_as("verifier", "li");
    EXPECT_EQ(send(li, "GET", "/api/v1/statistics").status, 403);
}

} // namespace dossier::web
