#include "ocr/child/launcher.h"

#include <gtest/gtest.h>

#include <array>
#include <csignal>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace dossier::ocr {
namespace {

using Pair = std::array<int, 2>;

/// A process that does `work` and then waits for its end.
template <typename Work>
pid_t start(Work work)
{
    const pid_t process = ::fork();
    if (process == 0) {
        work();
        while (true)
            ::pause();
    }
    return process;
}

bool ends_soon(int process_descriptor)
{
    pollfd watched{process_descriptor, POLLIN, 0};
    return ::poll(&watched, 1, 20'000) == 1;
}

TEST(Launcher, DiesWithTheProcessThatStartedItEvenWhileItLoads)
{
    ASSERT_EQ(::prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
    Pair socket{};
    Pair told{};
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_SEQPACKET, 0, socket.data()), 0);
    ASSERT_EQ(::pipe(told.data()), 0);
    const pid_t starter = start([&] {
        static_cast<void>(start([&] {
            end_with_starter(socket[0]);
            const pid_t self = ::getpid();
            static_cast<void>(!::write(told[1], &self, sizeof self));
        }));
    });
    pid_t launcher = 0;
    ASSERT_EQ(::read(told[0], &launcher, sizeof launcher), static_cast<ssize_t>(sizeof launcher));
    const int watch = static_cast<int>(::syscall(SYS_pidfd_open, launcher, 0));
    ASSERT_GE(watch, 0);
    ::kill(starter, SIGKILL);
    EXPECT_TRUE(ends_soon(watch));
    ::kill(launcher, SIGKILL);
    ::waitpid(starter, nullptr, 0);
    ::waitpid(launcher, nullptr, 0);
    for (const int descriptor : {socket[0], socket[1], told[0], told[1], watch})
        ::close(descriptor);
}

TEST(Launcher, EndsAtOnceWhenNobodyHoldsTheOtherEnd)
{
    Pair socket{};
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_SEQPACKET, 0, socket.data()), 0);
    ::close(socket[1]);
    const pid_t launcher = start([&] { end_with_starter(socket[0]); });
    const int watch = static_cast<int>(::syscall(SYS_pidfd_open, launcher, 0));
    EXPECT_TRUE(ends_soon(watch));
    ::kill(launcher, SIGKILL);
    int status = 0;
    ::waitpid(launcher, &status, 0);
    EXPECT_TRUE(WIFEXITED(status));
    ::close(watch);
    ::close(socket[0]);
}

} // namespace
} // namespace dossier::ocr
