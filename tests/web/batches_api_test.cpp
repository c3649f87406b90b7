#include "tests/web/described.h"
#include "tests/web/site_fixture.h"
#include "web/batch_clerk.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

namespace dossier::web {

namespace {

using namespace std::chrono_literals;

class BatchesApi : public SiteTest {
protected:
    BatchesApi() { std::filesystem::create_directories(hot / "window-1"); }

    [[nodiscard]] std::string only_batch()
    {
        return body_of(send(person, "GET", "/api/v1/batches"))["items"].at(0)["id"];
    }

    [[nodiscard]] std::filesystem::path receipts() const { return hot / "window-1" / "receipts"; }

    [[nodiscard]] std::vector<std::filesystem::path> laid() const
    {
        std::vector<std::filesystem::path> found;
        for (const auto& entry : std::filesystem::directory_iterator{receipts()})
            found.push_back(entry.path());
        return found;
    }

    [[nodiscard]] std::string address(std::string_view behind = {})
    {
        return "/api/v1/batches/" + only_batch() + std::string{behind};
    }

    void settle_later() { clerk.settle(open_store(), now + 1h); }

    std::filesystem::path hot = folder.path() / "hot";
    BatchClerk clerk{hot};
    Browser person = sign_in_as("operator", "sun");
};

std::string text_of(const std::filesystem::path& file)
{
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace

TEST_F(BatchesApi, TellsWhatABatchHoldsAndWhetherItBalances)
{
    static_cast<void>(queue_a_document());
    const auto list = send(person, "GET", "/api/v1/batches?state=open&station=window-1");
    EXPECT_EQ(difference_from_description("GET", "/api/v1/batches", list), "");
    const auto batch = send(person, "GET", address());
    EXPECT_EQ(difference_from_description("GET", "/api/v1/batches/{id}", batch), "");
    const auto body = body_of(batch);
    EXPECT_EQ(body["counts"]["content"], 1);
    EXPECT_EQ(body["counts"]["in_review"], 1);
    EXPECT_EQ(body["files"][0]["source_name"], "scan.jpg");
    EXPECT_EQ(body["files"][0]["pages"][0]["in_document"], true);
    EXPECT_TRUE(body["imbalances"].empty());
    EXPECT_EQ(send(person, "GET", "/api/v1/batches/nothing").status, 404);
    EXPECT_EQ(type_of(send(person, "GET", "/api/v1/batches?state=lost")), "unknown_state");
}

TEST_F(BatchesApi, LaysTheReceiptOfABalancedBatchIntoTheStationsFolder)
{
    static_cast<void>(queue_a_document());
    EXPECT_EQ(send(person, "GET", address("/receipt")).status, 404);
    settle_later();
    const auto receipt = send(person, "GET", address("/receipt"));
    EXPECT_EQ(receipt.status, 200);
    EXPECT_THAT(receipt.body, testing::StartsWith("dossier receipt 1\n"));
    ASSERT_EQ(laid().size(), 1U);
    EXPECT_EQ(text_of(laid()[0]), receipt.body);
}

TEST_F(BatchesApi, LaysAReceiptThatACrashKeptBack)
{
    static_cast<void>(queue_a_document());
    ASSERT_EQ(open_store().settle_batches(now + 1h).size(), 1U);
    std::filesystem::create_directories(receipts());
    BatchClerk after_the_crash{hot};
    after_the_crash.settle(open_store(), now + 2h);
    ASSERT_EQ(laid().size(), 1U);
    EXPECT_EQ(text_of(laid()[0]), send(person, "GET", address("/receipt")).body);
}

TEST_F(BatchesApi, LaysAReceiptAnewWhenACrashCutItsWriting)
{
    static_cast<void>(queue_a_document());
    const auto id = only_batch().substr(0, 8);
    std::filesystem::create_directories(receipts());
    std::ofstream(receipts() / (".A-" + id + "-" + id + ".txt.part")) << "dossier rec";
    settle_later();
    ASSERT_EQ(laid().size(), 1U);
    EXPECT_EQ(laid()[0].filename(), "A-" + id + "-" + id + ".txt");
    EXPECT_EQ(text_of(laid()[0]), send(person, "GET", address("/receipt")).body);
}

TEST_F(BatchesApi, DoesNotLayAReceiptAgainThatItsStationTookAway)
{
    static_cast<void>(queue_a_document());
    settle_later();
    ASSERT_TRUE(std::filesystem::remove(laid().at(0)));
    settle_later();
    EXPECT_TRUE(laid().empty());
}

TEST_F(BatchesApi, LaysReceiptsOnceAnUnreachableFolderIsBack)
{
    static_cast<void>(queue_a_document());
    std::filesystem::rename(hot / "window-1", folder.path() / "away");
    settle_later();
    std::filesystem::rename(folder.path() / "away", hot / "window-1");
    settle_later();
    EXPECT_EQ(laid().size(), 1U);
}

TEST_F(BatchesApi, WritesNoReceiptThroughALinkOfTheStation)
{
    static_cast<void>(queue_a_document());
    std::filesystem::create_directories(folder.path() / "elsewhere");
    std::filesystem::create_directory_symlink(
        folder.path() / "elsewhere", hot / "window-1" / "receipts"
    );
    settle_later();
    EXPECT_TRUE(std::filesystem::is_empty(folder.path() / "elsewhere"));
    EXPECT_EQ(send(person, "GET", address("/receipt")).status, 200) << "it is issued all the same";
}

TEST_F(BatchesApi, LetsAPersonAcceptWithAReasonAndTheVersionSeen)
{
    static_cast<void>(queue_a_document());
    const Json reason{{"reason", "the pile was miscounted"}};
    EXPECT_EQ(send(person, "POST", address("/accept"), reason).status, 428);
    EXPECT_EQ(
        send(person, "POST", address("/accept"), reason, {{"if-match", "\"7\""}}).status, 412
    );
    const TextMap seen{{"if-match", "\"1\""}};
    EXPECT_EQ(
        type_of(send(person, "POST", address("/accept"), Json{{"reason", ""}}, seen)), "not_allowed"
    );
    const auto accepted = send(person, "POST", address("/accept"), reason, seen);
    EXPECT_EQ(difference_from_description("POST", "/api/v1/batches/{id}/accept", accepted), "");
    EXPECT_EQ(body_of(accepted)["state"], "balanced");
    EXPECT_EQ(body_of(accepted)["accepted_by"], "sun");
    clerk.settle(open_store(), now);
    ASSERT_EQ(laid().size(), 1U);
    EXPECT_EQ(text_of(laid()[0]), send(person, "GET", address("/receipt")).body);
}

TEST_F(BatchesApi, PutsOnlyPagesThatCameLateOntoDocuments)
{
    const store::DocumentId document{queue_a_document()};
    const auto file = body_of(send(person, "GET", address()))["files"][0]["original_id"];
    const TextMap seen{{"if-match", "\"1\""}};
    const Json page{{"original_id", file}, {"page", "0"}, {"document_id", document.text}};
    EXPECT_EQ(send(person, "POST", address("/late-page"), page).status, 428);
    EXPECT_EQ(type_of(send(person, "POST", address("/late-page"), page, seen)), "not_allowed");
    const Json wrong{{"original_id", file}, {"page", "first"}};
    EXPECT_EQ(type_of(send(person, "POST", address("/late-page"), wrong, seen)), "bad_page");
}

TEST_F(BatchesApi, GivesThePublicKeyOfReceiptsToAnyone)
{
    Browser stranger;
    const auto key = send(stranger, "GET", "/api/v1/receipt-key");
    EXPECT_EQ(key.status, 200);
    EXPECT_THAT(
        key.body, testing::MatchesRegex("dossier-[0-9a-f]+\\+[0-9a-f]+\\+[A-Za-z0-9+/=]+\n")
    );
}

TEST_F(BatchesApi, PrintsCoverSheetsAndSeparators)
{
    const auto cover = send(
        person,
        "POST",
        "/api/v1/cover-sheets",
        Json{{"batch", "B7"}, {"sheets", "12"}, {"sides", "2"}, {"type", "id_card"}}
    );
    EXPECT_EQ(cover.status, 200) << cover.body;
    EXPECT_EQ(cover.media_type, "application/pdf");
    EXPECT_THAT(cover.body, testing::StartsWith("%PDF-"));
    const auto separators = send(person, "POST", "/api/v1/separator-sheets", Json{{"copies", "3"}});
    EXPECT_THAT(separators.body, testing::StartsWith("%PDF-"));
    for (const auto& wrong :
         {Json{{"batch", "../etc"}},
          Json{{"batch", "B7"}, {"sheets", "none"}},
          Json{{"batch", "B7"}, {"sides", "3"}},
          Json{{"batch", "B7"}, {"separators", "100000"}},
          Json{{"batch", "B7"}, {"type", "nothing"}}})
        EXPECT_EQ(type_of(send(person, "POST", "/api/v1/cover-sheets", wrong)), "bad_cover")
            << wrong;
}

TEST_F(BatchesApi, TellsHowEveryStationIsDoing)
{
    static_cast<void>(queue_a_document());
    StationState waiting;
    waiting.station = "window-2";
    waiting.waiting = {{"half.tif", capture::WaitingFor::incomplete, now}};
    waiting.waiting_count = 1;
    stations = {waiting};
    const auto health = send(person, "GET", "/api/v1/station-health");
    EXPECT_EQ(difference_from_description("GET", "/api/v1/station-health", health), "");
    const auto items = body_of(health)["items"];
    ASSERT_EQ(items.size(), 2U);
    EXPECT_EQ(items[0]["station"], "window-1");
    EXPECT_EQ(items[0]["last_hour"], 1);
    EXPECT_EQ(items[0]["rules"]["separation"], "automatic");
    EXPECT_EQ(items[0]["rules"]["batch_idle_s"], 600);
    EXPECT_EQ(items[1]["waiting"][0]["reason"], "incomplete");
}

TEST_F(BatchesApi, ShowAStationItsOwnAndNoOthers)
{
    static_cast<void>(queue_a_document());
    const auto id = only_batch();
    settle_later();
    const auto as = [&](const std::string& name) {
        const auto made = open_store().create_station(name, store::system_actor(), now);
        return TextMap{{"authorization", "Bearer " + made->token}};
    };
    const auto own = as("window-1");
    const auto other = as("window-2");
    Browser nobody;
    const auto address_of = "/api/v1/batches/" + id;
    EXPECT_EQ(send(nobody, "GET", address_of + "/receipt", std::nullopt, own).status, 200);
    EXPECT_EQ(send(nobody, "GET", address_of + "/receipt", std::nullopt, other).status, 404);
    EXPECT_EQ(send(nobody, "GET", address_of, std::nullopt, other).status, 404);
    const auto seen = send(nobody, "GET", "/api/v1/batches?station=window-1", std::nullopt, other);
    EXPECT_TRUE(body_of(seen)["items"].empty());
    EXPECT_EQ(send(nobody, "POST", address_of + "/accept", Json{{"reason", "x"}}, own).status, 403);
}

TEST_F(BatchesApi, IsNotForPeopleOfTheRecords)
{
    static_cast<void>(queue_a_document());
    auto other = sign_in_as("records", "lin");
    EXPECT_EQ(send(other, "GET", "/api/v1/batches").status, 403);
}

} // namespace dossier::web
