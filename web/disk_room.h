#pragma once
// Whether a file system has room to take documents in.

#include <cstdint>
#include <filesystem>

namespace dossier::web {

/// Free space and free file entries; a file system that cannot say has enough.
struct DiskRoom {
    std::int64_t mib = 0;
    bool has_entries = true;
};

[[nodiscard]] DiskRoom disk_room(const std::filesystem::path& at);

} // namespace dossier::web
