#include "store/rows/audit_log.h"

#include "store/error.h"

#include <algorithm>
#include <bit>
#include <map>
#include <string>
#include <utility>

namespace dossier::store {
namespace {

struct Head {
    Digest last_leaf_hash{};
    MerkleFrontier tree;
    bool exists = false;
};

Digest to_digest(std::span<const std::byte> bytes)
{
    Digest digest{};
    if (bytes.size() == digest.size()) {
        std::ranges::copy(bytes, digest.begin());
    }
    return digest;
}

Digest node_hash(const Digest& left, const Digest& right)
{
    static constexpr std::array prefix{std::byte{1}};
    return Sha256().add(prefix).add(left).add(right).finish();
}

Digest mac_of(const Vault& vault, const Canonical& bytes)
{
    return hmac_sha256(vault.keys().key(KeyUse::audit_mac), bytes.bytes());
}

Digest leaf_mac(const Vault& vault, std::int64_t seq, const Digest& leaf)
{
    Canonical bytes;
    bytes.text("dossier/audit-leaf/v1").text(vault.keys().site_id()).number(seq).blob(leaf);
    return mac_of(vault, bytes);
}

Digest head_mac(const Vault& vault, const Head& head)
{
    Canonical bytes;
    bytes.text("dossier/audit-head/v1")
        .text(vault.keys().site_id())
        .number(head.tree.leaves())
        .blob(head.last_leaf_hash)
        .blob(head.tree.encode());
    return mac_of(vault, bytes);
}

/// Empty when it is not as written. A trail without entries has no head.
std::optional<Head> read_head(Database& db, const Vault& vault)
{
    Statement row(db, "SELECT entries, last_leaf_hash, frontier, head_mac FROM audit_head");
    if (!row.next()) {
        Statement any(db, "SELECT seq FROM audit_entry LIMIT 1");
        return any.next() ? std::nullopt : std::optional(Head{});
    }
    auto tree = MerkleFrontier::decode(row.integer(0), row.blob(2));
    if (!tree) {
        return std::nullopt;
    }
    Head head{.last_leaf_hash = to_digest(row.blob(1)), .tree = std::move(*tree), .exists = true};
    if (!equal_constant_time(head_mac(vault, head), row.blob(3))) {
        return std::nullopt;
    }
    return head;
}

void write_head(Database& db, const Vault& vault, const Head& head)
{
    db.run(
        "INSERT INTO audit_head (one, entries, last_leaf_hash, frontier, head_mac) "
        "VALUES (1, $1, $2, $3, $4) ON CONFLICT (one) DO UPDATE SET entries = $1, "
        "last_leaf_hash = $2, frontier = $3, head_mac = $4",
        head.tree.leaves(),
        head.last_leaf_hash,
        head.tree.encode(),
        head_mac(vault, head)
    );
}

} // namespace

std::optional<MerkleFrontier>
MerkleFrontier::decode(std::int64_t leaves, std::span<const std::byte> bytes)
{
    if (leaves < 0 ||
        bytes.size() != static_cast<std::size_t>(std::popcount(static_cast<std::uint64_t>(leaves))
                        ) * sizeof(Digest)) {
        return std::nullopt;
    }
    MerkleFrontier tree;
    tree.leaves_ = leaves;
    for (; !bytes.empty(); bytes = bytes.subspan(sizeof(Digest))) {
        tree.subtrees_.push_back(to_digest(bytes.first(sizeof(Digest))));
    }
    return tree;
}

void MerkleFrontier::append(const Digest& leaf_hash)
{
    subtrees_.push_back(leaf_hash);
    for (auto full = leaves_; (full & 1) == 1;
         full >>= 1) { // each set bit is a subtree to merge with
        const Digest right = subtrees_.back();
        subtrees_.pop_back();
        subtrees_.back() = node_hash(subtrees_.back(), right);
    }
    ++leaves_;
}

Digest MerkleFrontier::root() const
{
    if (subtrees_.empty()) {
        return sha256({});
    }
    Digest root = subtrees_.back();
    for (auto it = std::next(subtrees_.rbegin()); it != subtrees_.rend(); ++it) {
        root = node_hash(*it, root);
    }
    return root;
}

Bytes MerkleFrontier::encode() const
{
    Bytes bytes;
    for (const auto& subtree : subtrees_) {
        bytes.insert(bytes.end(), subtree.begin(), subtree.end());
    }
    return bytes;
}

Digest leaf_hash(std::span<const std::byte> entry)
{
    static constexpr std::array prefix{std::byte{0}};
    return Sha256().add(prefix).add(entry).finish();
}

Bytes canonical_entry(const AuditEntry& entry, const Digest& previous_leaf_hash)
{
    Canonical bytes;
    bytes.text("dossier/audit/v1")
        .number(entry.seq)
        .number(entry.at.time_since_epoch().count())
        .text(entry.actor)
        .text(entry.role)
        .text(entry.action)
        .text(entry.object)
        .text(entry.outcome)
        .text(entry.detail)
        .blob(previous_leaf_hash);
    return bytes.take();
}

void append_audit(Database& db, const Vault& vault, AuditEntry entry)
{
    auto head = read_head(db, vault);
    if (!head) {
        throw Tampered("audit head");
    }
    entry.seq = head->tree.leaves() + 1;
    const auto leaf = leaf_hash(canonical_entry(entry, head->last_leaf_hash));
    db.run(
        "INSERT INTO audit_entry (seq, at, actor, role, action, object, outcome, detail, "
        "leaf_hash, "
        "leaf_mac) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        entry.seq,
        entry.at,
        entry.actor,
        entry.role,
        entry.action,
        entry.object,
        entry.outcome,
        entry.detail,
        leaf,
        leaf_mac(vault, entry.seq, leaf)
    );
    head->tree.append(leaf);
    head->last_leaf_hash = leaf;
    write_head(db, vault, *head);
}

void append_audit(
    Database& db,
    const Vault& vault,
    const Actor& actor,
    std::string_view action,
    std::string_view object,
    std::string_view detail,
    Instant now,
    std::string_view outcome
)
{
    append_audit(
        db,
        vault,
        {.seq = 0,
         .at = now,
         .actor = actor.name,
         .role = actor.role,
         .action = std::string(action),
         .object = std::string(object),
         .outcome = std::string(outcome),
         .detail = std::string(detail)}
    );
}

AuditVerdict
verify_audit(Database& db, const Vault& vault, const std::vector<Checkpoint>& checkpoints)
{
    AuditVerdict verdict;
    MerkleFrontier tree;
    Digest previous{};
    std::multimap<std::int64_t, std::string> roots;
    for (const auto& checkpoint : checkpoints) {
        roots.emplace(checkpoint.entries, checkpoint.root_hash);
    }
    std::int64_t vouched = 0; ///< entries that the last fitting checkpoint covers
    const auto fault = [&](std::int64_t seq, std::string reason) {
        verdict.fault = AuditFault{seq, std::move(reason)};
        return verdict;
    };
    const auto fits_checkpoints = [&] {
        const auto [first, last] = roots.equal_range(tree.leaves());
        for (auto it = first; it != last; ++it) {
            if (it->second != to_hex(tree.root())) {
                return false;
            }
            vouched = tree.leaves();
        }
        return true;
    };
    const auto rewritten = [&] {
        return fault(
            vouched + 1,
            "written anew: entries " + std::to_string(vouched + 1) + " to " +
                std::to_string(tree.leaves()) + " are not those of the checkpoint at " +
                std::to_string(tree.leaves())
        );
    };
    if (!fits_checkpoints()) {
        return rewritten();
    }
    Statement rows(
        db,
        "SELECT seq, at, actor, role, action, object, outcome, detail, leaf_hash, leaf_mac "
        "FROM audit_entry ORDER BY seq"
    );
    while (rows.next()) {
        const auto entry = read_audit_entry(rows);
        const auto expected = tree.leaves() + 1;
        if (entry.seq != expected) {
            return fault(expected, "missing");
        }
        const auto leaf = leaf_hash(canonical_entry(entry, previous));
        if (!equal_constant_time(leaf, rows.blob(8))) {
            return fault(expected, "altered");
        }
        if (!equal_constant_time(leaf_mac(vault, expected, leaf), rows.blob(9))) {
            return fault(expected, "not written by this service");
        }
        tree.append(leaf);
        previous = leaf;
        verdict.entries = expected;
        if (!fits_checkpoints()) {
            return rewritten();
        }
    }
    verdict.root_hash = to_hex(tree.root());
    const auto head = read_head(db, vault);
    if (!roots.empty() && roots.rbegin()->first > tree.leaves()) {
        return fault(
            tree.leaves() + 1,
            "missing: a checkpoint knows of " + std::to_string(roots.rbegin()->first) + " entries"
        );
    }
    if (!head) {
        return fault(verdict.entries, "the head is altered or missing");
    }
    if (head->tree.leaves() > tree.leaves()) {
        return fault(tree.leaves() + 1, "missing");
    }
    if (head->tree.leaves() != tree.leaves() || head->tree.root() != tree.root()) {
        return fault(head->tree.leaves() + 1, "the head knows nothing of it");
    }
    return verdict;
}

MerkleFrontier audit_tree(Database& db, const Vault& vault)
{
    auto head = read_head(db, vault);
    if (!head) {
        throw Tampered("audit head");
    }
    return std::move(head->tree);
}

std::optional<MerkleFrontier>
audit_tree_of_first(Database& db, std::int64_t entries, MerkleFrontier from)
{
    Statement rows(
        db,
        "SELECT leaf_hash FROM audit_entry WHERE seq > $1 AND seq <= $2 ORDER BY seq",
        from.leaves(),
        entries
    );
    while (rows.next()) {
        from.append(to_digest(rows.blob(0)));
    }
    return from.leaves() == entries ? std::optional(std::move(from)) : std::nullopt;
}

void visit_audit(
    Database& db, const std::function<void(const AuditEntry&, const std::string& leaf_hash)>& visit
)
{
    Statement rows(
        db,
        "SELECT seq, at, actor, role, action, object, outcome, detail, leaf_hash "
        "FROM audit_entry ORDER BY seq"
    );
    while (rows.next()) {
        visit(read_audit_entry(rows), to_hex(rows.blob(8)));
    }
}

AuditEntry read_audit_entry(Statement& row)
{
    return {
        .seq = row.integer(0),
        .at = row.instant(1),
        .actor = row.text(2),
        .role = row.text(3),
        .action = row.text(4),
        .object = row.text(5),
        .outcome = row.text(6),
        .detail = row.text(7)};
}

} // namespace dossier::store
