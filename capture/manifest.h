#pragma once
// A manifest is a small file beside scans that says which files are one batch and what their bytes
// must be. Three notations of the same facts: NAME.xml, NAME.json, NAME.csv (capture/README.md has
// one of each). Nothing here is trusted: size, depth, counts and names are bounded.

#include "capture/facts.h"

#include <tl/expected.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::capture {

/// What a sender announces about a batch. `name` is how people call it, by default the manifest's
/// own name without its ending; `sheets` counts sheets of paper; `sides` is how many sides of each
/// were scanned (1 or 2); `type` a document type's name, empty when none was announced.
struct BatchFacts {
    std::string name;
    std::optional<int> sheets;
    std::optional<int> sides;
    std::string type;
    bool operator==(const BatchFacts&) const = default;
};

/// `sha256` in 64 lower-case hexadecimal digits.
struct ManifestFile {
    std::string name;
    std::string sha256;
    bool operator==(const ManifestFile&) const = default;
};

/// In the order of the manifest, which is the order of the sheets.
struct Manifest : BatchFacts {
    std::vector<ManifestFile> files;
};

inline constexpr std::size_t max_manifest_bytes = std::size_t{1} << 20U;
inline constexpr std::size_t max_manifest_files = 10'000;

/// Whether a file of this name is read as a manifest: `.xml`, `.json`, `.csv` in any case.
[[nodiscard]] bool is_manifest_name(std::string_view name);

/// Refusals: `manifest_incomplete` (more bytes may still come), `not_a_manifest` with what is wrong
/// and, where the notation has lines, in which.
[[nodiscard]] tl::expected<Manifest, Refusal>
parse_manifest(std::string_view name, std::span<const std::byte> bytes);

} // namespace dossier::capture
