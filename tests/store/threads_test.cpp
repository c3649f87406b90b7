// Many threads, one archive: every job, document, decision and code has one winner.

#include "store/error.h"
#include "tests/store/archive.h"
#include "tests/store/verifiers.h"

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <set>
#include <thread>

namespace dossier::store {
namespace {

constexpr int crowd = 8;

/// Runs `act(number)` on every thread of the crowd at once.
void all_at_once(const auto& act)
{
    std::vector<std::thread> threads;
    std::atomic<bool> go = false;
    for (int i = 0; i < crowd; ++i) {
        threads.emplace_back([&, i] {
            while (!go) {
                std::this_thread::yield();
            }
            act(i);
        });
    }
    go = true;
    for (auto& thread : threads) {
        thread.join();
    }
}

Actor person(int number)
{
    return {.name = "person " + std::to_string(number), .role = "verifier"};
}

TEST(Threads, ClaimEachJobOnce)
{
    Archive archive;
    constexpr int jobs = 40;
    for (int i = 0; i < jobs; ++i) {
        (void)archive.keep(std::to_string(i));
    }
    std::mutex mutex;
    std::multiset<std::string> claimed;
    all_at_once([&](int number) {
        while (const auto job = archive->claim_job(std::to_string(number), archive.now)) {
            const std::lock_guard lock(mutex);
            claimed.insert(job->id.text);
        }
    });
    EXPECT_EQ(claimed.size(), static_cast<std::size_t>(jobs));
    EXPECT_EQ(std::set<std::string>(claimed.begin(), claimed.end()).size(), claimed.size());
}

TEST(Threads, ClaimEachDocumentOnce)
{
    Archive archive;
    for (int i = 0; i < crowd; ++i) {
        (void)archive.read(std::to_string(i), {a_doubtful_card()});
    }
    std::mutex mutex;
    std::set<std::string> claimed;
    all_at_once([&](int number) {
        const auto document = archive->claim_next(person(number), {}, archive.now);
        const std::lock_guard lock(mutex);
        if (document) {
            claimed.insert(document->id.text);
        }
    });
    EXPECT_EQ(claimed.size(), static_cast<std::size_t>(crowd));
}

TEST(Threads, SettleAQueueThatNeedsTwoPeopleWithoutMeetingAtADocument)
{
    Archive archive;
    constexpr int documents = 200;
    fill_queue(archive, documents);
    Verifiers verifiers(archive);
    verifiers.work(16);
    EXPECT_EQ(verifiers.seen().claimed_twice, 0);
    EXPECT_EQ(verifiers.seen().settled_twice, 0);
    EXPECT_EQ(verifiers.seen().handed_wrong, 0);
    EXPECT_GT(verifiers.seen().left, 0);
    EXPECT_EQ(archive->counts(whole_site).review, 0);
    EXPECT_EQ(archive->counts(whole_site).committed, documents);
}

TEST(Threads, DecideOnceForEachVersion)
{
    Archive archive;
    auto document = archive.view(archive.read("1", {a_doubtful_card()}).at(0));
    for (int round = 0; round < 5; ++round) {
        std::atomic<int> winners = 0;
        const auto action = round % 2 == 0 ? verify::Action::confirm : verify::Action::reopen;
        all_at_once([&](int number) {
            const auto decided = archive->decide(
                document.discrepancies.at(0).id,
                decision(action),
                {},
                document.version,
                person(number),
                archive.now
            );
            if (decided) {
                ++winners;
            }
        });
        EXPECT_EQ(winners, 1);
        document = archive.view(document.id);
    }
}

TEST(Threads, CommitOnce)
{
    Archive archive;
    const auto document =
        archive.confirm(archive.view(archive.read("1", {a_doubtful_card()}).at(0)));
    std::atomic<int> winners = 0;
    all_at_once([&](int number) {
        if (archive->commit_document(document.id, document.version, person(number), archive.now)) {
            ++winners;
        }
    });
    EXPECT_EQ(winners, 1);
    EXPECT_EQ(archive->counts(whole_site).committed, 1);
}

TEST(Threads, KeepTheSameBytesOnce)
{
    Archive archive;
    std::atomic<int> fresh = 0;
    all_at_once([&](int number) {
        const auto content = bytes("the same");
        const auto kept = archive->keep_original(
            {.intake_key = std::to_string(number),
             .station = "desk",
             .source_name = "n",
             .media_type = "image/png",
             .bytes = content,
             .actor = system_actor()},
            archive.now
        );
        if (kept.as == KeptAs::fresh) {
            ++fresh;
        }
    });
    EXPECT_EQ(fresh, 1);
    EXPECT_EQ(archive->originals(whole_site, std::nullopt, "", 10).items.size(), 1U);
}

TEST(Threads, SignInNoOftenerThanTheThrottleAllows)
{
    Archive archive;
    (void)archive->create_user("vera", "Vera", "verifier", system_actor(), archive.now);
    std::atomic<int> judged = 0;
    all_at_once([&](int) {
        for (int i = 0; i < 4; ++i) {
            const auto answer = archive->sign_in(
                {.username = "vera", .password = "wrong", .totp = {}}, archive.now
            );
            if (answer.error().kind != SignInErrorKind::throttled) {
                ++judged;
            }
        }
    });
    EXPECT_EQ(judged, 5);
}

TEST(Threads, ReadWhileOthersWrite)
{
    Archive archive;
    const auto id = archive.commit("the scan");
    all_at_once([&](int number) {
        for (int i = 0; i < 5; ++i) {
            if (number % 2 == 0) {
                EXPECT_EQ(archive->records(whole_site, "", "", 10).items.at(0).id, id);
                EXPECT_EQ(
                    archive->record_original(id, archive.verifier, archive.now), bytes("the scan")
                );
            } else {
                archive->note(archive.verifier, "looked", "nothing", "done", "", archive.now);
            }
        }
    });
    EXPECT_FALSE(archive->verify_audit().fault);
}

} // namespace
} // namespace dossier::store
