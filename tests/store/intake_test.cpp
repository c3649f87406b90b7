// From arriving bytes to documents: kept once, read under a lease, never dropped.

#include "store/error.h"
#include "tests/store/archive.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace dossier::store {
namespace {

using namespace std::chrono_literals;

TEST(Intake, KeepsBytesAndEnqueuesTheirReading)
{
    Archive archive;
    const auto kept = archive.keep("a scan");
    EXPECT_EQ(kept.as, KeptAs::fresh);
    const auto original = archive->find_original(kept.id).value();
    EXPECT_EQ(original.source_name, "SECRETFILE.png");
    EXPECT_EQ(original.station, "desk");
    EXPECT_EQ(original.size, 6);
    EXPECT_EQ(original.state, OriginalState::received);
    EXPECT_EQ(original.sha256.size(), 64U);

    const auto job = archive->claim_job("w", archive.now).value();
    EXPECT_EQ(job.original_id, kept.id);
    EXPECT_EQ(job.media_type, "image/png");
    EXPECT_EQ(archive->job_bytes(job), bytes("a scan"));
}

TEST(Intake, TakesTheSameBytesAsOneOriginalAndSaysSo)
{
    Archive archive;
    const auto first = archive.keep("a scan");
    const auto second = archive.keep("a scan");
    EXPECT_EQ(second.as, KeptAs::repeat);
    EXPECT_EQ(second.id, first.id);
    EXPECT_EQ(archive->originals(whole_site, std::nullopt, "", 10).items.size(), 1U);
    EXPECT_EQ(archive->audit("", 1).items.front().action, "original_repeated");
}

TEST(Intake, TakesTheSameDeliveryOnce)
{
    Archive archive;
    const auto first = archive.keep("a scan", "claim 1");
    const auto again = archive.keep("a scan", "claim 1");
    EXPECT_EQ(again.as, KeptAs::replay);
    EXPECT_EQ(again.id, first.id);
    EXPECT_EQ(archive->audit("", 10).items.size(), 1U);
}

/// Deliveries of the desk: a key and its bytes each.
std::vector<Arrival> deliveries(std::span<const std::pair<std::string, Bytes>> files)
{
    std::vector<Arrival> arrivals;
    for (const auto& [key, content] : files)
        arrivals.push_back(
            {.intake_key = key,
             .station = "desk",
             .source_name = key + ".png",
             .media_type = "image/png",
             .bytes = content,
             .actor = system_actor()}
        );
    return arrivals;
}

TEST(Intake, KeepsAGroupInItsOrderAndTheSameBytesInItOnce)
{
    Archive archive;
    const auto before = archive.keep("an earlier scan", "earlier");
    const std::vector<std::pair<std::string, Bytes>> files{
        {"1", bytes("a scan")},
        {"earlier", bytes("an earlier scan")},
        {"2", bytes("another scan")},
        {"3", bytes("a scan")},
        {"4", bytes("an earlier scan")}};
    const auto kept = archive->keep_originals(deliveries(files), archive.now);
    ASSERT_EQ(kept.size(), 5U);
    EXPECT_EQ(kept[0].as, KeptAs::fresh);
    EXPECT_EQ(kept[1].as, KeptAs::replay);
    EXPECT_EQ(kept[1].id, before.id);
    EXPECT_EQ(kept[2].as, KeptAs::fresh);
    EXPECT_EQ(kept[3].as, KeptAs::repeat);
    EXPECT_EQ(kept[3].id, kept[0].id);
    EXPECT_EQ(kept[4].as, KeptAs::repeat);
    EXPECT_EQ(kept[4].id, before.id);
    EXPECT_EQ(archive->find_original(kept[2].id)->source_name, "2.png");
    EXPECT_EQ(archive->originals(whole_site, std::nullopt, "", 10).items.size(), 3U);
    EXPECT_TRUE(archive->fsck().is_sound());
    EXPECT_TRUE(archive->fsck().orphans.empty());
}

TEST(Intake, LaysTheFilesOfAGroupSideBySideSoThatOneSyncNamesThem)
{
    Archive archive;
    const std::vector<std::pair<std::string, Bytes>> files{
        {"1", bytes("1")}, {"2", bytes("2")}, {"3", bytes("3")}};
    (void)archive->keep_originals(deliveries(files), archive.now);
    std::set<std::filesystem::path> folders;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(archive.path() / "objects"))
        if (entry.is_regular_file()) folders.insert(entry.path().parent_path());
    EXPECT_EQ(folders.size(), 1U);
}

