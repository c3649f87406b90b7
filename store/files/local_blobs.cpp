#include "store/files/local_blobs.h"

#include <algorithm>
#include <stdexcept>

namespace dossier::store {
namespace fs = std::filesystem;

LocalBlobs::LocalBlobs(Disk& disk, fs::path folder) : disk_(disk), folder_(std::move(folder))
{
    make_directories(disk_, folder_ / "tmp");
    for (const auto& entry : disk_.list(folder_ / "tmp")) {
        disk_.remove(folder_ / "tmp" / entry.name);
    }
}

fs::path LocalBlobs::leaf(const ObjectId& id) const
{
    const bool is_hex = std::ranges::all_of(id.text, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    });
    if (id.text.size() != 32 || !is_hex) {
        throw std::logic_error("not an object id");
    }
    return folder_ / id.text.substr(0, 2) / id.text.substr(2, 2);
}

void LocalBlobs::put(const ObjectId& id, std::span<const std::byte> sealed)
{
    const fs::path draft = folder_ / "tmp" / id.text;
    const fs::path home = leaf(id);
    disk_.make_directory(home.parent_path());
    disk_.make_directory(home);
    disk_.place_new(draft, home / id.text, sealed);
    disk_.sync_directory(home);
    // Also a folder that was there: whoever made it may not have come as far as syncing its parent.
    const auto leaf_number = std::stoul(id.text.substr(0, 4), nullptr, 16);
    const std::lock_guard lock{mutex_};
    if (durable_leaves_.test(leaf_number)) {
        return;
    }
    disk_.sync_directory(home.parent_path());
    if (!durable_parents_.test(leaf_number >> 8U)) {
        disk_.sync_directory(folder_);
    }
    durable_parents_.set(leaf_number >> 8U);
    durable_leaves_.set(leaf_number);
}

std::optional<Bytes> LocalBlobs::read(const ObjectId& id)
{
    return disk_.read(leaf(id) / id.text);
}

void LocalBlobs::remove(const ObjectId& id)
{
    const fs::path home = leaf(id);
    disk_.remove(home / id.text);
    disk_.sync_directory(home);
}

std::vector<BlobEntry> LocalBlobs::list()
{
    std::vector<BlobEntry> objects;
    for (const auto& outer : disk_.list(folder_)) {
        if (!outer.is_directory || outer.name == "tmp") {
            continue;
        }
        for (const auto& inner : disk_.list(folder_ / outer.name)) {
            if (!inner.is_directory) {
                continue;
            }
            for (const auto& file : disk_.list(folder_ / outer.name / inner.name)) {
                objects.push_back({.id = {file.name}, .written_at = file.written_at});
            }
        }
    }
    std::ranges::sort(objects, {}, [](const BlobEntry& entry) { return entry.id; });
    return objects;
}

std::unique_ptr<Blobs> open_local_blobs(const fs::path& folder)
{
    return std::make_unique<LocalBlobs>(posix_disk(), folder);
}

} // namespace dossier::store
