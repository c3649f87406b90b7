#include "store/files/local_blobs.h"

#include "store/error.h"

#include <algorithm>
#include <set>
#include <stdexcept>

namespace dossier::store {

namespace fs = std::filesystem;

namespace {

/// Objects whose ids begin with the same so many digits lie in one folder.
constexpr std::size_t folder_digits = 4;

} // namespace

LocalBlobs::LocalBlobs(Disk& disk, fs::path folder, Leftovers leftovers)
    : disk_(disk),
      folder_(std::move(folder))
{
    make_directories(disk_, folder_ / "tmp");
    if (leftovers == Leftovers::keep) {
        return;
    }
    for (const auto& entry : disk_.list(folder_ / "tmp")) {
        disk_.remove(folder_ / "tmp" / entry.name);
    }
}

fs::path LocalBlobs::leaf(const ObjectId& id) const
{
    return path_of(folder_, id).parent_path();
}

fs::path LocalBlobs::path_of(const fs::path& folder, const ObjectId& id)
{
    const bool is_hex = std::ranges::all_of(id.text, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    });
    if (id.text.size() != 32 || !is_hex) {
        throw std::logic_error("not an object id");
    }
    return folder / id.text.substr(0, 2) / id.text.substr(2, 2) / id.text;
}

class LocalBlobs::Group final : public BlobGroup {
public:
    explicit Group(LocalBlobs& blobs) : blobs_(blobs) {}

    Group(const Group&) = delete;
    Group& operator=(const Group&) = delete;

    ~Group() override
    {
        for (const auto& [id, file] : placed_) {
            remove_leftover(blobs_.leaf(id) / id.text);
        }
    }

    void put(const ObjectId& id, std::span<const std::byte> sealed) override
    {
        const fs::path home = blobs_.leaf(id);
        if (leaves_.insert(id.text.substr(0, folder_digits)).second) {
            blobs_.disk_.make_directory(home.parent_path());
            blobs_.disk_.make_directory(home);
        }
        const fs::path draft = blobs_.folder_ / "tmp" / id.text;
        try {
            placed_.emplace_back(id, blobs_.disk_.place_new(draft, home / id.text, sealed));
        } catch (const Error&) {
            remove_leftover(draft);
            throw;
        }
    }

    void commit() override
    {
        for (const auto& [id, file] : placed_) {
            file->sync();
        }
        for (const auto& digits : leaves_) {
            blobs_.sync_leaf(digits);
        }
        placed_.clear();
        leaves_.clear();
    }

private:
    /// A full disk must not fill further with every try. What stays after all is an orphan.
    void remove_leftover(const fs::path& file) noexcept
    {
        try {
            blobs_.disk_.remove(file);
        } catch (const Error&) {
            return;
        }
    }

    LocalBlobs& blobs_;
    std::vector<std::pair<ObjectId, std::unique_ptr<PlacedFile>>> placed_;
    std::set<std::string> leaves_; ///< their digits
};

std::unique_ptr<BlobGroup> LocalBlobs::new_group()
{
    return std::make_unique<Group>(*this);
}

void LocalBlobs::sync_leaf(const std::string& digits)
{
    const fs::path home = folder_ / digits.substr(0, 2) / digits.substr(2, 2);
    disk_.sync_directory(home);
    // Also a folder that was there: whoever made it may not have come as far as syncing its parent.
    const auto leaf_number = std::stoul(digits, nullptr, 16);
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