TEST(Intake, RemembersWhenADeliveryWasWrittenOrSentByItsStationsClock)
{
    Archive archive;
    using What = capture::StationTime::What;
    std::vector<std::pair<std::string, Bytes>> files{
        {"1", bytes("1")}, {"2", bytes("2")}, {"3", bytes("3")}};
    auto arrivals = deliveries(files);
    arrivals[0].station_time = {.what = What::written, .at = archive.now - 5s};
    arrivals[1].station_time = {.what = What::sent, .at = archive.now + 5s};
    (void)archive->keep_originals(arrivals, archive.now);
    const auto samples = archive->recent_station_times("desk", 20);
    ASSERT_EQ(samples.size(), 2U);
    const auto sent =
        std::ranges::find(samples, What::sent, [](const auto& one) { return one.station.what; });
    ASSERT_NE(sent, samples.end());
    EXPECT_EQ(sent->station.at, archive.now + 5s);
    EXPECT_EQ(sent->arrived_at, archive.now);
    EXPECT_TRUE(archive->recent_station_times("other", 20).empty());
}

TEST(Intake, KeepsNothingOfNoFiles)
{
    Archive archive;
    EXPECT_TRUE(archive->keep_originals({}, archive.now).empty());
    EXPECT_TRUE(archive->audit("", 10).items.empty());
}

TEST(Intake, KeepsAnEmptyFileToo)
{
    Archive archive;
    (void)archive.keep("");
    EXPECT_EQ(archive->job_bytes(archive->claim_job("w", archive.now).value()), Bytes{});
}

TEST(Intake, ListsOriginalsNewestFirstPageByPage)
{
    Archive archive;
    for (const auto* content : {"1", "2", "3", "4", "5"}) {
        archive.now += 1s;
        (void)archive.keep(content);
    }
    const auto first = archive->originals(whole_site, OriginalState::received, "", 3);
    const auto rest = archive->originals(whole_site, OriginalState::received, first.next_cursor, 3);
    EXPECT_EQ(first.items.size(), 3U);
    EXPECT_EQ(rest.items.size(), 2U);
    EXPECT_EQ(rest.next_cursor, "");
    EXPECT_GT(first.items.back().received_at, rest.items.front().received_at);
    EXPECT_TRUE(archive->originals(whole_site, OriginalState::read, "", 3).items.empty());
}

TEST(Jobs, AreNobodyElsesWhileTheLeaseLasts)
{
    Archive archive;
    (void)archive.keep("a scan");
    EXPECT_TRUE(archive->claim_job("one", archive.now));
    EXPECT_FALSE(archive->claim_job("two", archive.now + 29s));
    EXPECT_TRUE(archive->claim_job("two", archive.now + 31s));
}

TEST(Jobs, StayWithTheWorkerThatRenews)
{
    Archive archive;
    (void)archive.keep("a scan");
    auto job = archive->claim_job("one", archive.now).value();
    EXPECT_TRUE(archive->renew_job(job, archive.now + 20s));
    EXPECT_FALSE(archive->claim_job("two", archive.now + 40s));
    EXPECT_FALSE(archive->renew_job(job, archive.now + 60s));
}

TEST(Jobs, TakeNoResultFromAWorkerThatLostItsLease)
{
    Archive archive;
    (void)archive.keep("a scan");
    const auto zombie = archive->claim_job("one", archive.now).value();
    const auto later = archive.now + 31s;
    const auto fresh = archive->claim_job("two", later).value();

    EXPECT_FALSE(archive->finish_job(zombie, examined({a_card()}), later));
    EXPECT_FALSE(archive->fail_job(zombie, {"crashed", ""}, Store::Retry::again, later));
    EXPECT_EQ(archive->audit("", 1).items.front().detail, "stale_fence");
    EXPECT_EQ(archive->counts(whole_site).committed, 0);

    EXPECT_TRUE(archive->finish_job(fresh, examined({a_card()}), later));
    EXPECT_FALSE(archive->finish_job(fresh, examined({a_card()}), later));
    EXPECT_EQ(archive->counts(whole_site).committed, 1);
    EXPECT_TRUE(archive->fsck().is_sound());
    EXPECT_TRUE(archive->fsck().orphans.empty());
}

TEST(Jobs, EndInQuarantineAfterThreeFailures)
{
    Archive archive;
    const auto id = archive.keep("a scan").id;
    for (int attempt = 1; attempt <= 3; ++attempt) {
        const auto job = archive->claim_job("w", archive.now).value();
        const auto state =
            archive->fail_job(job, {"crashed", "It crashed."}, Store::Retry::again, archive.now)
                .value();
        EXPECT_EQ(state, attempt < 3 ? OriginalState::received : OriginalState::quarantined);
        archive.now += 1min;
    }
    EXPECT_FALSE(archive->claim_job("w", archive.now));
    const auto original = archive->find_original(id).value();
    EXPECT_EQ(original.state, OriginalState::quarantined);
    EXPECT_EQ(original.reason->code, "crashed");
}

TEST(Jobs, EndInQuarantineWhenEveryWorkerDied)
{
    Archive archive;
    const auto id = archive.keep("a scan").id;
    for (int attempt = 0; attempt < 3; ++attempt) {
        EXPECT_TRUE(archive->claim_job("w", archive.now));
        archive.now += 1min;
    }
    EXPECT_FALSE(archive->claim_job("w", archive.now));
    EXPECT_EQ(archive->find_original(id)->reason->code, "gave_up");
}

