// Addresses, the sealed state, and the description of the API held against real answers.

#include "tests/web/described.h"
#include "tests/web/site_fixture.h"
#include "web/openapi.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cctype>

namespace dossier::web {

TEST_F(SiteTest, AnswersAnUnknownAddressWithAProblemDocument)
{
    Browser stranger;
    const auto response = send(stranger, "GET", "/api/v1/nothing");
    EXPECT_EQ(response.status, 404);
    EXPECT_EQ(response.media_type, "application/problem+json");
    EXPECT_EQ(body_of(response)["status"], 404);
}

TEST_F(SiteTest, NamesTheMethodsOfAnAddress)
{
    Browser stranger;
    const auto response = send(stranger, "PUT", "/api/v1/session");
    EXPECT_EQ(response.status, 405);
    const std::pair<std::string, std::string> allow{"Allow", "POST, GET, DELETE"};
    EXPECT_THAT(response.headers, testing::Contains(allow));
}

TEST_F(SiteTest, IsNotReadyWhileIntakeIsPaused)
{
    Browser stranger;
    EXPECT_EQ(send(stranger, "GET", "/readyz").status, 200);
    intake_state = "disk_low";
    const auto response = send(stranger, "GET", "/readyz");
    EXPECT_EQ(response.status, 503);
    EXPECT_EQ(body_of(response)["reason"], "disk_low");
}

TEST_F(SiteTest, IsNotReadyWhileNoReaderStarts)
{
    can_read = false;
    Browser stranger;
    const auto response = send(stranger, "GET", "/readyz");
    EXPECT_EQ(response.status, 503);
    EXPECT_EQ(body_of(response)["reason"], "readers_failed");
}

TEST_F(SiteTest, CountsDocumentsForPrometheus)
{
    static_cast<void>(queue_a_document());
    Browser stranger;
    const auto text = send(stranger, "GET", "/metrics").body;
    EXPECT_THAT(text, testing::HasSubstr("dossier_documents{state=\"review\"} 1\n"));
    EXPECT_THAT(text, testing::HasSubstr("dossier_sealed 0\n"));
}

TEST_F(SiteTest, AnswersOnlyAboutItsStateWhileSealed)
{
    Vault sealed{data, store::system_random(), cheap_store(), {}, [](store::Store&) {}};
    const Site closed{
        .vault = sealed,
        .types = types,
        .policy = {},
        .limits = {},
        .metrics = metrics,
        .unseal_throttle = throttle,
        .intake_state = [] { return std::string{"sealed"}; },
        .stations = [] { return std::vector<StationState>{}; },
        .work_arrived = [] {},
        .can_read = [] { return true; }};
    const auto ask =
        [&](const std::string& method, const std::string& path, const std::string& body = {}) {
            Request request;
            request.method = method;
            request.path = path;
            request.body = body;
            request.headers.emplace("content-type", "application/json");
            return dispatch(closed, routes(), request, now);
        };
    EXPECT_EQ(type_of(ask("GET", "/api/v1/queue")), "sealed");
    EXPECT_EQ(type_of(ask("POST", "/api/v1/session", "{}")), "sealed");
    EXPECT_EQ(body_of(ask("GET", "/api/v1/state"))["sealed"], true);
    EXPECT_EQ(body_of(ask("GET", "/api/v1/state"))["has_token"], false);
    EXPECT_EQ(ask("GET", "/readyz").status, 503);
    EXPECT_EQ(ask("GET", "/healthz").status, 200);
    const std::string wrong = R"({"passphrase": "not the passphrase"})";
    EXPECT_EQ(type_of(ask("POST", "/api/v1/unseal", wrong)), "wrong_passphrase");
    for (int i = 0; i < 3; ++i)
        static_cast<void>(ask("POST", "/api/v1/unseal", wrong));
    EXPECT_EQ(type_of(ask("POST", "/api/v1/unseal", wrong)), "too_many_tries");
}

TEST(OpenApi, DescribesEveryRouteAndNothingElse)
{
    const auto description = nlohmann::json::parse(openapi_text);
    std::size_t described = 0;
    for (const auto& [path, operations] : description["paths"].items())
        described += operations.size();
    EXPECT_EQ(described, routes().size());
    for (const auto& route : routes())
        EXPECT_TRUE(find_operation(description, route.method, route.pattern))
            << route.method << " " << route.pattern;
}

TEST(OpenApi, SaysWhatEachRouteAsksOfItsCaller)
{
    const auto description = nlohmann::json::parse(openapi_text);
    for (const auto& route : routes()) {
        std::string method{route.method};
        std::ranges::transform(method, method.begin(), [](unsigned char c) {
            return static_cast<char>(std::tolower(c));
        });
        EXPECT_EQ(
            description["paths"][std::string{route.pattern}][method]["x-access"],
            to_text(route.access)
        ) << method
          << " " << route.pattern;
    }
}

TEST_F(SiteTest, AnswersAsTheDescriptionSays)
{
    auto admin = sign_in_as("administrator", "wang");
    const auto id = queue_a_document();
    const std::vector<std::pair<std::string, std::string>> asked{
        {"/healthz", "/healthz"},
        {"/readyz", "/readyz"},
        {"/api/v1/state", "/api/v1/state"},
        {"/api/v1/session", "/api/v1/session"},
        {"/api/v1/types", "/api/v1/types"},
        {"/api/v1/queue", "/api/v1/queue"},
        {"/api/v1/documents/" + id, "/api/v1/documents/{id}"},
        {"/api/v1/originals", "/api/v1/originals"},
        {"/api/v1/records", "/api/v1/records"},
        {"/api/v1/audit", "/api/v1/audit"},
        {"/api/v1/audit/report", "/api/v1/audit/report"},
        {"/api/v1/users", "/api/v1/users"},
        {"/api/v1/departments", "/api/v1/departments"},
        {"/api/v1/station", "/api/v1/station"},
        {"/api/v1/stations", "/api/v1/stations"},
    };
    for (const auto& [path, pattern] : asked) {
        const auto response = send(admin, "GET", path);
        EXPECT_EQ(difference_from_description("GET", pattern, response), "") << path;
    }
}

} // namespace dossier::web
