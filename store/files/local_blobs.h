#pragma once
// Sealed objects as files: folder/ab/cd/<id>, written in folder/tmp first (security.md 2.10).

#include "store/blobs.h"
#include "store/files/disk.h"

#include <bitset>
#include <filesystem>
#include <mutex>

namespace dossier::store {

class LocalBlobs final : public Blobs {
public:
    /// Whether what lies in tmp was left by a crash, or may be somebody's at work.
    enum class Leftovers { remove, keep };

    /// Makes the folder where needed.
    LocalBlobs(Disk& disk, std::filesystem::path folder, Leftovers leftovers = Leftovers::remove);

    [[nodiscard]] std::unique_ptr<BlobGroup> new_group() override;
    std::optional<Bytes> read(const ObjectId& id) override;
    void remove(const ObjectId& id) override;
    std::vector<BlobEntry> list() override;

    /// Where an object lies below such a folder, for those who only read.
    [[nodiscard]] static std::filesystem::path
    path_of(const std::filesystem::path& folder, const ObjectId& id);

private:
    class Group;

    [[nodiscard]] std::filesystem::path leaf(const ObjectId& id) const;
    /// Makes the names in folder ab/cd durable, and its own.
    void sync_leaf(const std::string& digits);

    Disk& disk_;
    std::filesystem::path folder_;
    std::mutex mutex_;
    std::bitset<std::size_t{256} * 256>
        durable_leaves_;               ///< folders ab/cd whose name is known to be durable
    std::bitset<256> durable_parents_; ///< the same of folders ab
};

} // namespace dossier::store
