#include "store/crypto/signature.h"
#include "store/moment.h"
#include "store/rows/core.h"
#include "store/rows/cursor.h"

#include <charconv>

namespace dossier::store {
namespace {

std::string checkpoint_origin(const Keys& keys)
{
    return "dossier-" + keys.site_id() + "/audit";
}

} // namespace

void Store::note(
    const Actor& actor,
    std::string_view action,
    std::string_view object,
    std::string_view outcome,
    std::string_view detail,
    Instant now
)
{
    Transaction tx{core_->writer};
    core_->audit(tx.db(), actor, action, object, detail, now, outcome);
    tx.commit();
}

Listing<AuditEntry> Store::audit(std::string_view cursor, int limit)
{
    std::int64_t before = INT64_MAX;
    std::from_chars(cursor.data(), cursor.data() + cursor.size(), before);
    Snapshot snapshot{core_->readers};
    Statement rows(
        snapshot.db(),
        "SELECT seq, at, actor, role, action, object, outcome, detail FROM audit_entry "
        "WHERE seq < $1 ORDER BY seq DESC LIMIT $2",
        before,
        limit + 1
    );
    return page_of<AuditEntry>(rows, limit, read_audit_entry, [](const AuditEntry& last) {
        return std::to_string(last.seq);
    });
}

std::int64_t Store::audit_entries()
{
    Snapshot snapshot{core_->readers};
    Statement row(snapshot.db(), "SELECT entries FROM audit_head");
    return row.next() ? row.integer(0) : 0;
}

void Store::visit_audit(
    const std::function<void(const AuditEntry&, const std::string& leaf_hash)>& visit
)
{
    Snapshot snapshot{core_->readers};
    store::visit_audit(snapshot.db(), visit);
}

std::vector<AuditTally> Store::audit_tallies(Instant since, Instant until)
{
    const auto ahead = std::chrono::milliseconds(core_->options.utc_offset).count();
    Snapshot snapshot{core_->readers};
    Statement rows(
        snapshot.db(),
        "SELECT (at + $3) / 86400000 AS day, actor, role, action, outcome, count(*) "
        "FROM audit_entry WHERE at >= $1 AND at < $2 "
        "GROUP BY day, actor, role, action, outcome ORDER BY day, actor, role, action, outcome",
        since,
        until,
        ahead
    );
    std::vector<AuditTally> tallies;
    while (rows.next()) {
        const Instant day{std::chrono::days(rows.integer(0))};
        tallies.push_back(
            {.day = moment_text(day).substr(0, 10),
             .actor = rows.text(1),
             .role = rows.text(2),
             .action = rows.text(3),
             .outcome = rows.text(4),
             .count = rows.integer(5)}
        );
    }
    return tallies;
}

AuditVerdict Store::verify_audit(const std::vector<std::string>& checkpoints)
{
    std::vector<Checkpoint> opened;
    for (const auto& note : checkpoints) {
        auto checkpoint = open_checkpoint(note, checkpoint_key());
        if (!checkpoint) {
            return {
                .entries = 0,
                .root_hash = {},
                .fault = AuditFault{0, "a checkpoint is not genuine, or of another archive"}};
        }
        opened.push_back(*std::move(checkpoint));
    }
    Snapshot snapshot{core_->readers};
    return store::verify_audit(snapshot.db(), core_->vault, opened);
}

tl::expected<std::string, AuditFault> Store::sign_checkpoint(std::string_view earlier, Instant now)
{
    const auto signed_before = open_checkpoint(earlier, checkpoint_key());
    if (!earlier.empty() && !signed_before) {
        return tl::unexpected(AuditFault{0, "the earlier checkpoint is not genuine"});
    }
    Snapshot snapshot{core_->readers};
    const auto head = audit_tree(snapshot.db(), core_->vault);
    const auto entries = signed_before ? signed_before->entries : 0;
    const std::lock_guard lock{core_->signing};
    auto& from = core_->signed_tree;
    auto tree = audit_tree_of_first(
        snapshot.db(), entries, from.leaves() <= entries ? from : MerkleFrontier{}
    );
    if (!tree) {
        return tl::unexpected(AuditFault{head.leaves() + 1, "missing: it was signed before"});
    }
    if (signed_before && to_hex(tree->root()) != signed_before->root_hash) {
        return tl::unexpected(AuditFault{1, "not the trail that was signed before"});
    }
    tree = audit_tree_of_first(snapshot.db(), head.leaves(), *std::move(tree));
    if (!tree || tree->root() != head.root()) {
        return tl::unexpected(AuditFault{entries + 1, "the rows are not those of the head"});
    }
    from = *std::move(tree);
    const auto& keys = core_->vault.keys();
    const Checkpoint checkpoint{
        .origin = checkpoint_origin(keys),
        .entries = head.leaves(),
        .root_hash = to_hex(head.root())};
    return signed_note(
        checkpoint_text(checkpoint, now), checkpoint.origin, keys.key(KeyUse::checkpoint)
    );
}

std::string Store::checkpoint_key()
{
    const auto& keys = core_->vault.keys();
    return verifier_key(checkpoint_origin(keys), keys.key(KeyUse::checkpoint));
}

} // namespace dossier::store
