#include "store/disposals.h"

#include "store/error.h"
#include "store/moment.h"
#include "store/rows/core.h"
#include "store/rows/cursor.h"
#include "store/rows/destruction.h"
#include "store/rows/disposals.h"
#include "store/rows/filings.h"
#include "store/rows/numbers.h"
#include "store/rows/records.h"
#include "store/rows/shredding.h"
#include "store/rows/words.h"

#include <algorithm>
#include <set>

namespace dossier::store {
namespace {

constexpr std::size_t most_items = 5000;

Conflict conflict_of(StepRefused refused)
{
    switch (refused) {
    case StepRefused::over: return conflict(ConflictKind::closed);
    case StepRefused::same_person: return conflict(ConflictKind::same_person);
    case StepRefused::not_yet: break;
    }
    return conflict(ConflictKind::not_allowed, "another step comes first");
}

std::string object_name(const Disposal& disposal)
{
    return "disposal " + disposal.summary.id;
}

int year_of(std::chrono::sys_days day)
{
    return static_cast<int>(std::chrono::year_month_day{day}.year());
}

int year_at(Instant moment, std::chrono::minutes utc_offset)
{
    return year_of(std::chrono::floor<std::chrono::days>(moment + utc_offset));
}

Instant begin_of(int year, std::chrono::minutes utc_offset)
{
    return Instant{std::chrono::sys_days{std::chrono::year{year} / 1 / 1}} - utc_offset;
}

/// A list that is not over names it, or one that was carried out says that it stays.
bool is_spoken_for(Database& db, const std::string& record_id, int year)
{
    Statement row(
        db,
        "SELECT 1 FROM disposal_item i JOIN disposal d ON d.id = i.disposal_id "
        "WHERE i.record_id = $1 AND (d.state NOT IN ('carried_out', 'withdrawn') OR "
        "(d.state = 'carried_out' AND (i.opinion = 'keep' OR "
        "(i.opinion = 'extend' AND i.until_year >= $2))))",
        record_id,
        year
    );
    return row.next();
}

std::optional<DueRecord> due_record(
    Database& db,
    const Vault& vault,
    const StoreOptions& options,
    const std::string& record_id,
    int year
)
{
    const auto record = load_record(db, vault, {record_id});
    const auto filing = record ? load_filing(db, vault, record->id) : std::nullopt;
    if (!filing) {
        return std::nullopt;
    }
    const auto retention_class = filing->filing.body.classes.find("retention_class");
    const auto& plan = options.filing.retention;
    const auto term = retention_class == filing->filing.body.classes.end()
                          ? plan.end()
                          : plan.find(retention_class->second);
    if (term == plan.end()) {
        return std::nullopt;
    }
    const auto closing = load_closing(db, vault, record_id);
    const auto kept = verify::kept_through(
        term->second,
        year_at(record->committed_at, options.utc_offset),
        closing ? year_of(std::chrono::sys_days{std::chrono::days{closing->closed_on}}) : 0
    );
    if (!kept || *kept >= year) {
        return std::nullopt;
    }
    return DueRecord{
        .record_id = record_id,
        .record_number = record->number,
        .archive_number = filing->filing.archive_number,
        .type = record->type,
        .retention_class = term->first,
        .committed_at = record->committed_at,
        .kept_through = *kept,
        .is_held = is_held(db, vault, record_id),
        .is_listed = is_spoken_for(db, record_id, year)};
}

/// Records of a class whose term may be over by the columns; each is looked at again.
std::vector<std::string> candidates(
    Database& db,
    const std::string& retention_class,
    const verify::RetentionTerm& term,
    int year,
    std::chrono::minutes utc_offset,
    int limit
)
{
    std::vector<std::string> ids;
    const int before = year - *term.years; // what began in an earlier year is over
    const auto begin = begin_of(before, utc_offset);
    Statement rows(
        db,
        term.start == verify::RetentionStart::committed
            ? "SELECT record_id FROM filing WHERE retention_class = $1 AND committed_at < $2 AND "
              "record_id NOT IN (SELECT owner_id FROM tombstone) ORDER BY committed_at LIMIT $3"
            : "SELECT f.record_id FROM closing c JOIN filing f ON f.record_id = c.record_id "
              "WHERE f.retention_class = $1 AND c.closed_on * 86400000 < $2 AND "
              "f.record_id NOT IN (SELECT owner_id FROM tombstone) ORDER BY c.closed_on LIMIT $3",
        retention_class,
        term.start == verify::RetentionStart::committed ? begin : begin + utc_offset,
        limit
    );
    while (rows.next()) {
        ids.push_back(rows.text(0));
    }
    return ids;
}

/// What is gone, when, and who took which step; kept for ever.
std::string certificate_text(const Disposal& disposal, std::string_view site_id)
{
    std::string text = "dossier destruction certificate 1\nsite " + std::string(site_id) +
                       "\ndisposal " + disposal.summary.number + "\n";
    for (const auto& signature : disposal.signatures) {
        text += std::string(word(signature.step)) + " " + signature.person + " " +
                moment_text(signature.at) + "\n";
    }
    const auto destroyed = std::ranges::count(disposal.items, true, &DisposalItem::is_destroyed);
    text += "records " + std::to_string(destroyed) + "\n";
    for (const auto& item : disposal.items) {
        if (!item.is_destroyed) {
            continue;
        }
        text += "record " + item.record.record_number + " " +
                (item.record.archive_number.empty() ? "-" : item.record.archive_number) + " " +
                item.record.type + " " + item.record.retention_class + " " +
                moment_text(item.record.committed_at) + " " +
                std::to_string(item.record.kept_through);
        for (const auto& digest : item.sha256) {
            text += " " + digest;
        }
        text += "\n";
    }
    return text;
}

/// What went, and the files that nobody can open any more.
struct Carried {
    std::vector<std::string> records;
    std::vector<ObjectId> objects;
};

/// Destroys what the list says, but what is held or not due any more: its class or the day on which
/// its matter ended may be others since the list was made. Signs the certificate.
Carried carry_out(
    Database& db, const Vault& vault, const StoreOptions& options, Disposal& disposal, Instant now
)
{
    Carried carried;
    const int year = year_at(now, options.utc_offset);
    for (auto& item : disposal.items) {
        const auto& id = item.record.record_id;
        const auto due = item.opinion == Opinion::destroy ? due_record(db, vault, options, id, year)
                                                          : std::nullopt;
        if (!due || due->is_held) {
            continue;
        }
        auto gone = destroy_record(db, vault, {id}, now);
        item.sha256 = std::move(gone.sha256);
        item.is_destroyed = true;
        carried.records.push_back(id);
        carried.objects.insert(carried.objects.end(), gone.objects.begin(), gone.objects.end());
    }
    disposal.certificate =
        vault.signed_by_archive(certificate_text(disposal, vault.keys().site_id()));
    return carried;
}

} // namespace

std::vector<DueRecord> Store::due_for_disposal(int limit, Instant now)
{
    Snapshot snapshot{core_->readers};
    auto& db = snapshot.db();
    const auto& options = core_->options;
    const int year = year_at(now, options.utc_offset);
    std::vector<DueRecord> due;
    for (const auto& [name, term] : options.filing.retention) {
        if (!term.years) {
            continue;
        }
        for (const auto& id : candidates(db, name, term, year, options.utc_offset, limit)) {
            auto record = due_record(db, core_->vault, options, id, year);
            if (record && static_cast<int>(due.size()) < limit) {
                due.push_back(std::move(*record));
            }
        }
    }
    return due;
}

tl::expected<void, Conflict>
Store::note_closed(const RecordId& id, std::chrono::sys_days day, const Actor& actor, Instant now)
{
    Transaction tx{core_->writer};
    if (!load_record(tx.db(), core_->vault, id)) {
        return tl::unexpected(conflict(ConflictKind::not_found));
    }
    keep_closing(
        tx.db(),
        core_->vault,
        {.record_id = id.text,
         .closed_on = day.time_since_epoch().count(),
         .noted_by = actor.name,
         .noted_at = now}
    );
    core_->audit(tx.db(), actor, "matter_closed", "record " + id.text, "", now);
    tx.commit();
    return {};
}

tl::expected<LegalHold, Conflict>
Store::place_hold(const RecordId& id, const std::string& reason, const Actor& actor, Instant now)
{
    if (reason.empty()) {
        return tl::unexpected(conflict(ConflictKind::not_allowed, "a hold has a reason"));
    }
    Transaction tx{core_->writer};
    if (!load_record(tx.db(), core_->vault, id)) {
        return tl::unexpected(conflict(ConflictKind::not_found));
    }
    LegalHold hold{
        .id = core_->vault.new_id(),
        .record_id = id.text,
        .reason = reason,
        .placed_by = actor.name,
        .placed_at = now,
        .release_reason = {},
        .release_proposed_by = {},
        .released_by = {},
        .released_at = {}};
    insert_hold(tx.db(), core_->vault, hold);
    core_->audit(tx.db(), actor, "hold_placed", "record " + id.text, "hold " + hold.id, now);
    tx.commit();
    return hold;
}

tl::expected<LegalHold, Conflict> Store::release_hold(
    const std::string& id, const std::string& reason, const Actor& actor, Instant now
)
{
    Transaction tx{core_->writer};
    auto hold = load_hold(tx.db(), core_->vault, id);
    if (!hold) {
        return tl::unexpected(conflict(ConflictKind::not_found));
    }
    if (!hold->released_by.empty()) {
        return tl::unexpected(conflict(ConflictKind::closed));
    }
    const bool proposes = hold->release_proposed_by.empty();
    if (proposes && reason.empty()) {
        return tl::unexpected(conflict(ConflictKind::not_allowed, "its end has a reason"));
    }
    if (!proposes && hold->release_proposed_by == actor.name) {
        return tl::unexpected(conflict(ConflictKind::same_person));
    }
    if (proposes) {
        hold->release_proposed_by = actor.name;
        hold->release_reason = reason;
    } else {
        hold->released_by = actor.name;
        hold->released_at = now;
    }
    save_hold(tx.db(), core_->vault, *hold);
    core_->audit(
        tx.db(),
        actor,
        proposes ? "hold_release_proposed" : "hold_released",
        "record " + hold->record_id,
        "hold " + id,
        now
    );
    tx.commit();
    return std::move(*hold);
}

Listing<LegalHold> Store::holds(std::string_view cursor, int limit)
{
    Snapshot snapshot{core_->readers};
    const auto from = Cursor::parse(cursor, newest_first);
    Statement rows(
        snapshot.db(),
        "SELECT id FROM legal_hold WHERE (placed_at, id) < ($1, $2) "
        "ORDER BY placed_at DESC, id DESC LIMIT $3",
        from.at,
        from.id,
        limit + 1
    );
    return page_of<LegalHold>(
        rows,
        limit,
        [&](Statement& row) { return load_hold(snapshot.db(), core_->vault, row.text(0)); },
        [](const LegalHold& last) { return Cursor::text(last.placed_at, last.id); }
    );
}

tl::expected<Disposal, Conflict> Store::propose_disposal(
    const std::string& reason,
    const std::vector<Appraisal>& appraisals,
    const Actor& actor,
    Instant now
)
{
    const auto& options = core_->options;
    const int year = year_at(now, options.utc_offset);
    std::set<std::string> named;
    for (const auto& appraisal : appraisals) {
        const bool is_past = appraisal.opinion == Opinion::extend && appraisal.until_year < year;
        if (is_past || !named.insert(appraisal.record_id).second) {
            return tl::unexpected(conflict(ConflictKind::not_allowed, appraisal.record_id));
        }
    }
    if (reason.empty() || appraisals.empty() || appraisals.size() > most_items) {
        return tl::unexpected(
            conflict(ConflictKind::not_allowed, "a list has a reason and 1 to 5,000 records")
        );
    }
    Transaction tx{core_->writer};
    Disposal disposal{
        .summary =
            {.id = core_->vault.new_id(),
             .number = next_yearly_number(tx.db(), "X", now, options.utc_offset, 4),
             .state = DisposalState::proposed,
             .proposed_by = actor.name,
             .proposed_at = now,
             .records = static_cast<std::int64_t>(appraisals.size())},
        .reason = reason,
        .signatures = {{.step = DisposalStep::propose, .person = actor.name, .at = now}},
        .items = {},
        .certificate = {}};
    for (const auto& appraisal : appraisals) {
        const auto due = due_record(tx.db(), core_->vault, options, appraisal.record_id, year);
        const bool is_refused =
            !due || due->is_listed || (due->is_held && appraisal.opinion == Opinion::destroy);
        if (is_refused) {
            return tl::unexpected(conflict(ConflictKind::not_allowed, appraisal.record_id));
        }
        disposal.items.push_back(
            {.record = *due,
             .opinion = appraisal.opinion,
             .until_year = appraisal.until_year,
             .sha256 = {}}
        );
    }
    std::ranges::sort(disposal.items, {}, [](const DisposalItem& item) {
        return item.record.record_number;
    });
    insert_disposal(tx.db(), core_->vault, disposal);
    core_->audit(
        tx.db(), actor, "disposal_proposed", object_name(disposal), disposal.summary.number, now
    );
    tx.commit();
    return disposal;
}

tl::expected<Disposal, Conflict>
Store::take_disposal_step(const std::string& id, DisposalStep step, const Actor& actor, Instant now)
{
    Carried carried;
    std::optional<Disposal> disposal;
    {
        Transaction tx{core_->writer};
        disposal = load_disposal(tx.db(), core_->vault, id);
        if (!disposal) {
            return tl::unexpected(conflict(ConflictKind::not_found));
        }
        const auto action = "disposal_" + std::string(word(step));
        const auto object = object_name(*disposal);
        const auto next =
            after_step(disposal->summary.state, disposal->signatures, step, actor.name);
        if (!next) {
            core_->audit(tx.db(), actor, action, object, "", now, "denied");
            tx.commit();
            return tl::unexpected(conflict_of(next.error()));
        }
        disposal->summary.state = *next;
        disposal->signatures.push_back({.step = step, .person = actor.name, .at = now});
        if (*next == DisposalState::carried_out) {
            carried = carry_out(tx.db(), core_->vault, core_->options, *disposal, now);
        }
        const auto& number = disposal->summary.number;
        for (const auto& record : carried.records) {
            core_->audit(tx.db(), actor, "record_destroyed", "record " + record, number, now);
        }
        save_disposal(tx.db(), core_->vault, *disposal);
        core_->audit(tx.db(), actor, action, object, number, now);
        tx.commit();
    }
    if (!carried.records.empty()) {
        // No page of the log remembers the keys; then the files may go. What a crash leaves of them
        // nobody can open.
        (void)core_->writer.empty_log();
        core_->wants_backup = true;
    }
    for (const auto& object : carried.objects) {
        core_->blobs->remove(object);
    }
    return std::move(*disposal);
}

Listing<DisposalSummary> Store::disposals(std::string_view cursor, int limit)
{
    Snapshot snapshot{core_->readers};
    const auto from = Cursor::parse(cursor, newest_first);
    Statement rows(
        snapshot.db(),
        "SELECT id FROM disposal WHERE (proposed_at, id) < ($1, $2) "
        "ORDER BY proposed_at DESC, id DESC LIMIT $3",
        from.at,
        from.id,
        limit + 1
    );
    return page_of<DisposalSummary>(
        rows,
        limit,
        [&](Statement& row) -> std::optional<DisposalSummary> {
            auto disposal = load_disposal(snapshot.db(), core_->vault, row.text(0));
            if (!disposal) {
                return std::nullopt;
            }
            return std::move(disposal->summary);
        },
        [](const DisposalSummary& last) { return Cursor::text(last.proposed_at, last.id); }
    );
}

std::optional<Disposal> Store::view_disposal(const std::string& id, const Actor& actor, Instant now)
{
    Transaction tx{core_->writer};
    auto disposal = load_disposal(tx.db(), core_->vault, id);
    if (!disposal) {
        return std::nullopt;
    }
    core_->audit(tx.db(), actor, "disposal_viewed", object_name(*disposal), "", now);
    tx.commit();
    return disposal;
}

std::optional<std::string> Store::destroyed_by(const RecordId& id)
{
    Snapshot snapshot{core_->readers};
    Statement row(
        snapshot.db(),
        "SELECT d.number FROM disposal_item i JOIN disposal d ON d.id = i.disposal_id "
        "WHERE i.record_id = $1 AND i.is_destroyed = 1",
        id
    );
    return row.next() ? std::optional(row.text(0)) : std::nullopt;
}

} // namespace dossier::store
