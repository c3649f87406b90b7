#include "store/backup.h"

#include "store/backup/base.h"
#include "store/backup/folder.h"
#include "store/backup/keystore.h"
#include "store/backup/make.h"
#include "store/backup/manifest.h"
#include "store/crypto/hash.h"
#include "store/crypto/keys.h"
#include "store/crypto/signature.h"
#include "store/error.h"
#include "store/files/local_blobs.h"
#include "store/moment.h"
#include "store/rows/audit_log.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <set>

namespace dossier::store {
namespace {

namespace fs = std::filesystem;

/// The database page by page, as of one moment.
void copy_database(Database& from, const fs::path& to)
{
    sqlite3* opened = nullptr;
    const int result = sqlite3_open(to.c_str(), &opened);
    const std::unique_ptr<sqlite3, CloseDatabase> copy(opened);
    sqlite3_backup* const pages =
        result == SQLITE_OK ? sqlite3_backup_init(opened, "main", from.raw(), "main") : nullptr;
    if (pages == nullptr) {
        throw Error("cannot begin a copy of the database as " + to.string());
    }
    const int copied = sqlite3_backup_step(pages, -1);
    if (sqlite3_backup_finish(pages) != SQLITE_OK || copied != SQLITE_DONE) {
        throw Error("cannot copy the database: " + std::string(sqlite3_errmsg(opened)));
    }
}

/// Takes out of a copy what must not lie in it: data keys (their pages are overwritten, for
/// secure_delete is on) and what is not done yet.
void strip(Database& copy)
{
    copy.script("BEGIN IMMEDIATE; DELETE FROM data_key");
    drop_unfinished(copy);
    copy.script("COMMIT");
    copy.script("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE");
}

/// What the newest backup in the folder knows of its objects, so that they are not read again.
ObjectList known_objects(const fs::path& folder, const Keys& keys)
{
    const auto names = list_backups(folder);
    if (names.empty()) {
        return {};
    }
    const auto manifest = read_manifest(folder, names.back(), keys);
    const auto file = home_of(folder, names.back()) / objects_name;
    require_file(file, manifest.files.at(objects_name));
    return parse_object_list(text_in(file));
}

/// Copies what is not there yet; the list of all.
ObjectList copy_objects(
    const std::set<ObjectId>& wanted,
    const fs::path& from,
    LocalBlobs& to,
    const ObjectList& known,
    BackupReport& report
)
{
    ObjectList list;
    std::set<ObjectId> there;
    for (const auto& entry : to.list()) {
        there.insert(entry.id);
    }
    ObjectWriter writer(to);
    for (const auto& id : wanted) {
        const auto before = known.find(id.text);
        if (before != known.end() && there.contains(id)) {
            list.emplace(*before);
            continue;
        }
        const auto sealed = posix_disk().read(LocalBlobs::path_of(from, id));
        if (!sealed) {
            report.missing.push_back(id.text);
            continue;
        }
        // What the archive laid there as it came may be torn by a power cut.
        const auto before_it = there.contains(id) ? to.read(id) : std::nullopt;
        if (before_it && *before_it != *sealed) {
            to.remove(id);
        }
        if (before_it != sealed) {
            writer.put(id, *sealed);
            ++report.copied;
        }
        list.emplace(id.text, describe_bytes(*sealed));
    }
    writer.finish();
    return list;
}

} // namespace

BackupReport back_up(
    const fs::path& data, const Keyring& keyring, const fs::path& to, Random& random, Instant now
)
{
    return make_backup(data, keyring.keys(), to, random, now, {});
}

bool owes_new_keystore_key(const fs::path& data, const Keyring& keyring, const fs::path& to)
{
    const auto shredded = [&] {
        Database db(data / database_name, Access::read_only);
        Statement row(db, "SELECT count(*) FROM tombstone");
        return row.next() ? row.integer(0) : 0;
    }();
    if (shredded == 0) {
        return false;
    }
    const auto names = list_backups(to);
    return std::ranges::any_of(names, [&](const std::string& name) {
        const auto manifest = read_manifest(to, name, keyring.keys());
        return manifest.backup.shredded < shredded &&
               opens_still(keyring.keys(), home_of(to, name) / first_keystore);
    });
}

BackupReport back_up_renewing(
    const fs::path& data, Keyring& keyring, const fs::path& to, Random& random, Instant now
)
{
    const bool owes = owes_new_keystore_key(data, keyring, to);
    if (owes) {
        begin_renewal(keyring, random);
    }
    auto report = back_up(data, keyring, to, random, now);
    finish_renewal(keyring, random);
    report.renewed = owes;
    return report;
}

BackupReport make_backup(
    const fs::path& data,
    const Keys& keys,
    const fs::path& to,
    Random& random,
    Instant now,
    const BeginJournal& begin_journal
)
{
    const Vault vault(keys, random);
    const auto entries = [&] {
        Database db(data / database_name, Access::read_only);
        return audit_tree(db, vault).leaves();
    }();
    BackupReport report;
    auto& backup = report.backup;
    backup.name = backup_name(now, entries);
    const auto home = home_of(to, backup.name);
    if (posix_disk().read(home / manifest_name)) {
        throw Error("there is a backup " + backup.name + " already");
    }
    make_directories(posix_disk(), home);
    fs::remove_all(home / journal_name);
    for (const auto& left : posix_disk().list(home)) {
        posix_disk().remove(home / left.name); // of one that was killed
    }
    // The journal begins before the copy and is brought up to it after: from then on it is whole.
    const auto keep_journal =
        begin_journal ? begin_journal(home / journal_name) : std::function<std::int64_t()>{};

    Database db(data / database_name, Access::read_only);
    db.script("BEGIN");
    const auto tree = audit_tree(db, vault);
    backup.audit_entries = tree.leaves();
    backup.audit_root = to_hex(tree.root());
    copy_database(db, home / database_name);

    std::vector<std::string> files{database_name, objects_name};
    if (keep_journal) {
        backup.journal = keep_journal();
        for (auto& name : seal_base(vault, home / database_name, home, backup.name)) {
            files.push_back(std::move(name));
        }
    }
    {
        Database copy(home / database_name, Access::read_write);
        strip(copy);
    }
    auto keystore = write_keystore(db, vault, home, backup.name);
    backup.keys = keystore.keys;
    backup.shredded = keystore.shredded;
    std::ranges::move(keystore.files, std::back_inserter(files));
    // Objects are written before the rows that name them: all that the copy names is there.
    LocalBlobs target(posix_disk(), to / "objects", LocalBlobs::Leftovers::keep);
    const auto list =
        copy_objects(named_objects(db), data / "objects", target, known_objects(to, keys), report);
    backup.objects = static_cast<std::int64_t>(list.size());
    write_durable(
        posix_disk(), home / objects_name, bytes_of(object_list_text(list)), Replace::existing
    );

    Manifest manifest{.site_id = keys.site_id(), .made_at = moment_text(now), .backup = backup};
    for (const auto& name : files) {
        manifest.files.emplace(name, describe_file(home / name));
    }
    const auto note =
        signed_note(manifest_text(manifest), manifest_signer(keys), keys.key(KeyUse::backup));
    write_durable(posix_disk(), home / manifest_name, bytes_of(note), Replace::existing);
    return report;
}

std::vector<std::string> list_backups(const fs::path& from)
{
    std::vector<std::string> names;
    if (!fs::exists(from / "backups")) {
        return names;
    }
    for (const auto& entry : posix_disk().list(from / "backups")) {
        if (entry.is_directory && fs::exists(from / "backups" / entry.name / manifest_name)) {
            names.push_back(entry.name);
        }
    }
    std::ranges::sort(names);
    return names;
}

Backup open_backup(const fs::path& from, const std::string& name, const Keyring& keyring)
{
    return read_manifest(from, name, keyring.keys()).backup;
}

void begin_renewal(Keyring& keyring, Random& random)
{
    keyring.replace_keys(keyring.keys().with_new_version(KeyUse::keystore, random), random);
}

void finish_renewal(Keyring& keyring, Random& random)
{
    const auto& keys = keyring.keys();
    const auto newest = keys.newest(KeyUse::keystore);
    if (newest > 1 && !keys.key(KeyUse::keystore, static_cast<std::uint16_t>(newest - 1)).empty()) {
        keyring.replace_keys(keys.without_versions_below(KeyUse::keystore, newest), random);
    }
}

void renew_keystore_key(Keyring& keyring, Random& random)
{
    begin_renewal(keyring, random);
    finish_renewal(keyring, random);
}

} // namespace dossier::store
