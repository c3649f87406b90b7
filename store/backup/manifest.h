#pragma once
// What a backup holds, as its signed manifest and the list of its objects spell it.

#include "store/backup.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace dossier::store {

struct FileFacts {
    std::int64_t size = 0;
    std::string sha256; ///< hex
    bool operator==(const FileFacts&) const = default;
};

[[nodiscard]] FileFacts describe_bytes(std::span<const std::byte> bytes);
/// Reads it portion by portion. Throws Error.
[[nodiscard]] FileFacts describe_file(const std::filesystem::path& file);

struct Manifest {
    std::string site_id;
    std::string made_at;
    Backup backup;
    std::map<std::string, FileFacts> files{}; ///< beside the manifest
};

/// Sorts by time: `20261126T062200123Z-4711`, the last the number of audit entries.
[[nodiscard]] std::string backup_name(Instant now, std::int64_t audit_entries);

/// The text to be signed.
[[nodiscard]] std::string manifest_text(const Manifest& manifest);
/// Of a genuine note; empty when it is no manifest.
[[nodiscard]] std::optional<Manifest> parse_manifest(std::string_view note);

/// By id.
using ObjectList = std::map<std::string, FileFacts>;

/// A line an object: id, size, SHA-256 of what lies in the file.
[[nodiscard]] std::string object_list_text(const ObjectList& list);
/// Throws Tampered when it is no such list.
[[nodiscard]] ObjectList parse_object_list(std::string_view text);

} // namespace dossier::store
