// Stations: made by administrators, known by their token, good for uploads and nothing else.

#include "tests/web/described.h"
#include "tests/web/site_fixture.h"

#include <gmock/gmock.h>

namespace dossier::web {

class StationApi : public SiteTest {
protected:
    std::string token_of(const std::string& name)
    {
        return open_store().create_station(name, store::system_actor(), now)->token;
    }

    Response ask(const std::string& method, const std::string& target, const std::string& token)
    {
        Browser nobody;
        return send(nobody, method, target, std::nullopt, {{"authorization", "Bearer " + token}});
    }
};

TEST_F(StationApi, GivesANewStationItsTokenOnce)
{
    auto admin = sign_in_as("administrator", "wang");
    const auto made = send(admin, "POST", "/api/v1/stations", Json{{"name", "窗口 1"}});
    ASSERT_EQ(made.status, 201) << made.body;
    EXPECT_EQ(difference_from_description("POST", "/api/v1/stations", made), "");
    const auto token = body_of(made)["token"].get<std::string>();
    EXPECT_EQ(body_of(ask("GET", "/api/v1/station", token))["station"], "窗口 1");
    const auto listed = send(admin, "GET", "/api/v1/stations");
    EXPECT_EQ(difference_from_description("GET", "/api/v1/stations", listed), "");
    EXPECT_THAT(listed.body, testing::Not(testing::HasSubstr(token)));
}

TEST_F(StationApi, RefusesNamesThatAreNoneOrTaken)
{
    auto admin = sign_in_as("administrator", "wang");
    for (const auto* name : {"", ".hidden", "a/b", "a\\b", "a\nb"})
        EXPECT_EQ(
            type_of(send(admin, "POST", "/api/v1/stations", Json{{"name", name}})), "bad_station"
        );
    ASSERT_EQ(send(admin, "POST", "/api/v1/stations", Json{{"name", "window-1"}}).status, 201);
    EXPECT_EQ(
        type_of(send(admin, "POST", "/api/v1/stations", Json{{"name", "window-1"}})), "not_allowed"
    );
}

TEST_F(StationApi, EndsATokenByANewOneOrByDisabling)
{
    auto admin = sign_in_as("administrator", "wang");
    const auto first = token_of("窗口 1");
    const std::string address = "/api/v1/stations/%E7%AA%97%E5%8F%A3%201";
    const auto made = send(admin, "POST", address + "/token");
    EXPECT_EQ(difference_from_description("POST", "/api/v1/stations/{name}/token", made), "");
    const auto second = body_of(made)["token"].get<std::string>();
    EXPECT_EQ(type_of(ask("GET", "/api/v1/station", first)), "bad_token");
    EXPECT_EQ(ask("GET", "/api/v1/station", second).status, 200);
    const auto disabled = send(admin, "POST", address + "/disable");
    EXPECT_EQ(difference_from_description("POST", "/api/v1/stations/{name}/disable", disabled), "");
    EXPECT_EQ(ask("GET", "/api/v1/station", second).status, 401);
    EXPECT_EQ(open_store().audit("", 1).items.at(0).detail, "disabled");
    EXPECT_EQ(send(admin, "POST", "/api/v1/stations/nowhere/token").status, 404);
}

TEST_F(StationApi, OpensNothingButWhatIsForStations)
{
    const auto token = token_of("window-1");
    for (const auto& route : routes()) {
        if (route.access < Access::session || route.access == Access::station) continue;
        const auto response = ask(std::string{route.method}, std::string{route.pattern}, token);
        EXPECT_EQ(type_of(response), "forbidden") << route.method << " " << route.pattern;
    }
    EXPECT_EQ(open_store().audit("", 1).items.at(0).actor, "window-1");
    EXPECT_EQ(open_store().audit("", 1).items.at(0).role, "station");
}

TEST_F(StationApi, BelievesAWrongTokenNoMoreBesideAGoodCookie)
{
    auto admin = sign_in_as("administrator", "wang");
    const TextMap wrong{{"authorization", "Bearer dst_00"}};
    EXPECT_EQ(type_of(send(admin, "GET", "/api/v1/users", std::nullopt, wrong)), "bad_token");
    const TextMap other{{"authorization", "Basic d2FuZzpzZWNyZXQ="}};
    EXPECT_EQ(type_of(send(admin, "GET", "/api/v1/users", std::nullopt, other)), "bad_token");
}

TEST_F(StationApi, WritesDownWrongTokensButNotAFloodOfThem)
{
    for (int i = 0; i < 30; ++i)
        EXPECT_EQ(ask("GET", "/api/v1/station", "dst_wrong").status, 401);
    const auto written = open_store().audit("", 100).items;
    EXPECT_EQ(written.at(0).action, "station_token");
    EXPECT_EQ(written.at(0).outcome, "denied");
    EXPECT_EQ(ask("GET", "/api/v1/station", "dst_wrong").status, 429);
    EXPECT_EQ(open_store().audit("", 100).items.size(), written.size());
    EXPECT_EQ(ask("GET", "/api/v1/station", token_of("window-1")).status, 200);
}

TEST_F(StationApi, TellsPeopleThatTheyAreNone)
{
    auto person = sign_in_as("operator", "sun");
    const auto response = send(person, "GET", "/api/v1/station");
    EXPECT_TRUE(body_of(response)["station"].is_null());
    EXPECT_EQ(difference_from_description("GET", "/api/v1/station", response), "");
}

} // namespace dossier::web
