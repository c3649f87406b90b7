#include "ocr/bundle.h"
#include "store/rows/archiving.h"
#include "store/rows/bundles.h"
#include "store/rows/core.h"
#include "store/rows/documents.h"
#include "store/rows/external_checks.h"
#include "store/rows/holdings.h"
#include "store/rows/insertions.h"
#include "store/rows/membership.h"
#include "store/rows/same_sheet.h"
#include "store/rows/words.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <optional>
#include <utility>

namespace dossier::store {
namespace {

constexpr auto retry_delay = std::chrono::seconds(5);

Conflict lost_job()
{
    return {ConflictKind::version_changed, "the job is no longer this worker's"};
}

/// Moves an open job on while it is still this worker's; a lease that ran out is not.
bool close_job(Database& db, const Job& job, std::string_view state, Instant due_at, Instant now)
{
    return db.run(
               "UPDATE job SET state = $3, due_at = $4 "
               "WHERE id = $1 AND fence = $2 AND state = 'open' AND due_at > $5",
               job.id,
               job.fence,
               state,
               due_at,
               now
           ) == 1;
}

void quarantine(
    Database& db, const Vault& vault, const OriginalId& id, const capture::Refusal& reason
)
{
    auto original = require_original(db, vault, id);
    original.state = OriginalState::quarantined;
    original.reason = reason;
    save_original(db, vault, original);
    remove_insertion(db, id); // what nobody can read belongs nowhere
}

/// What is no separator and not blank; all of them where that is nothing.
std::vector<int> pages_to_insert(const std::vector<capture::PageFacts>& pages)
{
    std::vector<int> all;
    std::vector<int> chosen;
    for (const auto& page : pages) {
        all.push_back(page.index);
        if (page.role == capture::PageRole::content && !page.blank) {
            chosen.push_back(page.index);
        }
    }
    return chosen.empty() ? all : chosen;
}

/// Whether a document was to be expected: covers, separators and blanks make none.
bool has_content(const std::vector<capture::PageFacts>& pages)
{
    return pages.empty() || std::ranges::any_of(pages, [](const capture::PageFacts& page) {
               return page.role == capture::PageRole::content && !page.blank;
           });
}

/// True for that share of all calls.
bool chosen_by_chance(const Vault& vault, double share)
{
    if (share <= 0.0 || share >= 1.0) {
        return share >= 1.0;
    }
    return draw_chance(vault.random()) < share;
}

bool is_sampled(const Vault& vault, const Sampling& sampling, const std::string& type)
{
    return sampling.whole_types.contains(type) || chosen_by_chance(vault, sampling.share);
}

/// All its values go to a person, as if each were in doubt; what spoke for them is kept.
void sample(verify::CheckedDocument& document)
{
    for (auto& checked : document.fields) {
        checked.status = verify::FieldStatus::review;
    }
}

/// Whether what this is made of was chosen for a sample: arranging pages is no way out of one.
bool gave_sampled_pages(Database& db, const OriginalId& bundle)
{
    Statement row(
        db,
        "SELECT 1 FROM bundle_page AS now JOIN bundle_page AS before "
        "ON before.original_id = now.original_id AND before.page_no = now.page_no "
        "AND before.is_replaced = 1 JOIN document ON document.original_id = before.bundle_id "
        "WHERE now.bundle_id = $1 AND document.state = 'rejected' AND document.sampled = 1 "
        "UNION ALL SELECT 1 FROM bundle_page JOIN document "
        "ON document.original_id = bundle_page.original_id "
        "WHERE bundle_page.bundle_id = $1 AND document.state = 'rejected' "
        "AND document.sampled = 1 LIMIT 1",
        bundle
    );
    return row.next();
}

/// What its documents have of the files that their pages came in.
struct Origin {
    Instant arrived_at{};
    Urgency urgency = Urgency::normal;
    bool was_sampled = false;
};

Origin origin_of(Database& db, const Vault& vault, const OriginalRow& original)
{
    Origin origin{.arrived_at = original.received_at};
    auto file = original.id;
    if (is_bundle(original)) {
        const auto files = load_bundle_files(db, vault, original);
        file = files.front().original.id;
        for (const auto& each : files) {
            origin.arrived_at = std::min(origin.arrived_at, each.original.received_at);
        }
        origin.was_sampled = gave_sampled_pages(db, original.id);
    }
    Statement row(
        db,
        "SELECT batch.urgency FROM batch_arrival JOIN batch ON batch.id = batch_arrival.batch_id "
        "WHERE batch_arrival.original_id = $1 ORDER BY batch.urgency LIMIT 1",
        file
    );
    if (row.next()) {
        origin.urgency = urgency_of(row.integer(0));
    }
    return origin;
}

/// In a blind sample people key what nothing speaks against: of the rest they are asked.
bool is_keyed_blind(const verify::CheckedDocument& document, const std::string& field)
{
    const auto* const checked = document.find_field(field);
    return checked != nullptr && checked->standing != verify::Standing::doubted;
}

/// One of so many, by chance.
std::size_t chosen_of(const Vault& vault, std::size_t count)
{
    std::array<std::byte, sizeof(std::uint64_t)> bits{};
    vault.random().fill(bits);
    return static_cast<std::size_t>(std::bit_cast<std::uint64_t>(bits) % count);
}

/// What is shown in the place of a value that is known; nothing in a document that no person would
/// see otherwise.
std::optional<std::pair<std::string, std::string>>
plant(const Vault& vault, const verify::CheckedDocument& document, const KnownAnswers& wanted)
{
    if (!wanted.plantable || verify::doubtful_fields(document).empty() ||
        !chosen_by_chance(vault, wanted.share)) {
        return std::nullopt;
    }
    const auto fields = wanted.plantable(document);
    if (fields.empty()) {
        return std::nullopt;
    }
    const auto& field = fields[chosen_of(vault, fields.size())];
    return std::pair{field.field, field.values[chosen_of(vault, field.values.size())]};
}

DocumentRow make_document(
    const Vault& vault,
    const OriginalId& original_id,
    int position,
    const verify::CheckedDocument& checked,
    const Examined& examined,
    const Origin& origin,
    const Deadlines& deadlines,
    Instant now
)
{
    DocumentRow row{
        .id = {vault.new_id()},
        .original_id = original_id,
        .position = position,
        .type = checked.type,
        .type_version = checked.type_version,
        .created_at = now,
        .state = DocumentState::review,
        .version = 1,
        .claimed_by = {},
        .lease_until = {},
        .urgency = origin.urgency,
        .due_at = origin.arrived_at + deadlines.of(checked.type),
        .sampled = origin.was_sampled || is_sampled(vault, examined.sampling, checked.type),
        .discrepancies = {},
        .body = {.checked = checked, .as_read = {}, .reasons = {}},
        .owner = {}};
    if (row.sampled) {
        sample(row.body.checked);
    }
    const auto planted = plant(vault, row.body.checked, examined.known_answers);
    if (planted) {
        row.body.checked.find_field(planted->first)->status = verify::FieldStatus::review;
    }
    const bool is_blind = row.sampled && examined.sampling.is_blind;
    const bool is_chosen = chosen_by_chance(vault, examined.second_eyes.share);
    for (const auto& field : verify::doubtful_fields(row.body.checked)) {
        auto second_eyes = examined.second_eyes.of(checked.type, field, is_chosen);
        if (is_blind && is_keyed_blind(row.body.checked, field)) {
            second_eyes = verify::stricter(second_eyes, verify::SecondEyes::machine);
        }
        // Where other people look as well, who overlooks something shows without it.
        const bool is_planted =
            planted && planted->first == field && second_eyes == verify::SecondEyes::none;
        auto& added = row.discrepancies.emplace_back(new_discrepancy(
            vault, row.id, field, is_planted ? verify::SecondEyes::machine : second_eyes
        ));
        if (is_planted) {
            added.planted = planted->second;
        }
    }
    return row;
}

/// The pages as rows will keep them, with their previews sealed and durable.
std::vector<PageBody> seal_pages(
    const Vault& vault,
    Blobs& blobs,
    const SecretBytes& data_key,
    const OriginalId& original_id,
    const Examined& examined
)
{
    std::vector<PageBody> pages;
    const auto files = blobs.new_group();
    for (const auto& facts : examined.pages) {
        PageBody page{.facts = facts, .preview = std::nullopt, .object_id = {}, .size = 0};
        for (const auto& line : examined.lines) {
            if (line.page == facts.index) {
                page.lines.push_back({.text = line.text, .box = line.box});
            }
        }
        const auto preview =
            std::ranges::find(examined.previews, facts.index, &capture::Preview::page);
        if (preview != examined.previews.end()) {
            page.preview = PreviewFacts{preview->width, preview->height, preview->from_scan};
            page.object_id = vault.new_id();
            page.size = static_cast<std::int64_t>(preview->jpeg.size());
            files->put(
                {page.object_id},
                vault.seal_part(
                    data_key, preview_place(original_id, page.object_id, facts.index), preview->jpeg
                )
            );
        }
        pages.push_back(std::move(page));
    }
    files->commit();
    return pages;
}

} // namespace

std::optional<Job> Store::claim_job(std::string_view worker, Instant now)
{
    Transaction tx{core_->writer};
    const Instant lease_until = now + core_->options.job_lease;
    for (;;) {
        Job job;
        {
            Statement row(
                tx.db(),
                "UPDATE job SET due_at = $1, attempts = attempts + 1, fence = fence + 1, worker = "
                "$2 "
                "WHERE state = 'open' AND id = (SELECT id FROM job WHERE state = 'open' AND "
                "due_at <= $3 ORDER BY due_at, id LIMIT 1) "
                "RETURNING id, original_id, attempts, fence",
                lease_until,
                worker,
                now
            );
            if (!row.next()) {
                break;
            }
            job = {
                .id = {row.text(0)},
                .original_id = {row.text(1)},
                .station = {},
                .media_type = {},
                .is_bundle = false,
                .look_only = false,
                .type = {},
                .attempts = row.small_integer(2),
                .fence = row.integer(3),
                .lease_until = lease_until};
        }
        if (job.attempts <= core_->options.job_attempts) {
            const auto original = require_original(tx.db(), core_->vault, job.original_id);
            job.station = original.station;
            job.media_type = original.media_type;
            job.is_bundle = is_bundle(original);
            job.look_only =
                !job.is_bundle && (core_->options.stations.of(original.station).across_files ||
                                   load_insertion(tx.db(), core_->vault, original.id).has_value());
            if (job.is_bundle) {
                job.type = announced_type_of(tx.db(), core_->vault, original);
            }
            tx.commit();
            return job;
        }
        // Its workers died every time: a person looks, nobody tries for ever.
        tx.db().run("UPDATE job SET state = 'quarantined' WHERE id = $1", job.id);
        quarantine(
            tx.db(),
            core_->vault,
            job.original_id,
            {.code = "gave_up", .message = "Reading this file was interrupted every time."}
        );
        core_->audit(
            tx.db(),
            system_actor(),
            "original_quarantined",
            "original " + job.original_id.text,
            "gave_up",
            now
        );
    }
    tx.commit();
    return std::nullopt;
}

bool Store::renew_job(Job& job, Instant now)
{
    Transaction tx{core_->writer};
    const Instant lease_until = now + core_->options.job_lease;
    if (!close_job(tx.db(), job, "open", lease_until, now)) {
        return false;
    }
    tx.commit();
    job.lease_until = lease_until;
    return true;
}

Bytes Store::job_bytes(const Job& job)
{
    Snapshot snapshot{core_->readers};
    const auto& vault = core_->vault;
    const auto open = [&](const OriginalRow& row) {
        return vault.open_part(
            vault.data_key(snapshot.db(), row.id.text),
            original_file_place(row),
            core_->read_object(row.object_id, "original")
        );
    };
    const auto row = require_original(snapshot.db(), vault, job.original_id);
    if (!is_bundle(row)) {
        return open(row);
    }
    Bytes bundle;
    for (const auto& file : load_bundle_files(snapshot.db(), vault, row)) {
        ocr::add_part(bundle, {.pages = file.pages, .bytes = open(file.original)});
    }
    return bundle;
}

tl::expected<std::vector<DocumentId>, Conflict>
Store::finish_job(const Job& job, const Examined& examined, Instant now)
{
    const auto& vault = core_->vault;
    if (!job.look_only && examined.documents.empty() && has_content(examined.pages)) {
        auto failed = fail_job(
            job,
            {.code = "no_document", .message = "Nothing was found on the pages."},
            Retry::never,
            now
        );
        if (!failed) {
            return tl::unexpected(failed.error());
        }
        return std::vector<DocumentId>{};
    }

    const auto [data_key, same_sheets] = [&] {
        Snapshot snapshot{core_->readers};
        return std::pair(
            vault.data_key(snapshot.db(), job.original_id.text),
            find_same_sheets(snapshot.db(), vault, job.station, job.original_id, examined)
        );
    }();
    const auto pages = seal_pages(vault, *core_->blobs, data_key, job.original_id, examined);

    Transaction tx{core_->writer};
    const auto object = "original " + job.original_id.text;
    if (!close_job(tx.db(), job, "done", now, now)) {
        core_->audit(tx.db(), system_actor(), "job_finished", object, "stale_fence", now, "denied");
        tx.commit();
        for (const auto& page : pages) {
            if (!page.object_id.empty()) {
                core_->blobs->remove({page.object_id});
            }
        }
        return tl::unexpected(lost_job());
    }
    for (const auto& page : pages) {
        insert_page(tx.db(), vault, data_key, job.original_id, page);
    }
    auto original = require_original(tx.db(), vault, job.original_id);
    original.state = OriginalState::read;
    original.reason = {};
    save_original(tx.db(), vault, original);
    core_->audit(tx.db(), system_actor(), "original_read", object, "", now);
    if (const auto insertion = load_insertion(tx.db(), vault, job.original_id)) {
        carry_out_insertion(tx.db(), vault, *insertion, pages_to_insert(examined.pages), now);
        remove_insertion(tx.db(), job.original_id);
    } else if (job.look_only) {
        insert_loose_file(tx.db(), job.original_id);
    }
    for (const auto& batch : follow_covers(tx.db(), vault, job.original_id, examined.pages)) {
        core_->audit(tx.db(), system_actor(), "cover_followed", object, "batch " + batch, now);
    }

    const auto origin = origin_of(tx.db(), vault, original);
    const auto supplement = load_supplement(tx.db(), vault, original.id);
    std::vector<DocumentId> ids;
    std::vector<DocumentRow> rows;
    for (auto checked : examined.documents) {
        note_known(tx.db(), vault, checked, examined.documents);
        const auto position = static_cast<int>(ids.size());
        auto row = make_document(
            vault,
            job.original_id,
            position,
            checked,
            examined,
            origin,
            core_->options.deadlines,
            now
        );
        row.owner = original.owner;
        row.supplement = supplement;
        ids.push_back(row.id);
        if (row.discrepancies.empty() && !supplement) {
            row.state = DocumentState::committed;
        }
        insert_document(tx.db(), vault, row);
        ask_by_itself(tx.db(), vault, core_->options.connectors, row, now);
        rows.push_back(std::move(row));
    }
    // When all are there: what one does not say of its customer, another of its file may.
    for (const auto& row : rows) {
        if (row.state == DocumentState::committed) {
            (void)archive_document(tx.db(), vault, core_->options, row, system_actor(), now);
        }
    }
    for (const auto& found : same_sheets) {
        insert_same_sheet(tx.db(), ids.at(found.document), found);
    }
    tx.commit();
    return ids;
}

tl::expected<OriginalState, Conflict>
Store::fail_job(const Job& job, const capture::Refusal& reason, Retry retry, Instant now)
{
    const bool again = retry == Retry::again && job.attempts < core_->options.job_attempts;
    const auto object = "original " + job.original_id.text;
    Transaction tx{core_->writer};
    if (!close_job(tx.db(), job, again ? "open" : "quarantined", now + retry_delay, now)) {
        core_->audit(tx.db(), system_actor(), "job_failed", object, "stale_fence", now, "denied");
        tx.commit();
        return tl::unexpected(lost_job());
    }
    if (!again) {
        quarantine(tx.db(), core_->vault, job.original_id, reason);
    }
    core_->audit(
        tx.db(),
        system_actor(),
        again ? "original_unreadable" : "original_quarantined",
        object,
        reason.code,
        now
    );
    tx.commit();
    return again ? OriginalState::received : OriginalState::quarantined;
}

tl::expected<void, Conflict>
Store::retry_original(const OriginalId& id, const Actor& actor, Instant now)
{
    Transaction tx{core_->writer};
    auto original = load_original(tx.db(), core_->vault, id);
    if (!original) {
        return tl::unexpected(Conflict{ConflictKind::not_found, ""});
    }
    if (original->state != OriginalState::quarantined) {
        return tl::unexpected(Conflict{ConflictKind::not_allowed, "it is not quarantined"});
    }
    original->state = OriginalState::received;
    original->reason = {};
    save_original(tx.db(), core_->vault, *original);
    tx.db().run(
        "UPDATE job SET state = 'open', due_at = $2, attempts = 0 WHERE original_id = $1", id, now
    );
    core_->audit(tx.db(), actor, "original_retried", "original " + id.text, "", now);
    tx.commit();
    return {};
}

} // namespace dossier::store
