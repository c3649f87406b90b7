#pragma once
// Sealed files that are laid into a second place too. The first one decides: what the second does
// not take is only remembered, for a backup copies it later.

#include "store/blobs.h"

#include <memory>
#include <mutex>
#include <string>

namespace dossier::store {

class MirroredBlobs final : public Blobs {
public:
    /// `mirror` is made when it is first needed, and again after it failed.
    MirroredBlobs(std::unique_ptr<Blobs> first, std::filesystem::path mirror);

    [[nodiscard]] std::unique_ptr<BlobGroup> new_group() override;
    std::optional<Bytes> read(const ObjectId& id) override;
    /// From the first place only: older backups may need it.
    void remove(const ObjectId& id) override;
    std::vector<BlobEntry> list() override;

    /// What went wrong in the second place last; empty when nothing did.
    [[nodiscard]] std::string trouble() const;

private:
    class Group;

    /// Null while it cannot be reached.
    [[nodiscard]] Blobs* mirror() noexcept;
    void note(const char* trouble) noexcept;

    std::unique_ptr<Blobs> first_;
    std::filesystem::path folder_;
    mutable std::mutex mutex_;
    std::unique_ptr<Blobs> mirror_;
    std::string trouble_;
};

} // namespace dossier::store
