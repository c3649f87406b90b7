#pragma once
// Every move between the three places, in the order that a crash or a power cut at any moment
// forgives. Moves are made durable together, by `flush`, before anybody relies on them.

#include "capture/hot_folder.h"

#include <map>

namespace dossier::capture {

/// A file of a batch that is to be claimed, in the manifest's order.
struct BatchFile {
    std::string name;
    FileStat checked;
};

class Claims {
public:
    explicit Claims(Directory& directory) : directory_(directory) {}

    /// Moves a file that was found whole into `.claimed/`, or back when it changed meanwhile.
    /// `bytes` are what was read of it.
    void claim(
        const std::string& name, const FileStat& checked, std::vector<std::byte> bytes, Instant now
    );

    /// Moves a batch into `.claimed/`: its files first, its manifest last. The manifest there is
    /// what makes the batch taken; files without it are put back by the next look at `.claimed/`.
    /// Returns the key, or nothing when a file changed or went meanwhile.
    [[nodiscard]] std::optional<std::string>
    claim_batch(const BatchFile& manifest, const std::vector<BatchFile>& files, Instant now);

    Rejected reject(
        Place from, const std::string& name, const std::string& source_name, const Refusal& refusal
    );
    void put_back(const std::string& claimed_name, const std::string& source_name);
    void remove(const std::string& claimed_name);

    /// Whether this is a claimed file that was found whole, unchanged since.
    [[nodiscard]] bool is_known_whole(const std::string& claimed_name, const FileStat& stat) const;

    /// Its bytes, once, when they were read since the last `forget_bytes`; else nothing.
    [[nodiscard]] std::vector<std::byte>
    take_bytes(const std::string& claimed_name, const FileStat& stat);

    /// Lets go of what was read and never asked for, so that it does not pile up.
    void forget_bytes();

    /// Makes what was moved and removed survive a power cut.
    void flush();

private:
    [[nodiscard]] bool move_to_claimed(const BatchFile& file, const std::string& target);
    [[nodiscard]] std::string free_batch_mark(Instant now);

    Directory& directory_;

    struct Whole {
        FileStat stat;
        std::vector<std::byte> bytes;
    };

    std::map<std::string, Whole> known_whole_;
    bool is_inbox_dirty_ = false;
    bool is_claimed_dirty_ = false;
    bool is_rejected_dirty_ = false;
};

} // namespace dossier::capture
