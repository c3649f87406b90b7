#include "store/backup.h"

#include "store/backup/base.h"
#include "store/backup/keystore.h"
#include "store/backup/make.h"
#include "store/backup/manifest.h"
#include "store/crypto/hash.h"
#include "store/crypto/keys.h"
#include "store/crypto/signature.h"
#include "store/db/migrate.h"
#include "store/error.h"
#include "store/files/local_blobs.h"
#include "store/moment.h"
#include "store/rows/audit_log.h"
#include "store/rows/destruction.h"
#include "store/rows/search_rows.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <set>

namespace dossier::store {
namespace {

namespace fs = std::filesystem;

constexpr const char* database_name = "dossier.db";
constexpr const char* objects_name = "objects.list";
constexpr const char* manifest_name = "manifest";
constexpr const char* journal_name = "journal";

fs::path home_of(const fs::path& folder, const std::string& name)
{
    return folder / "backups" / name;
}

std::string signer_of(const Keys& keys)
{
    return "dossier-" + keys.site_id() + "/backup";
}

std::string verifier_of(const Keys& keys)
{
    return verifier_key(signer_of(keys), keys.key(KeyUse::backup));
}

std::string text_of(std::span<const std::byte> bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Manifest read_manifest(const fs::path& folder, const std::string& name, const Keys& keys)
{
    const auto bytes = posix_disk().read(home_of(folder, name) / manifest_name);
    const auto note = bytes ? text_of(*bytes) : std::string();
    auto manifest = is_signed_note(note, verifier_of(keys)) ? parse_manifest(note) : std::nullopt;
    if (!manifest || manifest->backup.name != name || manifest->site_id != keys.site_id()) {
        throw Tampered("backup " + name);
    }
    return *std::move(manifest);
}

/// What a file of a backup holds, once it is what the manifest says.
void require_file(const fs::path& file, const FileFacts& known)
{
    if (!fs::exists(file) || describe_file(file) != known) {
        throw Tampered("backup file " + file.string());
    }
}

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
/// secure_delete is on) and uploads that are not whole.
void strip(Database& copy)
{
    copy.script("BEGIN IMMEDIATE; DELETE FROM data_key; DELETE FROM upload_part;"
                "DELETE FROM upload; COMMIT");
    copy.script("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE");
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

/// Puts objects into a folder in groups: they share the wait for the disk.
class ObjectWriter {
public:
    explicit ObjectWriter(Blobs& to) : to_(to) {}

    void put(const ObjectId& id, std::span<const std::byte> sealed)
    {
        if (!group_) {
            group_ = to_.new_group();
        }
        group_->put(id, sealed);
        if (++count_ % group_size == 0) {
            finish();
        }
    }

    void finish()
    {
        if (group_) {
            group_->commit();
            group_.reset();
        }
    }

private:
    static constexpr int group_size = 256;
    Blobs& to_;
    std::unique_ptr<BlobGroup> group_;
    int count_ = 0;
};

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
    return parse_object_list(text_of(posix_disk().read(file).value_or(Bytes{})));
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
        signed_note(manifest_text(manifest), signer_of(keys), keys.key(KeyUse::backup));
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

namespace {

/// What the backup says lies there, once every byte of it was looked at.
void require_files(const fs::path& from, const Manifest& manifest)
{
    for (const auto& [name, facts] : manifest.files) {
        require_file(home_of(from, manifest.backup.name) / name, facts);
    }
}

/// Goes on after what is damaged or not there, and names it: the rest is worth having.
std::vector<std::string>
restore_objects(const fs::path& from, const ObjectList& list, const fs::path& data)
{
    LocalBlobs target(posix_disk(), data / "objects");
    ObjectWriter writer(target);
    std::vector<std::string> missing;
    for (const auto& [id, facts] : list) {
        const auto sealed = posix_disk().read(LocalBlobs::path_of(from / "objects", {id}));
        if (!sealed || describe_bytes(*sealed) != facts) {
            missing.push_back(id);
            continue;
        }
        const auto there = target.read({id}); // of a restore that was killed
        if (there && *there != *sealed) {
            target.remove({id});
        }
        if (there != sealed) {
            writer.put({id}, *sealed);
        }
    }
    writer.finish();
    return missing;
}

/// The sealed files themselves say at opening whether they are right. Those that are not there.
std::vector<std::string>
copy_named_objects(const std::set<ObjectId>& wanted, const fs::path& from, const fs::path& to)
{
    LocalBlobs target(posix_disk(), to);
    ObjectWriter writer(target);
    std::vector<std::string> missing;
    for (const auto& id : wanted) {
        const auto sealed = posix_disk().read(LocalBlobs::path_of(from, id));
        if (!sealed) {
            missing.push_back(id.text);
        } else if (const auto there = target.read(id); there != sealed) {
            if (there) {
                target.remove(id);
            }
            writer.put(id, *sealed);
        }
    }
    writer.finish();
    return missing;
}

std::vector<Tombstone>
tombstones_of(const Vault& vault, const fs::path& home, const Manifest& manifest)
{
    std::vector<Tombstone> found;
    for (const auto& [name, facts] : manifest.files) {
        if (is_keystore(name)) {
            read_keystore(
                vault,
                home,
                name,
                manifest.backup.name,
                [](const StoredKey&) {},
                [&](const Tombstone& tombstone) { found.push_back(tombstone); }
            );
        }
    }
    return found;
}

/// What was shredded since is not brought back: no key, and nothing that it is found by.
void keep_shredded(Database& db, const Vault& vault, const Tombstone& tombstone)
{
    put_back_tombstone(db, vault, tombstone);
    db.run("DELETE FROM data_key WHERE owner_id = $1", tombstone.owner_id);
    Statement record(db, "SELECT id FROM record WHERE id = $1", tombstone.owner_id);
    if (record.next()) {
        forget_search_rows(db, {tombstone.owner_id});
        forget_record(db, {tombstone.owner_id});
    }
}

/// Puts back the data keys of what the database knows and nobody shredded since.
std::int64_t
restore_keys(Database& db, const Vault& vault, const fs::path& from, const Manifest& newest)
{
    std::int64_t shredded = 0;
    const auto put_key = [&](const StoredKey& key) {
        if (!has_key_owner(db, key.owner_kind, key.owner_id)) {
            return; // it came after this backup
        }
        db.run(
            "INSERT INTO data_key (owner_id, owner_kind, key_version, wrapped) "
            "VALUES ($1, $2, $3, $4)",
            key.owner_id,
            key.owner_kind,
            static_cast<int>(key_version_of(key.wrapped).value_or(0)),
            key.wrapped
        );
    };
    const auto put_tombstone = [&](const Tombstone& tombstone) {
        keep_shredded(db, vault, tombstone);
        ++shredded;
    };
    for (const auto& [name, facts] : newest.files) {
        if (is_keystore(name)) {
            const auto& backup = newest.backup.name;
            read_keystore(vault, home_of(from, backup), name, backup, put_key, put_tombstone);
        }
    }
    return shredded;
}

} // namespace

namespace {

struct Source {
    Manifest manifest;
    Manifest newest; ///< whose data keys are put back
};

Source open_source(const fs::path& from, const std::string& name, const Keys& keys)
{
    Source source{
        .manifest = read_manifest(from, name, keys),
        .newest = read_manifest(from, list_backups(from).back(), keys)};
    require_files(from, source.manifest);
    require_files(from, source.newest);
    return source;
}

void require_no_database(const fs::path& data)
{
    if (fs::exists(data / database_name)) {
        throw Error(data.string() + " has a database already");
    }
}

/// A new draft of the database; what a killed restore left is gone.
fs::path clear_draft(const fs::path& data)
{
    const auto draft = data / (std::string(database_name) + ".restoring");
    for (const auto* suffix : {"", "-wal", "-shm"}) {
        fs::remove(draft.string() + suffix);
    }
    return draft;
}

void finish_draft(const fs::path& draft, const fs::path& data)
{
    posix_disk().rename(draft, data / database_name, Replace::never);
    posix_disk().sync_directory(data);
}

} // namespace

RestoreReport restore_backup(
    const fs::path& from,
    const std::string& name,
    const fs::path& data,
    const Keyring& keyring,
    Random& random
)
{
    require_no_database(data);
    const auto& keys = keyring.keys();
    const auto source = open_source(from, name, keys);
    const auto list_file = home_of(from, name) / objects_name;
    auto missing = restore_objects(
        from, parse_object_list(text_of(posix_disk().read(list_file).value_or(Bytes{}))), data
    );
    const auto draft = clear_draft(data);
    fs::copy_file(home_of(from, name) / database_name, draft);
    RestoreReport report{
        .backup = source.manifest.backup,
        .keystore = source.newest.backup.name,
        .missing = std::move(missing)};
    {
        const Vault vault(keys, random);
        Writer writer(draft);
        migrate(writer, migrations());
        Transaction tx{writer};
        report.shredded = restore_keys(tx.db(), vault, from, source.newest);
        tx.commit();
    }
    finish_draft(draft, data);
    return report;
}

std::vector<JournalMoment> journal_moments(
    const fs::path& from, const std::string& name, const Keyring& keyring, Random& random
)
{
    const auto manifest = read_manifest(from, name, keyring.keys());
    const Vault vault(keyring.keys(), random);
    const JournalFolder journal(home_of(from, name) / journal_name, vault);
    std::vector<JournalMoment> moments;
    if (manifest.backup.journal == 0) {
        return moments;
    }
    for (const auto number : journal.numbers()) {
        if (number >= manifest.backup.journal) {
            moments.push_back({.portion = number, .at = journal.get(number).at});
        }
    }
    return moments;
}

RestoreReport restore_moment(
    const fs::path& from,
    const std::string& name,
    std::int64_t portion,
    const fs::path& data,
    const Keyring& keyring,
    Random& random
)
{
    require_no_database(data);
    const auto& keys = keyring.keys();
    const auto source = open_source(from, name, keys);
    const auto home = home_of(from, name);
    if (source.manifest.backup.journal == 0 || portion < source.manifest.backup.journal) {
        throw Error("backup " + name + " has no such moment");
    }
    const Vault vault(keys, random);
    const auto draft = clear_draft(data);
    unseal_base(vault, home, name, draft);
    replay_journal(JournalFolder(home / journal_name, vault), portion, draft);
    RestoreReport report{.backup = source.manifest.backup, .keystore = source.newest.backup.name};
    {
        Writer writer(draft);
        migrate(writer, migrations());
        Transaction tx{writer};
        auto& db = tx.db();
        const auto tree = audit_tree(db, vault);
        report.backup.audit_entries = tree.leaves();
        report.backup.audit_root = to_hex(tree.root());
        // What was shredded since the base stays so; other keys are the base's and the journal's.
        for (const auto& tombstone :
             tombstones_of(vault, home_of(from, source.newest.backup.name), source.newest)) {
            keep_shredded(db, vault, tombstone);
            ++report.shredded;
        }
        report.missing = copy_named_objects(named_objects(db), from / "objects", data / "objects");
        tx.commit();
    }
    finish_draft(draft, data);
    return report;
}

void renew_keystore_key(Keyring& keyring, Random& random)
{
    auto next = keyring.keys().with_new_version(KeyUse::keystore, random);
    const auto newest = next.newest(KeyUse::keystore);
    keyring.replace_keys(next.without_versions_below(KeyUse::keystore, newest), random);
}

Backup open_backup(const fs::path& from, const std::string& name, const Keyring& keyring)
{
    return read_manifest(from, name, keyring.keys()).backup;
}

} // namespace dossier::store
