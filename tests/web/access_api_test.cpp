// Who gets in, and what each role may do.

#include "tests/web/site_fixture.h"

#include <gmock/gmock.h>

namespace dossier::web {

namespace {

struct Right {
    std::string_view role;
    std::set<Access> may;
};

} // namespace

TEST(Roles, MayDoExactlyWhatTheTableSays)
{
    using enum Access;
    const std::vector<Right> rights{
        {"operator", {member, station, intake, borrow}},
        {"verifier", {member, station, intake, review, borrow}},
        {"supervisor", {member, station, intake, review, arbitrate, borrow, lend}},
        {"records", {member, borrow, lend, records}},
        {"auditor", {member, audit}},
        {"administrator",
         {member, station, intake, review, arbitrate, borrow, lend, records, audit, administer}},
        {"station", {station}},
        {"nobody", {}},
        {"", {}}};
    for (const auto& [role, may] : rights)
        for (const auto access :
             {member, station, intake, review, arbitrate, borrow, lend, records, audit, administer})
            EXPECT_EQ(permits(role, access), may.contains(access))
                << role << " " << static_cast<int>(access);
}

TEST_F(SiteTest, AsksAStrangerToSignInOnEveryRouteThatNeedsIt)
{
    for (const auto& route : routes()) {
        if (route.access == Access::open || route.access == Access::visitor) continue;
        Browser stranger;
        const auto response = send(stranger, std::string{route.method}, std::string{route.pattern});
        EXPECT_EQ(response.status, 401) << route.method << " " << route.pattern;
        EXPECT_EQ(type_of(response), "not_signed_in");
    }
}

TEST_F(SiteTest, RefusesEveryRouteToARoleWithoutItsPermission)
{
    auto records_person = sign_in_as("records", "chen");
    for (const auto& route : routes()) {
        if (route.access <= Access::session || permits("records", route.access)) continue;
        const auto response =
            send(records_person, std::string{route.method}, std::string{route.pattern});
        EXPECT_EQ(type_of(response), "forbidden") << route.method << " " << route.pattern;
    }
}

TEST_F(SiteTest, WritesADenialIntoTheAuditTrail)
{
    auto operator_person = sign_in_as("operator", "sun");
    ASSERT_EQ(send(operator_person, "GET", "/api/v1/audit").status, 403);
    EXPECT_EQ(open_store().audit("", 1).items.at(0).outcome, "denied");
    EXPECT_EQ(open_store().audit("", 1).items.at(0).actor, "sun");
}

TEST_F(SiteTest, NeedsTheSessionsTokenForEveryUnsafeMethod)
{
    auto person = sign_in_as("verifier", "li");
    auto forged = person;
    forged.csrf.clear();
    EXPECT_EQ(type_of(send(forged, "POST", "/api/v1/queue/claim")), "csrf_token");
    forged.csrf = std::string(person.csrf.size(), '0');
    EXPECT_EQ(type_of(send(forged, "POST", "/api/v1/queue/claim")), "csrf_token");
    EXPECT_EQ(send(person, "POST", "/api/v1/queue/claim").status, 204);
}

TEST_F(SiteTest, RefusesAnUnsafeRequestFromAnotherSite)
{
    auto person = sign_in_as("verifier", "li");
    const auto response = send(
        person, "POST", "/api/v1/queue/claim", std::nullopt, {{"sec-fetch-site", "cross-site"}}
    );
    EXPECT_EQ(type_of(response), "cross_site");
}

TEST_F(SiteTest, LetsAOneTimePasswordDoNothingButBeChanged)
{
    const auto made = open_store().create_user("li", "Li", "verifier", store::system_actor(), now);
    Browser person;
    const Json credentials{{"username", "li"}, {"password", made->one_time_password}};
    const auto session = body_of(send(person, "POST", "/api/v1/session", credentials));
    EXPECT_TRUE(session["must_change_password"]);
    EXPECT_EQ(type_of(send(person, "GET", "/api/v1/queue")), "password_change_required");
}

TEST_F(SiteTest, LetsNobodyWorkWithoutASecondFactorWhereItIsRequired)
{
    site.policy.second_factor_required = true;
    auto person = sign_in_as("verifier", "li");
    EXPECT_EQ(body_of(send(person, "GET", "/api/v1/session"))["second_factor"], "required");
    EXPECT_EQ(type_of(send(person, "GET", "/api/v1/queue")), "second_factor_required");
    const auto begun = body_of(send(person, "POST", "/api/v1/session/second-factor"));
    EXPECT_THAT(
        begun["otpauth_uri"].get<std::string>(),
        testing::HasSubstr(begun["secret"].get<std::string>())
    );
}

TEST_F(SiteTest, PutsTheSessionIntoACookieThatScriptsCannotRead)
{
    Browser person = sign_in_as("verifier", "li");
    const Json wrong{{"username", "li"}, {"password", "not the password"}};
    EXPECT_EQ(type_of(send(person, "POST", "/api/v1/session", wrong)), "bad_credentials");
    const Json right{{"username", "li"}, {"password", password}};
    const auto response = send(person, "POST", "/api/v1/session", right);
    EXPECT_EQ(response.headers[0].first, "Set-Cookie");
    for (const auto* attribute :
         {"__Host-session=", "Secure", "HttpOnly", "SameSite=Strict", "Path=/"})
        EXPECT_THAT(response.headers[0].second, testing::HasSubstr(attribute));
}

TEST_F(SiteTest, ForgetsASessionThatSignedOut)
{
    auto person = sign_in_as("verifier", "li");
    auto thief = person;
    EXPECT_EQ(send(person, "DELETE", "/api/v1/session").status, 204);
    EXPECT_EQ(type_of(send(thief, "GET", "/api/v1/session")), "not_signed_in");
}

TEST_F(SiteTest, ThrottlesAnAddressThatTriesPasswords)
{
    Browser stranger;
    const Json wrong{{"username", "nobody"}, {"password", "not the password"}};
    Response last;
    for (int i = 0; i < 31; ++i)
        last = send(stranger, "POST", "/api/v1/session", wrong);
    EXPECT_EQ(last.status, 429);
    EXPECT_EQ(last.headers.at(0).first, "Retry-After");
}

TEST_F(SiteTest, MakesAnAccountWithAOneTimePassword)
{
    auto admin = sign_in_as("administrator", "wang");
    const Json account{{"username", "qian"}, {"display_name", "Qian"}, {"role", "operator"}};
    const auto made = send(admin, "POST", "/api/v1/users", account);
    EXPECT_EQ(made.status, 201);
    EXPECT_FALSE(body_of(made)["one_time_password"].get<std::string>().empty());
    const Json unknown{{"username", "zhou"}, {"display_name", "Zhou"}, {"role", "king"}};
    EXPECT_EQ(type_of(send(admin, "POST", "/api/v1/users", unknown)), "unknown_role");
}

} // namespace dossier::web
