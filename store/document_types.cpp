#include "store/rows/document_types.h"

#include "store/rows/core.h"

#include <algorithm>

namespace dossier::store {
namespace {

constexpr std::size_t most_specimens = 24;

std::string name_of(const TypeVersion& version)
{
    return "type " + version.name;
}

} // namespace

std::vector<TypeVersion> Store::type_versions()
{
    Snapshot snapshot{core_->readers};
    return load_type_versions(snapshot.db(), core_->vault);
}

tl::expected<TypeVersion, Conflict>
Store::publish_type(const TypeRelease& release, const Actor& actor, Instant now)
{
    const auto& vault = core_->vault;
    auto version = release.published;
    version.is_installed = false;
    version.published_by = actor.name;
    version.published_at = now;
    if (version.reason.empty()) {
        return tl::unexpected(conflict(ConflictKind::not_allowed, "a new version needs a reason"));
    }
    std::vector<TypeSpecimenRow> specimens;
    {
        Transaction tx{core_->writer};
        if (!release.draft_id.empty()) {
            const auto draft = load_type_draft(tx.db(), vault, release.draft_id);
            if (!draft) {
                return tl::unexpected(conflict(ConflictKind::not_found));
            }
            if (draft->draft.version != release.draft_version) {
                return tl::unexpected(conflict(ConflictKind::version_changed));
            }
            if (core_->options.types_by_two && draft->draft.changed_by == actor.name) {
                return tl::unexpected(conflict(ConflictKind::same_person));
            }
            specimens = load_specimens(tx.db(), vault, *draft);
            (void)delete_type_draft(tx.db(), release.draft_id);
        }
        if (release.installed) {
            auto installed = *release.installed;
            installed.is_installed = true;
            installed.published_at = now;
            (void)insert_type_version(tx.db(), vault, installed); // kept once, the first time
        }
        if (!insert_type_version(tx.db(), vault, version)) {
            return tl::unexpected(conflict(ConflictKind::version_changed));
        }
        core_->audit(
            tx.db(),
            actor,
            version.is_withdrawal() ? "type_withdrawn" : "type_published",
            name_of(version),
            std::to_string(version.version),
            now
        );
        tx.commit();
    }
    for (const auto& specimen : specimens) {
        core_->blobs->remove(specimen.object_id);
    }
    return version;
}

std::vector<TypeDraft> Store::type_drafts()
{
    Snapshot snapshot{core_->readers};
    std::vector<std::string> ids;
    {
        Statement rows(snapshot.db(), "SELECT id FROM type_draft ORDER BY begun_at, id");
        while (rows.next()) {
            ids.push_back(rows.text(0));
        }
    }
    std::vector<TypeDraft> drafts;
    for (const auto& id : ids) {
        drafts.push_back(load_type_draft(snapshot.db(), core_->vault, id)->draft);
    }
    return drafts;
}

std::optional<TypeDraft> Store::find_type_draft(const std::string& id)
{
    Snapshot snapshot{core_->readers};
    auto row = load_type_draft(snapshot.db(), core_->vault, id);
    return row ? std::optional(std::move(row->draft)) : std::nullopt;
}

TypeDraft Store::begin_type_draft(const std::string& text, const Actor& actor, Instant now)
{
    const auto& vault = core_->vault;
    TypeDraftRow row{
        .draft =
            {.id = vault.new_id(),
             .version = 1,
             .text = text,
             .begun_by = actor.name,
             .begun_at = now,
             .changed_by = actor.name,
             .changed_at = now},
        .data_key = vault.new_data_key()};
    Transaction tx{core_->writer};
    insert_type_draft(tx.db(), vault, row);
    core_->audit(tx.db(), actor, "type_draft_begun", "type_draft " + row.draft.id, "", now);
    tx.commit();
    return std::move(row.draft);
}

tl::expected<TypeDraft, Conflict> Store::change_type_draft(
    const std::string& id,
    const std::string& text,
    std::int64_t expected_version,
    const Actor& actor,
    Instant now
)
{
    Transaction tx{core_->writer};
    auto row = load_type_draft(tx.db(), core_->vault, id);
    if (!row) {
        return tl::unexpected(conflict(ConflictKind::not_found));
    }
    auto& draft = row->draft;
    draft.text = text;
    draft.version = expected_version + 1;
    draft.changed_by = actor.name;
    draft.changed_at = now;
    if (!save_type_draft(tx.db(), core_->vault, *row, expected_version)) {
        return tl::unexpected(conflict(ConflictKind::version_changed));
    }
    tx.commit();
    return std::move(draft);
}

bool Store::end_type_draft(const std::string& id, const Actor& actor, Instant now)
{
    std::vector<TypeSpecimenRow> specimens;
    {
        Transaction tx{core_->writer};
        const auto draft = load_type_draft(tx.db(), core_->vault, id);
        if (!draft) {
            return false;
        }
        specimens = load_specimens(tx.db(), core_->vault, *draft);
        (void)delete_type_draft(tx.db(), id);
        core_->audit(tx.db(), actor, "type_draft_ended", "type_draft " + id, "", now);
        tx.commit();
    }
    // A crash here leaves orphans, as everywhere; without the row nobody can open them.
    for (const auto& specimen : specimens) {
        core_->blobs->remove(specimen.object_id);
    }
    return true;
}

tl::expected<TypeSpecimen, Conflict> Store::add_specimen(
    const std::string& draft_id,
    const std::string& source_name,
    std::span<const std::byte> bytes,
    const Actor& actor,
    Instant now
)
{
    const auto& vault = core_->vault;
    const auto draft = [&] {
        Snapshot snapshot{core_->readers};
        return load_type_draft(snapshot.db(), vault, draft_id);
    }();
    if (!draft) {
        return tl::unexpected(conflict(ConflictKind::not_found));
    }
    TypeSpecimenRow row{
        .specimen =
            {.position = 0,
             .source_name = source_name,
             .size = static_cast<std::int64_t>(bytes.size())},
        .object_id = {vault.new_id()}};
    // As with originals: the sealed bytes are durable before any row speaks of them.
    core_->blobs->put(
        row.object_id,
        vault.seal_part(draft->data_key, specimen_place(draft_id, row.object_id), bytes)
    );
    const auto added = [&]() -> tl::expected<TypeSpecimen, Conflict> {
        Transaction tx{core_->writer};
        const auto present = load_type_draft(tx.db(), vault, draft_id);
        if (!present) {
            return tl::unexpected(conflict(ConflictKind::not_found));
        }
        const auto& others = present->draft.specimens;
        if (others.size() >= most_specimens) {
            return tl::unexpected(
                conflict(ConflictKind::not_allowed, "a draft has at most 24 specimens")
            );
        }
        row.specimen.position = others.empty() ? 0 : others.back().position + 1;
        insert_specimen(tx.db(), vault, *present, row);
        core_->audit(
            tx.db(),
            actor,
            "type_specimen_added",
            "type_draft " + draft_id,
            std::to_string(row.specimen.position),
            now
        );
        tx.commit();
        return row.specimen;
    }();
    if (!added) {
        core_->blobs->remove(row.object_id);
    }
    return added;
}

bool Store::remove_specimen(
    const std::string& draft_id, int position, const Actor& actor, Instant now
)
{
    ObjectId removed;
    {
        Transaction tx{core_->writer};
        const auto draft = load_type_draft(tx.db(), core_->vault, draft_id);
        if (!draft) {
            return false;
        }
        for (const auto& row : load_specimens(tx.db(), core_->vault, *draft)) {
            if (row.specimen.position == position) {
                removed = row.object_id;
            }
        }
        if (removed.text.empty()) {
            return false;
        }
        delete_specimen(tx.db(), draft_id, position);
        core_->audit(
            tx.db(),
            actor,
            "type_specimen_removed",
            "type_draft " + draft_id,
            std::to_string(position),
            now
        );
        tx.commit();
    }
    core_->blobs->remove(removed);
    return true;
}

std::optional<Bytes> Store::specimen_bytes(const std::string& draft_id, int position)
{
    Snapshot snapshot{core_->readers};
    const auto draft = load_type_draft(snapshot.db(), core_->vault, draft_id);
    if (!draft) {
        return std::nullopt;
    }
    for (const auto& row : load_specimens(snapshot.db(), core_->vault, *draft)) {
        if (row.specimen.position == position) {
            return core_->vault.open_part(
                draft->data_key,
                specimen_place(draft_id, row.object_id),
                core_->read_object(row.object_id, "type_specimen")
            );
        }
    }
    return std::nullopt;
}

int Store::expire_type_drafts(std::chrono::milliseconds age, Instant now)
{
    std::vector<std::string> stale;
    {
        Snapshot snapshot{core_->readers};
        Statement rows(
            snapshot.db(), "SELECT id FROM type_draft WHERE changed_at <= $1 ORDER BY id", now - age
        );
        while (rows.next()) {
            stale.push_back(rows.text(0));
        }
    }
    for (const auto& id : stale) {
        (void)end_type_draft(id, system_actor(), now);
    }
    return static_cast<int>(stale.size());
}

} // namespace dossier::store
