#include "store/exports.h"

#include "store/rows/core.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>

namespace dossier::store {
namespace {

struct Step {
    ExportStepKind kind;
    std::string_view action;
};

constexpr std::array<Step, 3> steps{
    {{ExportStepKind::requested, "export_requested"},
     {ExportStepKind::exported, "records_exported"},
     {ExportStepKind::failed, "export_failed"}}};

std::string_view action_of(ExportStepKind kind)
{
    return std::ranges::find(steps, kind, &Step::kind)->action;
}

/// `csv 12 audit`, and what the bytes hash to.
std::string detail_of(const ExportStep& step)
{
    return step.format + " " + std::to_string(step.records) + " " + step.purpose +
           (step.sha256.empty() ? "" : " " + step.sha256);
}

ExportStep read_step(Statement& row)
{
    const auto action = row.text(2);
    ExportStep step;
    step.id = row.text(3).substr(std::string_view("export ").size());
    step.kind = std::ranges::find(steps, action, &Step::action)->kind;
    step.at = row.instant(0);
    step.person = row.text(1);
    std::istringstream words(row.text(4));
    words >> step.format >> step.records >> step.purpose;
    if (!words) { // so were they noted until 2026-11-26: `2 records, audit` of `csv`
        step.format = step.id;
    }
    words >> step.sha256;
    return step;
}

} // namespace

std::string Store::new_export_id()
{
    return core_->vault.new_id();
}

void Store::note_export(const ExportStep& step, const Actor& actor, Instant now)
{
    note(
        actor,
        action_of(step.kind),
        "export " + step.id,
        step.kind == ExportStepKind::failed ? "failed" : "done",
        detail_of(step),
        now
    );
}

Listing<ExportStep> Store::export_steps(const Actor& actor, std::string_view cursor, int limit)
{
    auto before = INT64_MAX;
    std::from_chars(cursor.data(), cursor.data() + cursor.size(), before);
    Snapshot snapshot{core_->readers};
    Listing<ExportStep> listing;
    std::int64_t last = 0;
    Statement rows(
        snapshot.db(),
        // What an object's name begins with is a stretch of the index by object.
        "SELECT at, actor, action, object, detail, seq FROM audit_entry "
        "WHERE object > 'export ' AND object < 'export!' AND seq < $1 "
        "AND action IN ('export_requested', 'records_exported', 'export_failed') "
        "AND ($3 = '' OR actor = $3) ORDER BY seq DESC LIMIT $2",
        before,
        limit + 1,
        actor.scope.is_site() ? std::string() : actor.name
    );
    while (rows.next()) {
        if (static_cast<int>(listing.items.size()) == limit) {
            listing.next_cursor = std::to_string(last);
            break;
        }
        last = rows.integer(5);
        listing.items.push_back(read_step(rows));
    }
    return listing;
}

} // namespace dossier::store
