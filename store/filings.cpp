#include "store/rows/filings.h"

#include "store/rows/archiving.h"
#include "store/rows/core.h"
#include "store/rows/cursor.h"
#include "store/rows/customers.h"
#include "store/rows/quality.h"
#include "store/rows/scoped.h"

#include <algorithm>

namespace dossier::store {
namespace {

Conflict not_allowed(std::string detail)
{
    return {ConflictKind::not_allowed, std::move(detail)};
}

constexpr std::size_t most_tags = 20;
constexpr std::size_t longest_tag = 60; ///< bytes

/// What of a body the plan or its form forbids; empty when nothing.
std::string fault_of(const FilingBody& body, const verify::FilingPlan& plan)
{
    for (const auto& [name, word] : body.classes) {
        if (!verify::may_be(plan, name, word)) {
            return "the plan has no such word for " + name;
        }
    }
    if (!is_paper_code(body.box) || !is_paper_code(body.volume)) {
        return "box and volume are codes of letters, digits and . _ - /, up to 40";
    }
    const auto is_tag = [](const std::string& tag) {
        return !tag.empty() && tag.size() <= longest_tag;
    };
    if (body.tags.size() > most_tags || !std::ranges::all_of(body.tags, is_tag)) {
        return "a record has up to 20 tags of up to 60 bytes";
    }
    return {};
}

FilingBody changed(FilingBody body, const Refiling& refiling)
{
    for (const auto& [name, word] : refiling.classes) {
        body.classes[name] = word;
    }
    body.box = refiling.box.value_or(body.box);
    body.volume = refiling.volume.value_or(body.volume);
    body.tags = refiling.tags.value_or(body.tags);
    std::ranges::sort(body.tags);
    body.tags.erase(std::ranges::unique(body.tags).begin(), body.tags.end());
    return body;
}

/// The newest records that hold, as SQL. All parameters are bound, those that say nothing hold for
/// everything; only names of columns are put in. A tag's records have an order of their own.
std::string query_of(const FilingFilter& filter, const Scope& scope)
{
    const std::string from = filter.tag.empty()
                                 ? "filing AS shown WHERE $11 = ''"
                                 : "record_tag AS shown JOIN filing ON filing.record_id = "
                                   "shown.record_id WHERE shown.tag_mac = $11";
    std::string condition;
    int parameter = 4;
    for (const auto name : verify::class_names) {
        const auto said = filter.classes.find(name);
        const bool is_said = said != filter.classes.end() && !said->second.empty();
        const auto number = std::to_string(parameter++);
        condition +=
            is_said ? " AND " + std::string(name) + " = $" + number : " AND $" + number + " = ''";
    }
    condition += filter.box.empty() ? " AND $10 = ''" : " AND box = $10 AND box <> ''";
    condition += " AND " + of_records(scope, 12, "shown.record_id");
    return "SELECT shown.record_id FROM " + from + condition +
           " AND shown.committed_at <= $1 AND (shown.committed_at, shown.record_id) < ($1, $2) "
           "ORDER BY shown.committed_at DESC, shown.record_id DESC LIMIT $3";
}

std::string word_of(const verify::Classes& classes, std::string_view name)
{
    const auto found = classes.find(name);
    return found == classes.end() ? std::string() : found->second;
}

} // namespace

Listing<FiledItem> Store::filed_records(
    const Scope& scope, const FilingFilter& filter, std::string_view cursor, int limit
)
{
    Snapshot snapshot{core_->readers};
    const auto& vault = core_->vault;
    const auto from = Cursor::parse(cursor, newest_first);
    const auto& classes = filter.classes;
    Statement rows(
        snapshot.db(),
        query_of(filter, scope),
        from.at,
        from.id,
        limit + 1,
        word_of(classes, "nature"),
        word_of(classes, "business"),
        word_of(classes, "value_tier"),
        word_of(classes, "region"),
        word_of(classes, "security_level"),
        word_of(classes, "retention_class"),
        filter.box,
        filter.tag.empty() ? std::string() : tag_mac(vault, filter.tag),
        scope.department,
        scope.person
    );
    return page_of<FiledItem>(
        rows,
        limit,
        [&](Statement& row) -> std::optional<FiledItem> {
            const RecordId id{row.text(0)};
            auto filed = load_filing(snapshot.db(), vault, id);
            const auto record = find_record(snapshot.db(), vault, id, scope);
            if (!filed || !record) {
                return std::nullopt;
            }
            return FiledItem{
                .record_id = id,
                .number = record->number,
                .type = record->type,
                .committed_at = record->committed_at,
                .filing = std::move(filed->filing)};
        },
        [](const FiledItem& last) { return Cursor::text(last.committed_at, last.record_id.text); }
    );
}

const verify::FilingPlan& Store::filing_plan() const
{
    return core_->options.filing;
}

tl::expected<Filing, Conflict> Store::refile_record(
    const RecordId& id,
    const Refiling& refiling,
    std::int64_t expected_version,
    const Actor& actor,
    Instant now
)
{
    const auto& vault = core_->vault;
    if (refiling.reason.empty()) {
        return tl::unexpected(not_allowed("a change of the filing needs a reason"));
    }
    Transaction tx{core_->writer};
    const auto row = load_filing(tx.db(), vault, id);
    if (!row || !find_record(tx.db(), vault, id, actor.scope)) {
        return tl::unexpected(Conflict{ConflictKind::not_found, {}});
    }
    if (!actor.scope.keeps_records()) {
        return tl::unexpected(Conflict{ConflictKind::out_of_scope, {}});
    }
    if (row->filing.version != expected_version) {
        return tl::unexpected(Conflict{ConflictKind::version_changed, {}});
    }
    FilingChange change{
        .version = expected_version + 1,
        .before = row->filing.body,
        .after = changed(row->filing.body, refiling),
        .reason = refiling.reason,
        .changed_by = actor.name,
        .changed_at = now};
    if (auto fault = fault_of(change.after, core_->options.filing); !fault.empty()) {
        return tl::unexpected(not_allowed(std::move(fault)));
    }
    if (change.after == change.before) {
        return tl::unexpected(not_allowed("nothing of it would change"));
    }
    change_filing(tx.db(), vault, *row, change);
    core_->audit(
        tx.db(), actor, "record_refiled", "record " + id.text, std::to_string(change.version), now
    );
    tx.commit();
    return Filing{
        .archive_number = row->filing.archive_number,
        .version = change.version,
        .body = std::move(change.after)};
}

int Store::catch_up(int limit, Instant now)
{
    const auto owed = [&](const std::string& table) {
        std::vector<RecordId> ids;
        Snapshot snapshot{core_->readers};
        Statement rows(
            snapshot.db(), "SELECT record_id FROM " + table + " ORDER BY position LIMIT $1", limit
        );
        while (rows.next()) {
            ids.push_back({rows.text(0)});
        }
        return ids;
    };
    const auto to_file = owed("filing_owed");
    const auto to_attach = owed("customer_owed");
    const auto to_count = owed("quality_owed");
    if (to_file.empty() && to_attach.empty() && to_count.empty()) {
        return 0;
    }
    Transaction tx{core_->writer};
    const auto settle = [&](const std::vector<RecordId>& ids, const std::string& table, auto&& act
                        ) {
        for (const auto& id : ids) {
            // Deleted first: who was faster did it.
            const auto is_owed =
                tx.db().run("DELETE FROM " + table + " WHERE record_id = $1", id) > 0;
            if (const auto record = load_record(tx.db(), core_->vault, id); record && is_owed) {
                act(*record);
            }
        }
    };
    settle(to_file, "filing_owed", [&](const RecordRow& record) {
        file_record(
            tx.db(), core_->vault, core_->options.filing, record, core_->options.utc_offset
        );
        core_->audit(tx.db(), system_actor(), "record_filed", "record " + record.id.text, "", now);
    });
    settle(to_attach, "customer_owed", [&](const RecordRow& record) {
        if (!customer_of(tx.db(), core_->vault, record.id)) { // a correction may have found him
            find_customer_of(tx.db(), core_->vault, core_->options, record, now);
        }
    });
    settle(to_count, "quality_owed", [&](const RecordRow& record) {
        const auto document = load_document(tx.db(), core_->vault, record.document_id).value();
        keep_quality(tx.db(), record, document.discrepancies);
    });
    tx.commit();
    return static_cast<int>(to_file.size() + to_attach.size() + to_count.size());
}

} // namespace dossier::store
