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

class Blobs {
public:
    virtual ~Blobs() = default;
    /// Durable when it returns; never replaces an object. Throws Error.
    virtual void put(const ObjectId& id, std::span<const std::byte> sealed) = 0;
    /// Throws Error when it cannot be read; empty when there is no such object.
    [[nodiscard]] virtual std::optional<Bytes> read(const ObjectId& id) = 0;
    virtual void remove(const ObjectId& id) = 0;
    [[nodiscard]] virtual std::vector<BlobEntry> list() = 0;
};

/// Files under `folder`/ab/cd/<id>; removes leftovers of `folder`/tmp.
[[nodiscard]] std::unique_ptr<Blobs> open_local_blobs(const std::filesystem::path& folder);

} // namespace dossier::store
