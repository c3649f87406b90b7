#pragma once
// From `.claimed/` into the archive in groups: what several files share, a commit and the syncs, is
// done once. A file is let go of when the archive holds it durably, never earlier.

#include "capture/hot_folder.h"
#include "store/store.h"

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace dossier::web {

/// Whether a group of files is to be kept before another is read: it is held in memory, give or
/// take its last file, and as large as what a sweep reads.
[[nodiscard]] bool is_full_group(std::size_t files, std::size_t bytes);

class GroupIntake {
public:
    /// Told of every file that is kept, with its size.
    using Note = std::function<void(const store::Kept&, std::size_t bytes)>;

    /// The files are those of one station; store and folder outlive this.
    GroupIntake(store::Store& store, capture::HotFolder& folder, std::string station, Note note);

    /// Reads a file; keeps the group when it is full. What fails is no exception: see `trouble`.
    void add(const capture::Claimed& file, store::Instant now);

    /// Keeps what is left. Files that were added and not kept are offered again.
    void finish(store::Instant now);

    /// How many files have left `.claimed/`.
    [[nodiscard]] std::size_t settled() const { return settled_; }

    /// Whether the archive kept none at all, or none of several in a row, so that it is not the
    /// files. Nothing more is read then.
    [[nodiscard]] bool is_store_failing() const;

    /// What kept the last file from being read, kept or let go of; empty when all is well.
    [[nodiscard]] const std::string& trouble() const { return trouble_; }

private:
    struct Read {
        capture::Claimed file;
        std::vector<std::byte> bytes;
        std::string media_type;
    };

    void keep(std::span<const Read> files, store::Instant now);
    void try_to_keep(std::span<const Read> files, store::Instant now);
    void let_go(const Read& read, const store::Kept& kept);

    store::Store& store_;
    capture::HotFolder& folder_;
    std::string station_;
    Note note_;
    std::vector<Read> group_;
    std::size_t group_bytes_ = 0;
    std::size_t settled_ = 0;
    int failures_ = 0; ///< of the archive, in a row
    std::string trouble_;
};

} // namespace dossier::web
