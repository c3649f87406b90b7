// Webhooks against a real HTTPS server on loopback.

#include "tests/web/a_service.h"
#include "tests/web/described.h"
#include "tests/web/site_fixture.h"
#include "web/config.h"
#include "web/digest.h"
#include "web/webhooks/worker.h"

#include <gmock/gmock.h>

#include <fstream>

namespace dossier::web {

namespace {

using namespace std::chrono_literals;
using Poco::Net::HTTPServerResponse;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

constexpr auto key = "a key of the tests, long enough";

class Webhook : public SiteTest {
protected:
    Webhook()
    {
        now = web::now();
        site.webhooks = {options()};
        site.test_webhook = [this](std::string_view) { return worker.test(); };
        (void)work(worker); // from here on
    }

    [[nodiscard]] WebhookOptions options() const
    {
        return {
            .name = "crm",
            .to =
                {.address = {.host = "localhost", .port = service.port()},
                 .path = "/dossier",
                 .ca = service.ca(),
                 .key_id = "bank-0017",
                 .key_file = secret},
            .events = {"original_kept"},
            .timeout = 2'000ms,
            .retry = {.first = 1ms, .longest = 1ms},
            .give_up = 72h};
    }

    [[nodiscard]] std::filesystem::path write_key() const
    {
        const auto file = folder.path() / "crm.key";
        std::ofstream{file} << key << "\n";
        std::filesystem::permissions(file, std::filesystem::perms::owner_read);
        return file;
    }

    bool work(WebhookWorker& who) { return who.work_once(open_store(), {}); }

