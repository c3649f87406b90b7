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
    const std::set<Access> all{
        member,
        station,
        intake,
        review,
        arbitrate,
        borrow,
        lend,
        records,
        keep_records,
        take_out,
        audit,
        accounts,
        administer,
        security};
    const std::vector<Right> rights{
        {"operator", {member, station, intake, borrow}},
        {"verifier", {member, station, intake, review, borrow}},
        {"arbiter", {member, review, arbitrate, borrow}},
        {"supervisor", {member, station, intake, review, arbitrate, supervise, borrow, lend}},
        {"records", {member, records, keep_records, take_out, borrow, lend}},
        {"exporter", {member, records, take_out, borrow}},
        {"service", {member, station}},
        {"auditor", {member, audit}},
        {"security_officer", {member, accounts, security}},
        {"system_administrator", {member, accounts, administer}},
        {"administrator", all},
        {"operator,records",
         {member, station, intake, records, keep_records, take_out, borrow, lend}},
        {"station", {station}},
        {"nobody", {}},
        {"", {}}};
    for (const auto& [role, may] : rights)
        for (const auto access : all)
            EXPECT_EQ(permits(role, access), may.contains(access))
                << role << " " << static_cast<int>(access);
}

TEST(Roles, AreKeptInOneOrderEachOnce)
{
    EXPECT_EQ(normal_roles("arbiter,verifier,arbiter"), "verifier,arbiter");
    EXPECT_EQ(normal_roles(""), "");
    EXPECT_EQ(normal_roles("verifier,king"), std::nullopt);
    EXPECT_EQ(normal_roles("station"), std::nullopt) << "of a token, not of an account";
}

TEST(Roles, ThatAdministerAppointOrAuditStandAlone)
{
    for (const auto* alone :
         {"auditor", "security_officer", "system_administrator", "administrator"})
        for (const auto other : roles()) {
            const auto both = normal_roles(std::string{alone} + "," + std::string{other}).value();
            EXPECT_EQ(are_separate(both), both == alone) << both;
        }
    EXPECT_TRUE(are_separate("operator,verifier,arbiter,records,exporter"));
    EXPECT_TRUE(are_separate("operator,service"));
    EXPECT_FALSE(are_separate("verifier,service")) << "a program decides nothing";
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

TEST_F(SiteTest, NeedsTwoOfficersForAnAccountThatMayDoSomething)
{
    auto administrator = sign_in_as("system_administrator", "wang");
    auto officer = sign_in_as("security_officer", "su");
    Json account{{"username", "qian"}, {"display_name", "Qian"}, {"role", "operator"}};
    EXPECT_EQ(type_of(send(administrator, "POST", "/api/v1/users", account)), "not_yours_to_give");
    EXPECT_EQ(type_of(send(officer, "POST", "/api/v1/users", account)), "forbidden");
    account.erase("role");
    const auto made = body_of(send(administrator, "POST", "/api/v1/users", account));
    const auto path = "/api/v1/users/" + made["user"]["id"].get<std::string>();

    const Json role{{"role", "verifier,arbiter"}};
    EXPECT_EQ(type_of(send(administrator, "PUT", path + "/role", role)), "forbidden");
    EXPECT_EQ(
        type_of(send(officer, "PUT", path + "/role", Json{{"role", "auditor,records"}})),
        "duties_not_separate"
    );
    EXPECT_EQ(
        type_of(send(officer, "PUT", path + "/role", Json{{"role", "administrator"}})),
        "not_yours_to_give"
    );
    EXPECT_EQ(body_of(send(officer, "PUT", path + "/role", role))["role"], "verifier,arbiter");
}

TEST_F(SiteTest, LetsNobodyBecomeAnotherPersonByResettingHisPassword)
{
    auto administrator = sign_in_as("system_administrator", "wang");
    auto officer = sign_in_as("security_officer", "su");
    (void)sign_in_as("records", "chen");
    const auto id = id_of("chen");
    const auto reset = body_of(send(administrator, "POST", "/api/v1/users/" + id + "/reset"));
    Browser thief;
    const Json credentials{{"username", "chen"}, {"password", reset["one_time_password"]}};
    EXPECT_EQ(type_of(send(thief, "POST", "/api/v1/session", credentials)), "bad_credentials");
    EXPECT_EQ(send(officer, "POST", "/api/v1/users/" + id + "/unlock").status, 200);
    now += std::chrono::seconds{1};
    EXPECT_EQ(send(thief, "POST", "/api/v1/session", credentials).status, 200);
}

TEST_F(SiteTest, LetsNobodyDecideWhatHeHimselfMayDo)
{
    auto officer = sign_in_as("security_officer", "su");
    const auto path = "/api/v1/users/" + id_of("su") + "/role";
    EXPECT_EQ(type_of(send(officer, "PUT", path, Json{{"role", "records"}})), "same_person");
    auto administrator = sign_in_as("system_administrator", "wang");
    EXPECT_EQ(
        type_of(send(administrator, "POST", "/api/v1/users/" + id_of("wang") + "/end")),
        "same_person"
    );
}

TEST_F(SiteTest, EndsTheSessionsOfWhoseRoleOrAccountChanges)
{
    auto administrator = sign_in_as("administrator", "wang");
    auto person = sign_in_as("verifier", "li");
    const auto path = "/api/v1/users/" + id_of("li");
    ASSERT_EQ(send(administrator, "PUT", path + "/role", Json{{"role", "operator"}}).status, 200);
    EXPECT_EQ(type_of(send(person, "GET", "/api/v1/queue")), "not_signed_in");
    EXPECT_EQ(body_of(send(administrator, "POST", path + "/end"))["ended"], true);
    EXPECT_EQ(send(administrator, "POST", path + "/unlock").status, 404) << "for good";
    EXPECT_EQ(send(administrator, "POST", path + "/reset").status, 404);
}

TEST_F(SiteTest, TellsASessionWhatItMayDo)
{
    auto person = sign_in_as("arbiter", "li");
    EXPECT_EQ(
        body_of(send(person, "GET", "/api/v1/session"))["permissions"],
        (nlohmann::json{"review", "arbitrate", "borrow"})
    );
}

} // namespace dossier::web
