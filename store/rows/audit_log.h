#pragma once
// The audit trail: the only code that writes audit_entry and audit_head. An entry's hash covers the
// one before it (a chain) and is a leaf of an RFC 6962 tree; its MAC needs a key of the ring. The
// head (count, last hash, tree frontier) has a MAC of its own, so that a lost tail is noticed.

#include "store/checkpoint.h"
#include "store/crypto/hash.h"
#include "store/rows/vault.h"

#include <functional>
#include <vector>

namespace dossier::store {

/// The right edge of an RFC 6962 tree: the roots of its full subtrees, largest first. Enough to
/// append and to say the root.
class MerkleFrontier {
public:
    MerkleFrontier() = default;
    /// From stored bytes; empty when they do not fit the number of leaves.
    [[nodiscard]] static std::optional<MerkleFrontier>
    decode(std::int64_t leaves, std::span<const std::byte> bytes);

    void append(const Digest& leaf_hash);
    [[nodiscard]] Digest root() const;
    [[nodiscard]] Bytes encode() const;

    [[nodiscard]] std::int64_t leaves() const { return leaves_; }

private:
    std::int64_t leaves_ = 0;
    std::vector<Digest> subtrees_;
};

/// SHA-256(0x00 | bytes).
[[nodiscard]] Digest leaf_hash(std::span<const std::byte> entry);
/// The bytes that are hashed for an entry. Specified in README.md.
[[nodiscard]] Bytes canonical_entry(const AuditEntry& entry, const Digest& previous_leaf_hash);

/// Appends inside the caller's transaction; `seq` is given by the trail. Throws Tampered when
/// the head is not as written: no audit, no action.
void append_audit(Database& db, const Vault& vault, AuditEntry entry);
/// The same of what that person did.
void append_audit(
    Database& db,
    const Vault& vault,
    const Actor& actor,
    std::string_view action,
    std::string_view object,
    std::string_view detail,
    Instant now,
    std::string_view outcome = "done"
);
/// Also against checkpoints that were signed earlier, in any order.
[[nodiscard]] AuditVerdict
verify_audit(Database& db, const Vault& vault, const std::vector<Checkpoint>& checkpoints = {});

/// How many entries the trail has, as its head says. Throws Tampered.
[[nodiscard]] MerkleFrontier audit_tree(Database& db, const Vault& vault);
/// The tree of the first `entries`, from the rows' hashes, which nothing is compared with; `from`
/// is such a tree of fewer. Empty when there are not so many.
[[nodiscard]] std::optional<MerkleFrontier>
audit_tree_of_first(Database& db, std::int64_t entries, MerkleFrontier from = {});

/// Every entry with its leaf hash in hex, oldest first.
void visit_audit(
    Database& db, const std::function<void(const AuditEntry&, const std::string& leaf_hash)>& visit
);

/// A row of `SELECT seq, at, actor, role, action, object, outcome, detail …`.
[[nodiscard]] AuditEntry read_audit_entry(Statement& row);

} // namespace dossier::store
