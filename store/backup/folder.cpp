#include "store/backup/folder.h"

#include "store/crypto/signature.h"
#include "store/error.h"
#include "store/files/disk.h"

#include <utility>

namespace dossier::store {
namespace {

namespace fs = std::filesystem;

constexpr int group_size = 256;

} // namespace

fs::path home_of(const fs::path& folder, const std::string& name)
{
    return folder / "backups" / name;
}

std::string manifest_signer(const Keys& keys)
{
    return "dossier-" + keys.site_id() + "/backup";
}

Manifest read_manifest(const fs::path& folder, const std::string& name, const Keys& keys)
{
    const auto note = text_in(home_of(folder, name) / manifest_name);
    const auto verifier = verifier_key(manifest_signer(keys), keys.key(KeyUse::backup));
    auto manifest = is_signed_note(note, verifier) ? parse_manifest(note) : std::nullopt;
    if (!manifest || manifest->backup.name != name || manifest->site_id != keys.site_id()) {
        throw Tampered("backup " + name);
    }
    return *std::move(manifest);
}

void require_file(const fs::path& file, const FileFacts& known)
{
    if (!fs::exists(file) || describe_file(file) != known) {
        throw Tampered("backup file " + file.string());
    }
}

std::string text_in(const fs::path& file)
{
    const auto bytes = posix_disk().read(file).value_or(Bytes{});
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

bool opens_still(const Keys& keys, const fs::path& sealed)
{
    const auto bytes = posix_disk().read(sealed);
    const auto version = bytes ? key_version_of(*bytes) : std::nullopt;
    return version && !keys.key(KeyUse::keystore, *version).empty();
}

std::set<ObjectId> named_objects(Database& db)
{
    std::set<ObjectId> named;
    Statement rows(
        db,
        "SELECT object_id FROM original WHERE id NOT IN (SELECT owner_id FROM tombstone) "
        "AND id NOT IN (SELECT bundle_id FROM bundle_page) UNION "
        "SELECT object_id FROM page WHERE object_id IS NOT NULL AND original_id NOT IN "
        "(SELECT owner_id FROM tombstone) UNION "
        "SELECT object_id FROM attachment WHERE record_id NOT IN (SELECT owner_id FROM tombstone)"
    );
    while (rows.next()) {
        if (!rows.text(0).empty()) {
            named.insert({rows.text(0)});
        }
    }
    return named;
}

void drop_unfinished(Database& db)
{
    db.script("DELETE FROM upload_part; DELETE FROM upload;"
              "DELETE FROM type_specimen; DELETE FROM type_draft");
}

void ObjectWriter::put(const ObjectId& id, std::span<const std::byte> sealed)
{
    if (!group_) {
        group_ = to_.new_group();
    }
    group_->put(id, sealed);
    if (++count_ % group_size == 0) {
        finish();
    }
}

void ObjectWriter::finish()
{
    if (group_) {
        group_->commit();
        group_.reset();
    }
}

} // namespace dossier::store
