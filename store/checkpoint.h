#pragma once
// A checkpoint of the audit trail (c2sp.org/tlog-checkpoint): how many entries there are and the
// root of their tree, signed. Kept outside the archive it shows what the archive alone cannot: an
// older copy put back, a history written anew. Format: README.md.

#include "store/types.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::store {

/// How often somebody did something on a day; who and what, but nothing about customers.
struct AuditTally {
    std::string day; ///< of the site's clock, 2026-11-25
    std::string actor;
    std::string role;
    std::string action;
    std::string outcome;
    std::int64_t count = 0;
};

struct Checkpoint {
    std::string origin; ///< "dossier-<site id>/audit", also the signer's name
    std::int64_t entries = 0;
    std::string root_hash; ///< RFC 6962, hex
};

/// What a genuine checkpoint says; empty when it was not signed with the key that `verifier`
/// (Store::checkpoint_key) belongs to, or was altered.
[[nodiscard]] std::optional<Checkpoint>
open_checkpoint(std::string_view note, std::string_view verifier);

/// Checkpoints as files that are never replaced, `audit-<entries>.checkpoint`; best on another
/// machine, or where nothing can be deleted.
class CheckpointFolder {
public:
    /// Makes it where needed. Throws Error.
    explicit CheckpointFolder(std::filesystem::path folder);

    /// Whole and durable when it returns; one that is there stays. Throws Error.
    void keep(const std::string& note, std::int64_t entries) const;
    /// Those of the most entries last. Throws Error.
    [[nodiscard]] std::vector<std::string> notes() const;
    /// Empty when there is none.
    [[nodiscard]] std::string newest() const;

private:
    [[nodiscard]] std::vector<std::string> names() const;
    [[nodiscard]] std::string read(const std::string& name) const;

    std::filesystem::path folder_;
};

/// The text to be signed.
[[nodiscard]] std::string checkpoint_text(const Checkpoint& checkpoint, Instant now);

} // namespace dossier::store
