#pragma once
// What lies where in a folder of backups, and what making one and restoring one have in common.

#include "store/backup/manifest.h"
#include "store/blobs.h"
#include "store/crypto/keys.h"
#include "store/db/database.h"

#include <filesystem>
#include <memory>
#include <set>
#include <span>
#include <string>

namespace dossier::store {

inline constexpr const char* database_name = "dossier.db";
inline constexpr const char* objects_name = "objects.list";
inline constexpr const char* manifest_name = "manifest";
inline constexpr const char* journal_name = "journal";
inline constexpr const char* first_keystore = "keystore-0001";

[[nodiscard]] std::filesystem::path
home_of(const std::filesystem::path& folder, const std::string& name);
/// Of the key that signs this archive's manifests.
[[nodiscard]] std::string manifest_signer(const Keys& keys);
/// Throws Tampered where it is not what this archive signed.
[[nodiscard]] Manifest
read_manifest(const std::filesystem::path& folder, const std::string& name, const Keys& keys);
/// Throws Tampered where a file of a backup is not what the manifest says.
void require_file(const std::filesystem::path& file, const FileFacts& known);
/// Empty where there is no such file.
[[nodiscard]] std::string text_in(const std::filesystem::path& file);
/// Whether the ring has the key that this file is sealed under.
[[nodiscard]] bool opens_still(const Keys& keys, const std::filesystem::path& sealed);

/// The sealed files that the rows need.
[[nodiscard]] std::set<ObjectId> named_objects(Database& db);
/// Deletes the rows of what is not done yet, whose files are in no backup: uploads, and drafts of
/// document types.
void drop_unfinished(Database& db);

/// Puts objects into a folder in groups: they share the wait for the disk.
class ObjectWriter {
public:
    explicit ObjectWriter(Blobs& to) : to_(to) {}

    void put(const ObjectId& id, std::span<const std::byte> sealed);
    void finish();

private:
    Blobs& to_;
    std::unique_ptr<BlobGroup> group_;
    int count_ = 0;
};

} // namespace dossier::store
