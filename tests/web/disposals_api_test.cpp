// Retention, holds and lists of what is destroyed, through the API.

#include "tests/web/described.h"
#include "tests/web/site_fixture.h"

#include <gmock/gmock.h>

namespace dossier::web {

namespace {

using testing::HasSubstr;

store::StoreOptions with_terms()
{
    auto options = cheap_store();
    options.filing.words["retention_class"] = {{"short", {}, {}}};
    options.filing.rules = {
        {.types = {}, .field = {}, .begins = {}, .gives = {{"retention_class", "short"}}}};
    options.filing.retention = {
        {"short", {.years = 2, .start = verify::RetentionStart::committed}}};
    return options;
}

class DisposalsApi : public SiteTest {
protected:
    DisposalsApi() : SiteTest(with_terms())
    {
        auto examined = doubtful_card();
        for (auto& checked : examined.documents.at(0).fields)
            checked.status = verify::FieldStatus::accepted;
        (void)queue_a_document('a', examined);
        record = open_store().records(store::whole_site, "", "", 1).items.at(0).id.text;
        now += std::chrono::days{4 * 365};
        for (const auto* name : {"chen", "deng", "fang", "gao", "han"})
            people.emplace(name, sign_in_as("records", name));
    }

    Response post(const std::string& who, const std::string& target, const Json& body)
    {
        return send(people.at(who), "POST", target, body);
    }

    Response propose()
    {
        return post(
            "chen",
            "/api/v1/disposals",
            {{"reason", "appraisal of 2030"},
             {"items", {{{"record_id", record}, {"opinion", "destroy"}}}}}
        );
    }

    Response step(const std::string& who, const std::string& id, const std::string& what)
    {
        return send(people.at(who), "POST", "/api/v1/disposals/" + id + "/" + what);
    }

    std::string record;
    std::map<std::string, Browser> people;
};

} // namespace

TEST_F(DisposalsApi, NameWhatIsDue)
{
    const auto due = send(people.at("chen"), "GET", "/api/v1/due-disposals");
    EXPECT_EQ(difference_from_description("GET", "/api/v1/due-disposals", due), "");
    EXPECT_EQ(body_of(due)["items"].at(0)["record_id"], record);
    EXPECT_EQ(body_of(due)["items"].at(0)["kept_through"], 2028);
}

TEST_F(DisposalsApi, TakeFivePeopleAndEndInACertificate)
{
    const auto proposed = propose();
    ASSERT_EQ(proposed.status, 201) << proposed.body;
    EXPECT_EQ(difference_from_description("POST", "/api/v1/disposals", proposed), "");
    const std::string id = body_of(proposed)["id"];
    EXPECT_EQ(type_of(step("chen", id, "approve")), "same_person");
    EXPECT_EQ(step("deng", id, "carry-out").status, 422) << "another step comes first";
    EXPECT_EQ(step("deng", id, "approve").status, 200);
    EXPECT_EQ(step("fang", id, "approve").status, 200);
    EXPECT_EQ(step("gao", id, "witness").status, 200);
    EXPECT_EQ(body_of(step("han", id, "witness"))["state"], "witnessed");
    const auto done = step("chen", id, "carry-out");
    ASSERT_EQ(done.status, 200) << done.body;
    EXPECT_EQ(difference_from_description("POST", "/api/v1/disposals/{id}/{step}", done), "");
    EXPECT_EQ(body_of(done)["items"].at(0)["is_destroyed"], true);
    EXPECT_EQ(send(people.at("chen"), "GET", "/api/v1/records/" + record).status, 410);
    const auto certificate =
        send(people.at("chen"), "GET", "/api/v1/disposals/" + id + "/certificate");
    EXPECT_THAT(certificate.body, HasSubstr("record D-2026-000001"));
    const auto lists = send(people.at("chen"), "GET", "/api/v1/disposals");
    EXPECT_EQ(difference_from_description("GET", "/api/v1/disposals", lists), "");
    EXPECT_EQ(body_of(lists)["items"].at(0)["state"], "carried_out");
}

TEST_F(DisposalsApi, DoNotTouchWhatIsHeld)
{
    const auto held =
        post("gao", "/api/v1/records/" + record + "/holds", {{"reason", "litigation"}});
    ASSERT_EQ(held.status, 201) << held.body;
    EXPECT_EQ(difference_from_description("POST", "/api/v1/records/{id}/holds", held), "");
    EXPECT_EQ(propose().status, 422);
    const std::string hold = body_of(held)["id"];
    const auto release = "/api/v1/holds/" + hold + "/release";
    EXPECT_EQ(post("gao", release, {{"reason", "settled"}}).status, 200);
    EXPECT_EQ(type_of(post("gao", release, Json::object())), "same_person");
    EXPECT_EQ(body_of(post("han", release, Json::object()))["released_by"], "han");
    const auto holds = send(people.at("chen"), "GET", "/api/v1/holds");
    EXPECT_EQ(difference_from_description("GET", "/api/v1/holds", holds), "");
    EXPECT_EQ(propose().status, 201);
}

TEST_F(DisposalsApi, SayWhatIsWrongWithWhatIsAsked)
{
    const auto closing = "/api/v1/records/" + record + "/closing";
    EXPECT_EQ(type_of(post("chen", closing, {{"closed_on", "2027-02-30"}})), "bad_day");
    EXPECT_EQ(post("chen", closing, {{"closed_on", "2027-02-28"}}).status, 204);
    EXPECT_EQ(
        type_of(post("chen", "/api/v1/disposals", {{"reason", "x"}, {"items", {{{"a", "b"}}}}})),
        "bad_items"
    );
    auto li = sign_in_as("verifier", "li");
    EXPECT_EQ(send(li, "GET", "/api/v1/disposals").status, 403);
}

} // namespace dossier::web
