#pragma once
// The kernel's hint that something changed in the watched folders. Only a hint: network shares do
// not notify and queues overflow, so whoever waits also looks once the time is up.

#include <chrono>
#include <filesystem>
#include <set>

namespace dossier::web {

class FolderHint {
public:
    FolderHint();
    ~FolderHint();
    FolderHint(const FolderHint&) = delete;
    FolderHint& operator=(const FolderHint&) = delete;

    void watch(const std::filesystem::path& folder);
    /// Returns at a change or after `most`.
    void wait(std::chrono::milliseconds most);

private:
    int fd_;
    std::set<std::filesystem::path> watched_;
};

} // namespace dossier::web
