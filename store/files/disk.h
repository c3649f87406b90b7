#pragma once
// The door to the disk, as narrow as durability allows: what is not here cannot go wrong. Real:
// POSIX. In tests: a disk in memory that fails at the n-th call and forgets what was not synced.

#include "store/types.h"

#include <filesystem>
#include <optional>
#include <span>
#include <vector>

namespace dossier::store {

enum class Replace { never, existing };

struct DiskEntry {
    std::string name;
    Instant written_at{};
    bool is_directory = false;
};

/// Every call throws Error when it fails.
class Disk {
public:
    virtual ~Disk() = default;
    /// Makes a new file, mode 0600, with these bytes, its content durable. Its name is not.
    virtual void write_new(const std::filesystem::path& file, std::span<const std::byte> bytes) = 0;
    /// Writes a new file as `draft`, renames it to `file`, which must not be there, and then makes
    /// its content durable. Names are not durable. For files that nobody knows before they are:
    /// content and name reach the disk in one commit of its journal instead of two.
    virtual void place_new(
        const std::filesystem::path& draft,
        const std::filesystem::path& file,
        std::span<const std::byte> bytes
    ) = 0;
    virtual void
    rename(const std::filesystem::path& from, const std::filesystem::path& to, Replace replace) = 0;
    /// Makes the names in a directory durable.
    virtual void sync_directory(const std::filesystem::path& directory) = 0;
    /// Makes one directory, mode 0700, unless it is there; its name is not durable yet.
    /// True when it was made.
    virtual bool make_directory(const std::filesystem::path& directory) = 0;
    [[nodiscard]] virtual std::optional<Bytes> read(const std::filesystem::path& file) = 0;
    virtual void remove(const std::filesystem::path& file) = 0;
    [[nodiscard]] virtual std::vector<DiskEntry> list(const std::filesystem::path& directory) = 0;
};

[[nodiscard]] Disk& posix_disk();

/// Makes a directory and its parents, every new name durable.
void make_directories(Disk& disk, const std::filesystem::path& directory);
/// Replaces (or makes) a file: whole and durable when it returns, the old one until then.
void write_durable(
    Disk& disk, const std::filesystem::path& file, std::span<const std::byte> bytes, Replace replace
);

} // namespace dossier::store
