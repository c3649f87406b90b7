#pragma once
// The seam for sealed files: immutable, named by a random id. Real: local files (S3 later); in
// tests one that fails at the n-th call. Blobs see ciphertext only.

#include "store/types.h"

#include <filesystem>
#include <memory>
#include <span>
#include <vector>

namespace dossier::store {

struct BlobEntry {
    ObjectId id;
    Instant written_at{};
};

/// Objects that become durable together, which costs little more than one alone. Those that were
/// named together cost least, for they lie in one folder. What was put and not committed when
/// the group ends is removed, as far as the disk allows.
class BlobGroup {
public:
    virtual ~BlobGroup() = default;
    /// Never replaces an object. Throws Error.
    virtual void put(const ObjectId& id, std::span<const std::byte> sealed) = 0;
    /// All are durable when it returns. Throws Error.
    virtual void commit() = 0;
};

class Blobs {
public:
    virtual ~Blobs() = default;
    /// The group does not outlive the blobs.
    [[nodiscard]] virtual std::unique_ptr<BlobGroup> new_group() = 0;

    /// A group of one: durable when it returns.
    void put(const ObjectId& id, std::span<const std::byte> sealed)
    {
        const auto group = new_group();
        group->put(id, sealed);
        group->commit();
    }

    /// Throws Error when it cannot be read; empty when there is no such object.
    [[nodiscard]] virtual std::optional<Bytes> read(const ObjectId& id) = 0;
    virtual void remove(const ObjectId& id) = 0;
    [[nodiscard]] virtual std::vector<BlobEntry> list() = 0;
};

/// Files under `folder`/ab/cd/<id>; removes leftovers of `folder`/tmp.
[[nodiscard]] std::unique_ptr<Blobs> open_local_blobs(const std::filesystem::path& folder);

} // namespace dossier::store
