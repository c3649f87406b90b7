#pragma once
// The door to the disk, as narrow as durability allows: what is not here cannot go wrong. Real:
// POSIX. In tests: a disk in memory that fails at the n-th call and forgets what was not synced.

#include "store/types.h"

#include <filesystem>
#include <memory>
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

/// A file that is in its place, its bytes on their way to the disk. It stays open, so that what
/// goes wrong on that way is told to `sync`.
class PlacedFile {
public:
    virtual ~PlacedFile() = default;
    /// Its content is durable when it returns; its name is not.
    virtual void sync() = 0;
};

/// Every call throws Error when it fails.
class Disk {
public:
    virtual ~Disk() = default;
    /// Makes a new file, mode 0600, with these bytes, its content durable. Its name is not.
    virtual void write_new(const std::filesystem::path& file, std::span<const std::byte> bytes) = 0;
    /// Writes a new file as `draft` and renames it to `file`, which must not be there; nothing of
    /// it is durable yet. For files that nobody knows before they are: the disk works while the
    /// next one is made, and the content and names of many reach it in one commit of its journal.
    [[nodiscard]] virtual std::unique_ptr<PlacedFile> place_new(
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
