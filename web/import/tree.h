#pragma once
// The tree of an archive that was scanned before: read, never changed, never left. Every step down
// is an openat that follows no link.

#include "capture/facts.h"

#include <tl/expected.hpp>

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::web {

/// A path of an index in one spelling: slashes, no `.`; refused (`bad_path`) when it is empty,
/// absolute, names a drive, or climbs with `..`.
[[nodiscard]] tl::expected<std::string, capture::Refusal> normal_tree_path(std::string_view written
);

class Tree {
public:
    /// Throws std::system_error when the folder cannot be opened.
    explicit Tree(const std::filesystem::path& root);
    Tree(const Tree&) = delete;
    Tree& operator=(const Tree&) = delete;
    ~Tree();

    /// The paths of all plain files, sorted; what is neither file nor folder is left out, and so is
    /// the file `besides` (the index, when it lies in the tree).
    [[nodiscard]] std::vector<std::string> list(const std::vector<std::filesystem::path>& besides
    ) const;

    /// A file's bytes. Refusals: `missing`, `not_a_file` (a link, a folder, a device), `too_large`,
    /// `unreadable`.
    [[nodiscard]] tl::expected<std::vector<std::byte>, capture::Refusal>
    read(const std::string& path, std::size_t most) const;

private:
    std::filesystem::path root_;
    int fd_ = -1;
};

} // namespace dossier::web
