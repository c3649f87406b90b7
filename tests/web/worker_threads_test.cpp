#include "web/worker_threads.h"

#include <gtest/gtest.h>

#include <future>

namespace dossier::web {
namespace {

using namespace std::chrono_literals;

void nothing_fails(std::string_view reason)
{
    FAIL() << reason;
}

TEST(WorkerThreads, WorkInThePauseWhenTheyAreWoken)
{
    std::atomic<int> turns = 0;
    std::promise<void> second;
    WorkerThreads threads;
    threads.start(
        [&](const std::stop_token&) {
            if (++turns == 2) second.set_value();
            return false;
        },
        1h,
        nothing_fails
    );
    while (turns < 1)
        std::this_thread::yield();
    threads.wake();
    EXPECT_EQ(second.get_future().wait_for(5s), std::future_status::ready);
    EXPECT_TRUE(threads.stop(5s));
    EXPECT_EQ(turns, 2) << "nobody works twice for one call";
}

TEST(WorkerThreads, HearACallThatCameWhileTheyWorked)
{
    std::promise<void> called;
    auto was_called = called.get_future().share();
    std::atomic<int> turns = 0;
    std::promise<void> second;
    WorkerThreads threads;
    threads.start(
        [&](const std::stop_token&) {
            if (++turns == 1) was_called.wait();
            if (turns == 2) second.set_value();
            return false;
        },
        1h,
        nothing_fails
    );
    while (turns < 1)
        std::this_thread::yield();
    threads.wake();
    called.set_value();
    EXPECT_EQ(second.get_future().wait_for(5s), std::future_status::ready);
    EXPECT_TRUE(threads.stop(5s));
}

TEST(WorkerThreads, EndInTheMiddleOfAPause)
{
    std::atomic<int> turns = 0;
    WorkerThreads threads;
    threads.start(
        [&](const std::stop_token&) {
            ++turns;
            return false;
        },
        1h,
        nothing_fails
    );
    while (turns < 1)
        std::this_thread::yield();
    EXPECT_TRUE(threads.stop(5s));
}

} // namespace
} // namespace dossier::web