TEST(Jobs, EndAtOnceWhenTheFileIsRefused)
{
    Archive archive;
    (void)archive.keep("a scan");
    const auto job = archive->claim_job("w", archive.now).value();
    const auto state =
        archive->fail_job(job, {"too_many_pixels", ""}, Store::Retry::never, archive.now);
    EXPECT_EQ(state, OriginalState::quarantined);
}

TEST(Jobs, RunAgainWhenAPersonAsks)
{
    Archive archive;
    const auto id = archive.keep("a scan").id;
    const auto job = archive->claim_job("w", archive.now).value();
    (void)archive->fail_job(job, {"too_many_pixels", ""}, Store::Retry::never, archive.now);
    ASSERT_TRUE(archive->retry_original(id, archive.verifier, archive.now));
    EXPECT_FALSE(archive->retry_original(id, archive.verifier, archive.now));
    EXPECT_TRUE(archive->claim_job("w", archive.now));
}

TEST(Jobs, WithoutAnyDocumentAreForAPerson)
{
    Archive archive;
    const auto id = archive.keep("a scan").id;
    const auto job = archive->claim_job("w", archive.now).value();
    EXPECT_TRUE(archive->finish_job(job, examined({}), archive.now).value().empty());
    EXPECT_EQ(archive->find_original(id)->reason->code, "no_document");
}

TEST(Finish, CommitsWhatNobodyDoubts)
{
    Archive archive;
    (void)archive.read("a scan", {a_card()});
    const auto records = archive->records(whole_site, "", "", 10);
    ASSERT_EQ(records.items.size(), 1U);
    EXPECT_EQ(records.items[0].committed_by, "system");
    EXPECT_EQ(records.items[0].number, "D-2026-000001");
    EXPECT_TRUE(archive->queue(archive.verifier, "", 10, archive.now).items.empty());
}

TEST(Finish, LeavesTheDoubtfulToPeople)
{
    Archive archive;
    const auto ids = archive.read("a scan", {a_doubtful_card(), a_card()});
    const auto queue = archive->queue(archive.verifier, "", 10, archive.now);
    ASSERT_EQ(queue.items.size(), 1U);
    EXPECT_EQ(queue.items[0].document_id, ids[0]);
    EXPECT_EQ(queue.items[0].open_discrepancies, 1);
    EXPECT_EQ(queue.items[0].source_name, "SECRETFILE.png");
    EXPECT_EQ(archive->counts(whole_site).committed, 1);
    EXPECT_EQ(archive->find_original(archive.view(ids[0]).original.id)->documents, ids);
}

TEST(Finish, KeepsEverythingThatWasRead)
{
    Archive archive;
    const auto document = archive.view(archive.read("a scan", {a_doubtful_card()}).at(0));
    EXPECT_EQ(document.checked.type, "id_card");
    ASSERT_EQ(document.checked.fields.size(), 2U);
    EXPECT_EQ(document.checked.fields[0].field.value, "SECRETNAME");
    EXPECT_EQ(document.checked.fields[0].field.box, (capture::Box{1, 2, 3, 4}));
    EXPECT_EQ(document.checked.fields[0].field.alternatives.at(0).value, "other");
    EXPECT_EQ(document.checked.fields[1].status, verify::FieldStatus::review);
    ASSERT_EQ(document.pages.size(), 1U);
    EXPECT_EQ(document.pages[0].facts.dpi, 300);
    EXPECT_EQ(document.pages[0].preview->height, 1131);
    EXPECT_EQ(document.discrepancies.at(0).field, "id_number");
    EXPECT_EQ(
        archive->page_image(document.id, 0, archive.verifier, archive.now), bytes("JPEG page 0")
    );
    EXPECT_EQ(archive->page_image(document.id, 1, archive.verifier, archive.now), std::nullopt);
}

TEST(DataFolder, LetsNoSecondProcessIn)
{
    Archive archive;
    EXPECT_THROW(DataFolder{archive.path()}, Error);
}

TEST(Store, RefusesAnotherArchivesKeyring)
{
    Archive archive;
    archive.close();
    const auto elsewhere = archive.home.path() / "elsewhere";
    auto keyring = Keyring::create(elsewhere, Archive::pass, archive.random, cheap_slot).value();
    EXPECT_THROW(
        Store(archive.folder(), std::move(keyring), archive.random, cheap_options()), Error
    );
}

TEST(Store, RemembersAfterARestart)
{
    Archive archive;
    const auto document =
        archive.confirm(archive.view(archive.read("a scan", {a_doubtful_card()}).at(0)));
    archive.close();
    archive.open();
    EXPECT_EQ(archive.view(document.id).version, document.version);
    EXPECT_TRUE(archive->fsck().is_sound());
}

} // namespace
} // namespace dossier::store
