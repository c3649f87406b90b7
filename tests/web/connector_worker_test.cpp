// Connectors against a real HTTPS server on loopback that behaves as badly as services do.

#include "tests/web/a_service.h"
#include "tests/web/described.h"
#include "tests/web/site_fixture.h"
#include "web/connectors/worker.h"
#include "web/digest.h"
#include "web/field_rules.h"

#include <gmock/gmock.h>

#include <fstream>

namespace dossier::web {

namespace {

using namespace std::chrono_literals;
using Poco::Net::HTTPServerResponse;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using verify::CheckState;
using verify::Outcome;

constexpr auto key = "a key of the tests, long enough";
const std::string number = "11010519491231002X"; // of the fixture's card

verify::Connector police()
{
    return {
        .name = "police",
        .kind = "identity",
        .about = "id_number",
        .fields = {"name", "id_number"},
        .when = verify::AskWhen::read,
        .valid_for = std::chrono::days{30}};
}

store::StoreOptions with_connector()
{
    auto options = cheap_store();
    options.connectors = {police()};
    return options;
}

void answer(HTTPServerResponse& response, const std::string& code)
{
    AService::say(response, 200, R"({"result":{"code":")" + code + R"("},"serial":"S-1"})");
}

AService::Manners always(const std::string& code)
{
    return [code](const Asking&, HTTPServerResponse& response) { answer(response, code); };
}

class Connector : public SiteTest {
protected:
    Connector() : SiteTest(with_connector())
    {
        now = web::now();
        write_key(key);
    }

    void write_key(
        const std::string& text, std::filesystem::perms perms = std::filesystem::perms::owner_read
    )
    {
        std::filesystem::remove(secret);
        std::ofstream{secret} << text << "\n";
        std::filesystem::permissions(secret, perms);
    }

    [[nodiscard]] ConnectorOptions options(const AService& service) const
    {
        return {
            .asks = police(),
            .service =
                JsonService{
                    .to =
                        {.address = {.host = "localhost", .port = service.port()},
                         .path = "/v1/identity",
                         .ca = service.ca(),
                         .key_id = "bank-0017",
                         .key_file = secret},
                    .request =
                        {.fields = {{"name", "/person/name"}, {"id_number", "/person/idNo"}},
                         .texts = {{"/scene", "account"}}},
                    .answer =
                        {.outcome = "/result/code",
                         .meanings =
                             {{"1", Outcome::match},
                              {"2", Outcome::mismatch},
                              {"3", Outcome::not_found}},
                         .reference = "/serial"}},
            .timeout = 2'000ms,
            .a_minute = 6'000,
            .breaker = {.failures = 3, .pause = 1s, .longest = 2s},
            .retry = {.first = 1ms, .longest = 1ms}};
    }

    bool work(ConnectorWorker& worker)
    {
        return worker.work_once(open_store(), field_rules(site, now), {});
    }

    /// Until it asked, within the pace and pauses of its options.
    void work_until_asked(ConnectorWorker& worker)
    {
        for (int i = 0; i < 1'000; ++i) {
            if (work(worker)) return;
            std::this_thread::sleep_for(10ms);
        }
        FAIL() << "nothing was asked";
    }

    verify::ExternalCheck check_of(const std::string& id)
    {
        const auto document = open_store().view_document({id}, store::system_actor(), now);
        return document->external_checks.at(0);
    }

