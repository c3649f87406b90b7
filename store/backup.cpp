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
#include "store/rows/external_checks.h"
#include "store/rows/search_rows.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <set>

namespace dossier::store {
namespace {

namespace fs = std::filesystem;

constexpr const char* database_name = "dossier.db";
constexpr const char* objects_name = "objects.list";
constexpr const char* manifest_name = "manifest";
constexpr const char* journal_name = "journal";
constexpr const char* first_keystore = "keystore-0001";

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

/// Whether the ring has the key that this file is sealed under.
bool opens_still(const Keys& keys, const fs::path& sealed)
{
    const auto bytes = posix_disk().read(sealed);
    const auto version = bytes ? key_version_of(*bytes) : std::nullopt;
    return version && !keys.key(KeyUse::keystore, *version).empty();
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

/// What is not done yet, whose files are in no backup: uploads, and drafts of document types.
void drop_unfinished(Database& db)
{
    db.script("DELETE FROM upload_part; DELETE FROM upload;"
              "DELETE FROM type_specimen; DELETE FROM type_draft");
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

using Tombstones = std::map<std::string, Tombstone>; // by owner

Tombstones tombstones_of(const Vault& vault, const fs::path& home, const Manifest& manifest)
{
    Tombstones found;
    for (const auto& [name, facts] : manifest.files) {
        if (is_keystore(name)) {
            read_keystore(
                vault,
                home,
                name,
                manifest.backup.name,
                [](const StoredKey&) {},
                [&](const Tombstone& one) { found.emplace(one.owner_id, one); }
            );
        }
    }
    return found;
}

/// The newest portion up to which a journal is whole.
std::int64_t last_whole_portion(const JournalFolder& journal)
{
    std::int64_t last = 0;
    try {
        for (const auto number : journal.numbers()) {
            if (number != last + 1 || journal.get(number).number != number) {
                break;
            }
            last = number;
        }
    } catch (const Tampered&) {
        return last;
    }
    return last;
}

/// Adds what the newest journal in the folder knows to be shredded: since the newest backup was
/// made, nothing else does. False where the journal is damaged; then what it knows before that.
bool add_from_journal(
    Tombstones& found, const Vault& vault, const fs::path& from, const fs::path& scratch
)
{
    const auto names = list_backups(from);
    const auto newest = std::ranges::find_if(names.rbegin(), names.rend(), [&](const auto& name) {
        return read_manifest(from, name, vault.keys()).backup.journal > 0 &&
               opens_still(vault.keys(), home_of(from, name) / first_keystore);
    });
    if (newest == names.rend()) {
        return true;
    }
    const JournalFolder journal(home_of(from, *newest) / journal_name, vault);
    const auto numbers = journal.numbers();
    const auto last = last_whole_portion(journal);
    const bool is_whole = numbers.empty() || numbers.back() == last;
    try {
        unseal_base(vault, home_of(from, *newest), *newest, scratch);
        if (last > 0) {
            replay_journal(journal, last, scratch);
        }
        Writer writer(scratch);
        migrate(writer, migrations());
        Transaction tx{writer};
        for (auto& tombstone : load_tombstones(tx.db(), vault)) {
            found.emplace(tombstone.owner_id, tombstone);
        }
        return is_whole;
    } catch (const Tampered&) {
        return false;
    }
}

/// What was shredded since is not brought back: no key, and nothing that it is found by.
void keep_shredded(Database& db, const Vault& vault, const Tombstone& tombstone)
{
    put_back_tombstone(db, vault, tombstone);
    db.run("DELETE FROM data_key WHERE owner_id = $1", tombstone.owner_id);
    if (!has_key_owner(db, tombstone.owner_kind, tombstone.owner_id)) {
        return; // it came later
    }
    if (tombstone.owner_kind == "record") {
        forget_search_rows(db, {tombstone.owner_id});
        forget_record(db, {tombstone.owner_id});
    } else if (tombstone.owner_kind == "document") {
        forget_checks(db, vault, {tombstone.owner_id});
    } else if (tombstone.owner_kind == "original") {
        forget_original(db, vault, {tombstone.owner_id}, tombstone.shredded_at);
    }
}

/// Puts back the data keys of what the database knows.
void restore_keys(Database& db, const Vault& vault, const fs::path& from, const Manifest& newest)
{
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
    for (const auto& [name, facts] : newest.files) {
        if (is_keystore(name)) {
            const auto& backup = newest.backup.name;
            read_keystore(
                vault, home_of(from, backup), name, backup, put_key, [](const Tombstone&) {}
            );
        }
    }
}

/// All that the folder knows to be shredded, also since the newest backup, stays so.
void keep_all_shredded(
    Database& db,
    const Vault& vault,
    const fs::path& from,
    const Manifest& newest,
    const fs::path& scratch,
    RestoreReport& report
)
{
    auto found = tombstones_of(vault, home_of(from, newest.backup.name), newest);
    report.is_journal_cut = !add_from_journal(found, vault, from, scratch);
    for (const auto& [owner_id, tombstone] : found) {
        keep_shredded(db, vault, tombstone);
    }
    report.shredded = static_cast<std::int64_t>(found.size());
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

constexpr const char* draft_name = "dossier.db.restoring";
constexpr const char* scratch_name = "dossier.db.shredded"; ///< read for its tombstones, and gone

/// A new draft of a database; what a killed restore left is gone.
fs::path clear_draft(const fs::path& data, const char* name)
{
    const auto draft = data / name;
    for (const auto* suffix : {"", "-wal", "-shm"}) {
        fs::remove(draft.string() + suffix);
    }
    return draft;
}

void finish_draft(const fs::path& draft, const fs::path& data)
{
    (void)clear_draft(data, scratch_name);
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
    const auto draft = clear_draft(data, draft_name);
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
        restore_keys(tx.db(), vault, from, source.newest);
        keep_all_shredded(
            tx.db(), vault, from, source.newest, clear_draft(data, scratch_name), report
        );
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
    if (manifest.backup.journal == 0 ||
        !opens_still(keyring.keys(), home_of(from, name) / first_keystore)) {
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
    const auto draft = clear_draft(data, draft_name);
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
        // Keys are the base's and the journal's.
        keep_all_shredded(db, vault, from, source.newest, clear_draft(data, scratch_name), report);
        drop_unfinished(db);
        report.missing = copy_named_objects(named_objects(db), from / "objects", data / "objects");
        tx.commit();
    }
    finish_draft(draft, data);
    return report;
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

Backup open_backup(const fs::path& from, const std::string& name, const Keyring& keyring)
{
    return read_manifest(from, name, keyring.keys()).backup;
}

} // namespace dossier::store
