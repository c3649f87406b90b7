#include "web/folder_hint.h"

#include <array>
#include <poll.h>
#include <sys/inotify.h>
#include <thread>
#include <unistd.h>

namespace dossier::web {

FolderHint::FolderHint() : fd_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {}

FolderHint::~FolderHint()
{
    if (fd_ >= 0) ::close(fd_);
}

void FolderHint::watch(const std::filesystem::path& folder)
{
    if (fd_ < 0 || watched_.contains(folder)) return;
    if (::inotify_add_watch(
            fd_, folder.c_str(), IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_ONLYDIR
        ) >= 0)
        watched_.insert(folder);
}

void FolderHint::wait(std::chrono::milliseconds most)
{
    pollfd waiting{.fd = fd_, .events = POLLIN, .revents = 0};
    if (fd_ < 0) {
        std::this_thread::sleep_for(most);
        return;
    }
    ::poll(&waiting, 1, static_cast<int>(most.count()));
    std::array<char, 16'384> events{};
    while (::read(fd_, events.data(), events.size()) > 0) {
    }
}

} // namespace dossier::web
