#include "store/rows/uploads.h"

#include "store/rows/core.h"

#include <algorithm>

namespace dossier::store {
namespace {

PartRefusal refusal(PartRefusalKind kind, std::int64_t offset = 0)
{
    return {.kind = kind, .offset = offset};
}

/// Whether a new upload may begin: what is begun must be able to end.
std::optional<PartRefusal>
refuse_begin(Database& db, const UploadPart& part, const UploadLimits& limits)
{
    if (part.first_byte != 0) {
        return refusal(PartRefusalKind::elsewhere);
    }
    if (part.sha256.empty()) {
        return refusal(PartRefusalKind::no_digest);
    }
    Statement count(db, "SELECT COUNT(*) FROM upload WHERE sender = $1", part.sender);
    if (count.next() && count.integer(0) >= limits.per_sender) {
        return refusal(PartRefusalKind::too_many);
    }
    Statement sum(db, "SELECT COALESCE(SUM(total), 0) FROM upload");
    if (sum.next() && sum.integer(0) + part.total > limits.bytes) {
        return refusal(PartRefusalKind::no_room);
    }
    return std::nullopt;
}

/// What the part is to an upload that is here. `again`: these very bytes are kept already.
enum class Fit { next, again };

tl::expected<Fit, PartRefusal> fit(Database& db, const Upload& upload, const UploadPart& part)
{
    if (upload.sender != part.sender) {
        return tl::unexpected(refusal(PartRefusalKind::not_yours));
    }
    if (upload.total != part.total || (!part.sha256.empty() && upload.sha256 != part.sha256)) {
        return tl::unexpected(refusal(PartRefusalKind::differs));
    }
    if (part.first_byte == upload.offset && part.first_byte < part.total) {
        return Fit::next;
    }
    const auto size = static_cast<std::int64_t>(part.bytes.size());
    const bool kept = std::ranges::any_of(load_upload_parts(db, upload.id), [&](const auto& row) {
        return row.first_byte == part.first_byte && row.size == size;
    });
    if (kept) {
        return Fit::again;
    }
    return tl::unexpected(refusal(PartRefusalKind::elsewhere, upload.offset));
}

/// The upload of a part, none when the part begins it, and how the part fits.
struct FoundPlace {
    std::optional<UploadRow> row;
    Fit fit = Fit::next;
};

tl::expected<FoundPlace, PartRefusal>
find_place(Database& db, const Vault& vault, const UploadPart& part, const UploadLimits& limits)
{
    FoundPlace found{.row = load_upload(db, vault, part.upload_id), .fit = Fit::next};
    if (!found.row) {
        if (const auto refused = refuse_begin(db, part, limits)) {
            return tl::unexpected(*refused);
        }
        return found;
    }
    const auto place = fit(db, found.row->upload, part);
    if (!place) {
        return tl::unexpected(place.error());
    }
    found.fit = *place;
    return found;
}

UploadRow begun(const UploadPart& part, const Vault& vault, Instant now)
{
    return {
        .upload =
            {.id = part.upload_id,
             .sender = part.sender,
             .station = part.station,
             .source_name = part.source_name,
             .sha256 = part.sha256,
             .total = part.total,
             .offset = 0},
        .begun_at = now,
        .data_key = vault.new_data_key()};
}

} // namespace

tl::expected<Upload, PartRefusal> Store::keep_part(const UploadPart& part, Instant now)
{
    const auto& vault = core_->vault;
    const auto& limits = core_->options.uploads;
    auto found = [&] {
        Snapshot snapshot{core_->readers};
        return find_place(snapshot.db(), vault, part, limits);
    }();
    if (!found) {
        return tl::unexpected(found.error());
    }
    if (found->fit == Fit::again) {
        return std::move(found->row->upload);
    }
    const bool begins = !found->row;
    auto row = begins ? begun(part, vault, now) : *std::move(found->row);

    // As with originals: the sealed bytes are durable before any row speaks of them.
    const UploadPartRow kept{
        .first_byte = part.first_byte,
        .size = static_cast<std::int64_t>(part.bytes.size()),
        .object_id = {vault.new_id()}};
    core_->blobs->put(
        kept.object_id,
        vault.seal_part(row.data_key, upload_part_place(part.upload_id, kept), part.bytes)
    );
    const auto taken = [&]() -> tl::expected<Fit, PartRefusal> {
        Transaction tx{core_->writer};
        const auto present = load_upload(tx.db(), vault, part.upload_id);
        if (present.has_value() == begins) {
            // Somebody began or ended it meanwhile; the sender asks again and learns where it is.
            return tl::unexpected(refusal(
                PartRefusalKind::elsewhere, present ? present->upload.offset : std::int64_t{0}
            ));
        }
        if (begins) {
            if (auto refused = refuse_begin(tx.db(), part, limits)) {
                return tl::unexpected(*refused);
            }
            insert_upload(tx.db(), vault, row);
            core_->audit(tx.db(), part.actor, "upload_begun", "upload " + part.upload_id, "", now);
        } else if (const auto place = fit(tx.db(), present->upload, part);
                   !place || *place == Fit::again) {
            return place;
        }
        insert_upload_part(tx.db(), part.upload_id, kept, now);
        tx.commit();
        return Fit::next;
    }();
    if (!taken || *taken == Fit::again) {
        core_->blobs->remove(kept.object_id);
    }
    if (!taken) {
        return tl::unexpected(taken.error());
    }
    row.upload.offset = part.first_byte + kept.size;
    return std::move(row.upload);
}

std::optional<Upload> Store::find_upload(std::string_view id)
{
    Snapshot snapshot{core_->readers};
    auto row = load_upload(snapshot.db(), core_->vault, id);
    return row ? std::optional(std::move(row->upload)) : std::nullopt;
}

Bytes Store::upload_bytes(const Upload& upload)
{
    Snapshot snapshot{core_->readers};
    const auto row = load_upload(snapshot.db(), core_->vault, upload.id);
    Bytes bytes;
    bytes.reserve(static_cast<std::size_t>(upload.total));
    if (!row) {
        return bytes;
    }
    for (const auto& part : load_upload_parts(snapshot.db(), upload.id)) {
        const auto plain = core_->vault.open_part(
            row->data_key,
            upload_part_place(upload.id, part),
            core_->read_object(part.object_id, "upload_part")
        );
        bytes.insert(bytes.end(), plain.begin(), plain.end());
    }
    return bytes;
}

void Store::end_upload(
    std::string_view id, const Actor& actor, std::string_view detail, Instant now
)
{
    std::vector<UploadPartRow> parts;
    {
        Transaction tx{core_->writer};
        parts = load_upload_parts(tx.db(), id);
        if (!delete_upload(tx.db(), id)) {
            return;
        }
        core_->audit(tx.db(), actor, "upload_ended", "upload " + std::string(id), detail, now);
        tx.commit();
    }
    // A crash here leaves orphans, as everywhere.
    for (const auto& part : parts) {
        core_->blobs->remove(part.object_id);
    }
}

int Store::expire_uploads(std::chrono::milliseconds age, Instant now)
{
    std::vector<std::string> stale;
    {
        Snapshot snapshot{core_->readers};
        Statement rows(
            snapshot.db(), "SELECT id FROM upload WHERE moved_at <= $1 ORDER BY id", now - age
        );
        while (rows.next()) {
            stale.push_back(rows.text(0));
        }
    }
    for (const auto& id : stale) {
        end_upload(id, system_actor(), "expired", now);
    }
    return static_cast<int>(stale.size());
}

} // namespace dossier::store