    std::atomic<int> status = 204;
    std::filesystem::path secret = write_key();
    AService service{[this](const Asking&, HTTPServerResponse& response) {
        AService::say(response, status, status == 204 ? "" : "{}");
    }};
    WebhookWorker worker{options()};
};

} // namespace

TEST_F(Webhook, TellsWhatHappenedToWhatAndNothingOfIt)
{
    (void)queue_a_document();
    EXPECT_TRUE(work(worker));
    ASSERT_THAT(service.askings(), SizeIs(1));
    const auto asking = service.askings().at(0);
    const auto body = nlohmann::json::parse(asking.body);
    EXPECT_EQ(body["event"], "original_kept");
    EXPECT_EQ(body["kind"], "original");
    EXPECT_THAT(body["object"].get<std::string>(), SizeIs(32));
    EXPECT_EQ(body.size(), 5U);
    EXPECT_EQ(asking.headers.at("Idempotency-Key"), "\"" + body["id"].dump() + "\"");
    EXPECT_FALSE(work(worker)) << "once";
}

TEST_F(Webhook, SignsSoThatTheReceiverCanTell)
{
    (void)queue_a_document();
    EXPECT_TRUE(work(worker));
    const auto asking = service.askings().at(0);
    EXPECT_EQ(
        asking.headers.at("Content-Digest"),
        "sha-256=:" + base64(sha256(std::string_view{asking.body})) + ":"
    );
    EXPECT_THAT(asking.headers.at("Signature-Input"), HasSubstr("keyid=\"bank-0017\""));
    EXPECT_THAT(asking.headers.at("Signature"), HasSubstr("dossier=:"));
}

TEST_F(Webhook, TriesAgainUnderTheSameIdUntilItIsTaken)
{
    (void)queue_a_document();
    status = 503;
    EXPECT_FALSE(work(worker));
    auto you = sign_in_as("administrator", "wu");
    const auto standings = send(you, "GET", "/api/v1/webhooks");
    EXPECT_EQ(difference_from_description("GET", "/api/v1/webhooks", standings), "");
    EXPECT_EQ(body_of(standings)["items"].at(0)["trouble"], "service_error");
    status = 200;
    std::this_thread::sleep_for(20ms);
    EXPECT_TRUE(work(worker));
    ASSERT_THAT(service.askings(), SizeIs(2));
    EXPECT_EQ(service.askings().at(0).body, service.askings().at(1).body);
}

TEST_F(Webhook, IsShownWithWhatWaitsAndWhere)
{
    (void)queue_a_document('a');
    (void)queue_a_document('b');
    auto you = sign_in_as("system_administrator", "wu");
    const auto shown = body_of(send(you, "GET", "/api/v1/webhooks"))["items"].at(0);
    EXPECT_EQ(shown["url"], "https://localhost:" + std::to_string(service.port()) + "/dossier");
    EXPECT_EQ(shown["events"], nlohmann::json::array({"original_kept"}));
    EXPECT_EQ(shown["queue"]["waiting"], 2);
    EXPECT_EQ(shown["queue"]["next"]["event"], "original_kept");
    EXPECT_THAT(shown.dump(), testing::Not(HasSubstr(key)));
}

TEST_F(Webhook, IsToldATestWhateverWaits)
{
    (void)queue_a_document();
    auto you = sign_in_as("system_administrator", "wu");
    const auto told = send(you, "POST", "/api/v1/webhooks/crm/test");
    EXPECT_EQ(difference_from_description("POST", "/api/v1/webhooks/{name}/test", told), "");
    EXPECT_TRUE(body_of(told)["trouble"].is_null());
    ASSERT_THAT(service.askings(), SizeIs(1));
    EXPECT_EQ(nlohmann::json::parse(service.askings().at(0).body)["event"], "test");
    status = 401;
    EXPECT_EQ(body_of(send(you, "POST", "/api/v1/webhooks/crm/test"))["trouble"], "set_up");
    EXPECT_EQ(open_store().audit("", 1).items.at(0).outcome, "failed");
    EXPECT_EQ(send(you, "POST", "/api/v1/webhooks/nobody/test").status, 404);
}

TEST_F(Webhook, GoesOnWhenAnAdministratorSaysSo)
{
    (void)queue_a_document('a');
    (void)queue_a_document('b');
    auto you = sign_in_as("system_administrator", "wu");
    auto notice = *open_store().next_notice("crm", {"original_kept"}, now);
    open_store().put_off_notice("crm", notice, "refused", now + 1h);
    EXPECT_FALSE(work(worker));
    EXPECT_EQ(send(you, "POST", "/api/v1/webhooks/crm/resume").status, 204);
    EXPECT_TRUE(work(worker));
    const auto next = body_of(send(you, "GET", "/api/v1/webhooks"))["items"].at(0)["queue"]["next"];
    const auto drop = [&](const std::string& id) {
        return send(you, "POST", "/api/v1/webhooks/crm/drop", Json{{"id", id}}).status;
    };
    EXPECT_EQ(drop(std::to_string(notice.seq)), 412) << "it was told";
    EXPECT_EQ(drop("first"), 400);
    EXPECT_EQ(drop(next["id"].dump()), 204);
    EXPECT_FALSE(work(worker));
    EXPECT_THAT(service.askings(), SizeIs(1));
}

TEST_F(Webhook, GivesUpInTheEndWhatNobodyTakes)
{
    auto impatient = options();
    impatient.give_up = 0h;
    WebhookWorker hasty{impatient};
    (void)queue_a_document('a');
    std::this_thread::sleep_for(5ms);
    status = 400;
    EXPECT_FALSE(work(hasty));
    (void)queue_a_document('b');
    status = 204;
    EXPECT_TRUE(work(hasty)) << "the next one is told";
}

TEST(WebhookConfig, NamesOnlyEventsThatThereAre)
{
    const auto text = [](const std::string& events) {
        return "[webhook.crm]\nurl = \"https://crm.example/dossier\"\nkey_id = \"bank\"\n"
               "key_file = \"/etc/dossier/crm.key\"\nevents = " +
               events + "\n";
    };
    const auto good = parse_config(text(R"(["record_committed", "batch_closed"])"), "c.toml", {});
    ASSERT_TRUE(good) << good.error().reason;
    EXPECT_EQ(good->webhooks.at(0).name, "crm");
    EXPECT_THAT(good->webhooks.at(0).events, ElementsAre("batch_closed", "record_committed"));
    for (const auto* events : {R"(["page_viewed"])", "[]", "\"record_committed\""}) {
        const auto bad = parse_config(text(events), "c.toml", {});
        ASSERT_FALSE(bad) << events;
        EXPECT_EQ(bad.error().line, 5);
        EXPECT_THAT(bad.error().reason, HasSubstr("webhook.crm.events"));
    }
}

} // namespace dossier::web