    std::filesystem::path secret = folder.path() / "police.key";
};

TEST_F(Connector, AsksAndKeepsTheAnswer)
{
    AService service{always("1")};
    ConnectorWorker worker{options(service)};
    const auto id = queue_a_document();
    EXPECT_TRUE(work(worker));
    const auto check = check_of(id);
    EXPECT_EQ(check.outcome, Outcome::match);
    EXPECT_EQ(check.reference, "S-1");
    EXPECT_EQ(worker.standing().trouble, "");
    ASSERT_THAT(service.askings(), SizeIs(1));
    EXPECT_EQ(
        service.askings()[0].body,
        R"({"person":{"idNo":"11010519491231002X","name":"张伟"},"scene":"account"})"
    );
    std::this_thread::sleep_for(20ms);
    EXPECT_FALSE(work(worker)) << "once";
}

TEST_F(Connector, CarriesValuesInTheBodyOnly)
{
    AService service{always("1")};
    ConnectorWorker worker{options(service)};
    (void)queue_a_document();
    work_until_asked(worker);
    const auto asking = service.askings().at(0);
    EXPECT_EQ(asking.method + " " + asking.target, "POST /v1/identity");
    for (const auto& [name, value] : asking.headers) {
        EXPECT_THAT(value, Not(HasSubstr(number))) << name;
        EXPECT_THAT(value, Not(HasSubstr("张伟"))) << name;
    }
}

TEST_F(Connector, SignsSoThatTheServiceCanTell)
{
    AService service{always("1")};
    ConnectorWorker worker{options(service)};
    (void)queue_a_document();
    work_until_asked(worker);
    const auto asking = service.askings().at(0);
    const auto header = [&](const std::string& name) { return asking.headers.at(name); };
    const auto digest = "sha-256=:" + base64(sha256(std::string_view{asking.body})) + ":";
    EXPECT_EQ(header("Content-Digest"), digest);
    const auto input = header("Signature-Input");
    ASSERT_TRUE(input.starts_with("dossier=("));
    EXPECT_THAT(input, HasSubstr("keyid=\"bank-0017\""));
    // As a service does it: from what it received.
    const auto base = "\"@method\": POST\n\"@authority\": " + header("Host") +
                      "\n\"@path\": /v1/identity\n\"content-type\": " + header("Content-Type") +
                      "\n\"content-digest\": " + digest +
                      "\n\"idempotency-key\": " + header("Idempotency-Key") +
                      "\n\"@signature-params\": " + input.substr(8);
    EXPECT_EQ(header("Signature"), "dossier=:" + base64(hmac_sha256(key, base)) + ":");
}

TEST_F(Connector, PutsOffWhatASlowServiceDoesNotAnswerAndAsksAgainUnderTheSameKey)
{
    std::atomic<bool> is_slow = true; // until the worker has given up, however long it takes
    AService service{[&](const Asking&, HTTPServerResponse& response) {
        while (is_slow)
            std::this_thread::sleep_for(10ms);
        answer(response, "1");
    }};
    auto impatient = options(service);
    impatient.timeout = 1500ms;
    ConnectorWorker worker{impatient};
    const auto id = queue_a_document();
    EXPECT_TRUE(work(worker));
    EXPECT_EQ(check_of(id).state, CheckState::waiting);
    EXPECT_EQ(check_of(id).trouble, "timed_out");
    is_slow = false;
    auto patient = options(service);
    ConnectorWorker other{patient};
    std::this_thread::sleep_for(20ms);
    work_until_asked(other);
    EXPECT_EQ(check_of(id).outcome, Outcome::match);
    EXPECT_EQ(check_of(id).attempts, 2);
    const auto askings = service.askings();
    ASSERT_THAT(askings, SizeIs(2));
    EXPECT_EQ(askings[0].headers.at("Idempotency-Key"), askings[1].headers.at("Idempotency-Key"));
    EXPECT_NE(askings[0].headers.at("Signature"), askings[1].headers.at("Signature"));
}

TEST_F(Connector, CutsOffAServiceThatDripsItsAnswer)
{
    AService service{[&](const Asking&, HTTPServerResponse& response) {
        response.setContentLength64(1'000);
        auto& stream = response.send();
        for (int i = 0; i < 400 && stream; ++i) {
            stream << "x" << std::flush;
            std::this_thread::sleep_for(50ms);
        }
    }};
    auto impatient = options(service);
    impatient.timeout = 300ms;
    ConnectorWorker worker{impatient};
    const auto id = queue_a_document();
    EXPECT_TRUE(work(worker));
    EXPECT_EQ(check_of(id).trouble, "timed_out");
}

TEST_F(Connector, LeavesAFailingServiceAloneAndTriesItAgain)
{
    std::atomic<bool> is_broken = true;
    AService service{[&](const Asking&, HTTPServerResponse& response) {
        if (is_broken)
            AService::say(response, 500, "{}");
        else
            answer(response, "1");
    }};
    ConnectorWorker worker{options(service)};
    const auto id = queue_a_document();
    for (int i = 0; i < 3; ++i)
        work_until_asked(worker);
    EXPECT_EQ(worker.standing().breaker, BreakerState::open);
    EXPECT_EQ(worker.standing().trouble, "service_error");
    std::this_thread::sleep_for(50ms);
    EXPECT_FALSE(work(worker)) << "it is left alone";
    EXPECT_EQ(check_of(id).state, CheckState::waiting) << "and nothing is lost";
    work_until_asked(worker); // the trial behind the pause fails
    EXPECT_EQ(worker.standing().breaker, BreakerState::open);
    is_broken = false;
    work_until_asked(worker);
    EXPECT_EQ(worker.standing().breaker, BreakerState::closed);
    EXPECT_EQ(check_of(id).outcome, Outcome::match);
    EXPECT_THAT(service.askings(), SizeIs(5));
}

TEST_F(Connector, TakesNoGarbageForAnAnswer)
{
    const std::vector<std::string> garbage{
        "<html>",
        std::string(100'000, '['),
        R"({"result":{"code":"1"},"more":")" + std::string(3'000'000, 'x') + "\"}",
        R"({"result":{"code":"7"}})"};
    for (std::size_t i = 0; i < garbage.size(); ++i) {
        AService service{[&](const Asking&, HTTPServerResponse& response) {
            AService::say(response, 200, garbage[i]);
        }};
        ConnectorWorker worker{options(service)};
        const auto id = queue_a_document(static_cast<char>('a' + i));
        work_until_asked(worker);
        EXPECT_EQ(check_of(id).state, CheckState::waiting) << i;
        EXPECT_EQ(check_of(id).trouble, i == 3 ? "unknown_answer" : "garbled") << i;
        // so that the next round asks about its own document
        const auto document = open_store().view_document({id}, store::system_actor(), now);
        ASSERT_TRUE(open_store().reject_document(
            {id}, "a test", document->version, store::system_actor(), now
        ));
    }
}

TEST_F(Connector, FollowsNoRedirect)
{
    AService other{always("1")};
    AService service{[&](const Asking&, HTTPServerResponse& response) {
        response.redirect("https://localhost:" + std::to_string(other.port()) + "/");
    }};
    ConnectorWorker worker{options(service)};
    const auto id = queue_a_document();
    work_until_asked(worker);
    EXPECT_EQ(check_of(id).trouble, "refused");
    EXPECT_THAT(other.askings(), SizeIs(0));
}

TEST_F(Connector, TellsAnImpostorNothing)
{
    AService service{always("1")};
    AService impostor{always("1")};
    auto deceived = options(service);
    std::get<JsonService>(deceived.service).to.address.port = impostor.port();
    ConnectorWorker worker{deceived};
    const auto id = queue_a_document();
    work_until_asked(worker);
    EXPECT_EQ(check_of(id).trouble, "untrusted");
    EXPECT_THAT(impostor.askings(), SizeIs(0)) << "not a byte of the request";
}

TEST_F(Connector, RefusesACertificateOfAnotherName)
{
    AService service{always("1")};
    auto misnamed = options(service);
    std::get<JsonService>(misnamed.service).to.address.host =
        "127.1"; // the same server by another name
    ConnectorWorker worker{misnamed};
    const auto id = queue_a_document();
    work_until_asked(worker);
    EXPECT_EQ(check_of(id).trouble, "untrusted");
    EXPECT_THAT(service.askings(), SizeIs(0));
}

TEST_F(Connector, WaitsForAServiceThatIsNotThere)
{
    ConnectorOptions nobody;
    {
        const AService gone{always("1")};
        nobody = options(gone);
    }
    AService other{always("1")};
    std::get<JsonService>(nobody.service).to.ca = other.ca();
    ConnectorWorker worker{nobody};
    const auto id = queue_a_document();
    work_until_asked(worker);
    EXPECT_EQ(check_of(id).trouble, "unreachable");
}

TEST_F(Connector, TriesAgainAfterATrialThatWentWrongOnOurSide)
{
    std::atomic<bool> is_broken = true;
    AService service{[&](const Asking&, HTTPServerResponse& response) {
        if (is_broken)
            AService::say(response, 500, "{}");
        else
            answer(response, "2");
    }};
    ConnectorWorker worker{options(service)};
    const auto id = queue_a_document();
    for (int i = 0; i < 3; ++i)
        work_until_asked(worker);
    ASSERT_EQ(worker.standing().breaker, BreakerState::open);
    is_broken = false;
    store::FieldRules broken;
    broken.second_eyes = [](const auto&, const auto&) -> verify::SecondEyes {
        throw std::logic_error("of the test");
    };
    const auto try_once = [&] {
        for (int i = 0; i < 500; ++i, std::this_thread::sleep_for(10ms))
            if (worker.work_once(open_store(), broken, {})) return;
    };
    EXPECT_THROW(try_once(), std::logic_error);
    EXPECT_EQ(worker.standing().breaker, BreakerState::open) << "not for ever half open";
    EXPECT_EQ(check_of(id).state, CheckState::waiting);
}

TEST_F(Connector, BreaksOffWhenTheServiceEnds)
{
    std::stop_source stop;
    std::atomic<bool> is_over = false;
    AService service{[&](const Asking&, HTTPServerResponse& response) {
        stop.request_stop();
        while (!is_over)
            std::this_thread::sleep_for(10ms);
        answer(response, "1");
    }};
    auto patient = options(service);
    patient.timeout = 30s;
    ConnectorWorker worker{patient};
    const auto id = queue_a_document();
    EXPECT_TRUE(worker.work_once(open_store(), {}, stop.get_token()));
    is_over = true;
    EXPECT_EQ(check_of(id).state, CheckState::waiting);
    EXPECT_EQ(check_of(id).trouble, "") << "it was not the service's fault";
}

TEST_F(Connector, KeepsItsPace)
{
    AService service{always("1")};
    auto slow = options(service);
    slow.a_minute = 20;
    ConnectorWorker worker{slow};
    (void)queue_a_document('a');
    (void)queue_a_document('b');
    EXPECT_TRUE(work(worker));
    std::this_thread::sleep_for(100ms);
    EXPECT_FALSE(work(worker)) << "one in three seconds";
    work_until_asked(worker);
    EXPECT_THAT(service.askings(), SizeIs(2));
}

TEST_F(Connector, NeedsAKeyThatIsItsOwnersAlone)
{
    AService service{always("1")};
    write_key("short");
    EXPECT_THROW(ConnectorWorker{options(service)}, std::runtime_error);
    using std::filesystem::perms;
    write_key(key, perms::owner_read | perms::group_read);
    EXPECT_THROW(ConnectorWorker{options(service)}, std::runtime_error);
    std::filesystem::remove(secret);
    EXPECT_THROW(ConnectorWorker{options(service)}, std::runtime_error);
}

// --- the interface

TEST_F(Connector, ShowsAMismatchAsAFindingThatAPersonMustSettle)
{
    AService service{always("2")};
    ConnectorWorker worker{options(service)};
    const auto id = queue_a_document();
    work_until_asked(worker);
    auto vera = sign_in_as("verifier", "vera");
    const auto shown = send(vera, "GET", "/api/v1/documents/" + id);
    EXPECT_EQ(difference_from_description("GET", "/api/v1/documents/{id}", shown), "");
    const auto document = body_of(shown);
    const auto finding = document["findings"].back();
    EXPECT_EQ(finding["code"], "identity.mismatch");
    EXPECT_EQ(finding["severity"], "confirm");
    EXPECT_THAT(
        finding["fields"].get<std::vector<std::string>>(), ElementsAre("id_number", "name")
    );
    EXPECT_EQ(document["external_checks"][0]["outcome"], "mismatch");
    // A decision about something else does not take the finding away.
    for (const auto& discrepancy : document["discrepancies"]) {
        if (discrepancy["field"] != "address") continue;
        const auto decided = send(
            vera,
            "POST",
            "/api/v1/discrepancies/" + discrepancy["id"].get<std::string>() + "/decision",
            Json{{"action", "confirm"}},
            {{"if-match", "\"" + std::to_string(document["version"].get<int>()) + "\""}}
        );
        EXPECT_EQ(body_of(decided)["findings"].back()["code"], "identity.mismatch");
    }
}

TEST_F(Connector, IsAskedAgainByAPersonWhoMay)
{
    const auto id = queue_a_document();
    const auto path = "/api/v1/documents/" + id + "/external-checks/";
    auto vera = sign_in_as("verifier", "vera");
    const auto asked = send(vera, "POST", path + "police");
    EXPECT_EQ(asked.status, 202);
    EXPECT_EQ(
        difference_from_description(
            "POST", "/api/v1/documents/{id}/external-checks/{connector}", asked
        ),
        ""
    );
    EXPECT_EQ(body_of(asked)["asked_by"], "vera");
    EXPECT_EQ(send(vera, "POST", path + "nobody").status, 404);
    EXPECT_EQ(
        type_of(send(vera, "POST", path + "police/email-code", Json{{"code", "1"}})),
        "code_not_sent"
    );
    auto olga = sign_in_as("operator", "olga");
    EXPECT_EQ(send(olga, "POST", path + "police").status, 403);
    auto chen = sign_in_as("records", "chen");
    EXPECT_EQ(send(chen, "POST", path + "police").status, 403) << "records have their own way";
    for (int i = 0; i < 9; ++i)
        EXPECT_EQ(send(vera, "POST", path + "police").status, 202);
    EXPECT_EQ(send(vera, "POST", path + "police").status, 429) << "each may cost money";
}

TEST_F(Connector, IsListedWithHowItIs)
{
    AService service{always("1")};
    ConnectorWorker worker{options(service)};
    site.connectors = [&] { return std::vector{worker.standing()}; };
    (void)queue_a_document();
    auto vera = sign_in_as("verifier", "vera");
    const auto listed = send(vera, "GET", "/api/v1/connectors");
    EXPECT_EQ(difference_from_description("GET", "/api/v1/connectors", listed), "");
    const auto item = body_of(listed)["items"][0];
    EXPECT_EQ(item["connector"], "police");
    EXPECT_EQ(item["breaker"], "closed");
    EXPECT_EQ(item["waiting"], 1);
    EXPECT_THAT(
        send(vera, "GET", "/metrics").body,
        AllOf(
            HasSubstr("dossier_external_checks_waiting{connector=\"police\"} 1"),
            HasSubstr("dossier_connector_paused{connector=\"police\"} 0")
        )
    );
}

} // namespace

} // namespace dossier::web
