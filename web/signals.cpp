#include "web/signals.h"

#include <csignal>
#include <ctime>

namespace dossier::web {

namespace {

sigset_t ending_signals()
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    return set;
}

} // namespace

Signals::Signals()
{
    const auto set = ending_signals();
    ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
    // A client that goes away is an error of its connection, not of the program.
    std::signal(SIGPIPE, SIG_IGN);
}

bool Signals::wait(std::chrono::milliseconds most) const
{
    const auto set = ending_signals();
    const timespec time{.tv_sec = most.count() / 1000, .tv_nsec = most.count() % 1000 * 1'000'000};
    if (::sigtimedwait(&set, nullptr, &time) < 0) return false;
    // Who stops a program may tell its whole process group as well: that is one request, not two.
    const timespec moment{.tv_sec = 0, .tv_nsec = 200'000'000};
    while (::sigtimedwait(&set, nullptr, &moment) > 0) {
    }
    std::signal(SIGTERM, SIG_DFL);
    std::signal(SIGINT, SIG_DFL);
    ::pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
    return true;
}

} // namespace dossier::web
