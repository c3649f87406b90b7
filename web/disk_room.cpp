#include "web/disk_room.h"

#include <sys/statvfs.h>

namespace dossier::web {

DiskRoom disk_room(const std::filesystem::path& at)
{
    struct statvfs room {};

    if (::statvfs(at.c_str(), &room) != 0) return {.mib = INT64_MAX, .has_entries = true};
    return {
        .mib =
            static_cast<std::int64_t>(room.f_bavail) * static_cast<std::int64_t>(room.f_frsize) >>
            20,
        .has_entries = room.f_files == 0 || room.f_favail > 1000};
}

} // namespace dossier::web
