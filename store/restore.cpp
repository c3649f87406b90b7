#include "store/backup.h"
#include "store/backup/base.h"
#include "store/backup/folder.h"
#include "store/backup/journal.h"
#include "store/backup/keystore.h"
#include "store/backup/manifest.h"
#include "store/crypto/hash.h"
#include "store/crypto/keys.h"
#include "store/db/migrate.h"
#include "store/error.h"
#include "store/files/local_blobs.h"
#include "store/rows/audit_log.h"
#include "store/rows/destruction.h"
#include "store/rows/external_checks.h"
#include "store/rows/search_rows.h"

#include <algorithm>
#include <map>
#include <set>

namespace dossier::store {
namespace {

namespace fs = std::filesystem;

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
    auto missing =
        restore_objects(from, parse_object_list(text_in(home_of(from, name) / objects_name)), data);
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

} // namespace dossier::store
