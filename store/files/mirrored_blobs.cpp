#include "store/files/mirrored_blobs.h"

#include "store/error.h"

namespace dossier::store {

/// Puts into both; its fate is that of the first.
class MirroredBlobs::Group final : public BlobGroup {
public:
    explicit Group(MirroredBlobs& blobs) : blobs_(blobs), first_(blobs.first_->new_group())
    {
        if (auto* mirror = blobs_.mirror()) {
            second_ = mirror->new_group();
        }
    }

    void put(const ObjectId& id, std::span<const std::byte> sealed) override
    {
        first_->put(id, sealed);
        in_mirror([&] { second_->put(id, sealed); });
    }

    void commit() override
    {
        first_->commit();
        in_mirror([&] { second_->commit(); });
    }

private:
    void in_mirror(const auto& act)
    {
        if (!second_) {
            return;
        }
        try {
            act();
            blobs_.note("");
        } catch (const std::exception& error) {
            blobs_.note(error.what());
            second_.reset();
        }
    }

    MirroredBlobs& blobs_;
    std::unique_ptr<BlobGroup> first_;
    std::unique_ptr<BlobGroup> second_;
};

MirroredBlobs::MirroredBlobs(std::unique_ptr<Blobs> first, std::filesystem::path mirror)
    : first_(std::move(first)),
      folder_(std::move(mirror))
{}

std::unique_ptr<BlobGroup> MirroredBlobs::new_group()
{
    return std::make_unique<Group>(*this);
}

std::optional<Bytes> MirroredBlobs::read(const ObjectId& id)
{
    return first_->read(id);
}

void MirroredBlobs::remove(const ObjectId& id)
{
    first_->remove(id);
}

std::vector<BlobEntry> MirroredBlobs::list()
{
    return first_->list();
}

std::string MirroredBlobs::trouble() const
{
    const std::lock_guard lock{mutex_};
    return trouble_;
}

Blobs* MirroredBlobs::mirror() noexcept
{
    const std::lock_guard lock{mutex_};
    try {
        if (!mirror_) {
            mirror_ = open_local_blobs(folder_);
        }
        return mirror_.get();
    } catch (const std::exception& error) {
        trouble_ = error.what();
        return nullptr;
    }
}

void MirroredBlobs::note(const char* trouble) noexcept
{
    const std::lock_guard lock{mutex_};
    trouble_ = trouble;
}

} // namespace dossier::store
