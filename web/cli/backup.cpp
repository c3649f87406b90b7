#include "store/backup.h"

#include "store/store.h"
#include "web/cli/archive.h"
#include "web/cli/verbs.h"
#include "web/clock.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <optional>
#include <sys/stat.h>

namespace dossier::web {

namespace {

namespace fs = std::filesystem;

/// Opens the keyring in a folder with what the arguments name; says why it does not.
std::optional<store::Keyring>
open_keyring(std::string_view verb, const Arguments& arguments, const fs::path& keys)
{
    if (!store::Keyring::exists(keys)) {
        complain(fmt::format("dossier {}: there is no keyring in {}", verb, keys.string()));
        return std::nullopt;
    }
    std::string passphrase;
    auto keyring = store::Keyring::open(keys, find_credential(arguments, keys, passphrase));
    if (keyring) return *std::move(keyring);
    complain(fmt::format("dossier {}: {}", verb, sentence_of(keyring.error())));
    return std::nullopt;
}

/// The folder's lock while no service has it.
std::optional<store::DataFolder> lock_if_free(const fs::path& data)
{
    try {
        return store::DataFolder{data};
    } catch (const store::Error&) {
        return std::nullopt;
    }
}

int say_backup(const store::BackupReport& report)
{
    const auto& backup = report.backup;
    say(fmt::format(
        "backup {}: {} objects ({} copied), {} data keys, {} audit entries",
        backup.name,
        backup.objects,
        report.copied,
        backup.keys,
        backup.audit_entries
    ));
    for (const auto& id : report.missing)
        complain("dossier backup: object " + id + " is missing in the archive");
    return report.missing.empty() ? done : some_failed;
}

int back_up(std::span<const std::string> given)
{
    ::umask(0077);
    const auto arguments = parse_arguments(
        given, {"data", "to", "key-file", "passphrase-file", "token"}, {"renew-keystore-key"}
    );
    if (!arguments) return usage("backup", arguments.error());
    const auto data = arguments->option("data");
    const auto to = arguments->option("to");
    if (!data || !to) return usage("backup", "--data DIR and --to DIR are needed");
    if (!fs::is_directory(*data)) return usage("backup", *data + " is no data folder");
    const auto folder = fs::absolute(*data);
    const bool renew = arguments->flag("renew-keystore-key");
    const auto lock = lock_if_free(folder);
    if (renew && !lock) {
        complain("dossier backup: --renew-keystore-key needs the service stopped");
        return environment;
    }
    auto keyring = open_keyring("backup", *arguments, folder / "keys");
    if (!keyring) return environment;
    if (renew) store::renew_keystore_key(*keyring, store::system_random());
    const auto moment = now();
    const auto target = fs::absolute(*to);
    auto& random = store::system_random();
    // The keyring of a running service is the service's own to change.
    const auto report = lock ? store::back_up_renewing(folder, *keyring, target, random, moment)
                             : store::back_up(folder, *keyring, target, random, moment);
    if (report.renewed)
        complain(
            "dossier backup: records were destroyed, so older backups give no data key any more; "
            "copy " +
            (folder / "keys").string() + " anew, older copies do not open this backup"
        );
    if (!lock && store::owes_new_keystore_key(folder, *keyring, target))
        complain(
            "dossier backup: older backups still have the keys of records destroyed since; the "
            "service's own backups (backup.to) end that, or this command while it is stopped"
        );
    if (lock) {
        store::Store store{*lock, *std::move(keyring), store::system_random()};
        if (renew || report.renewed)
            store.note(console, "keystore_key_renewed", "keyring", "done", "", moment);
        store.note(console, "backed_up", "archive", "done", report.backup.name, moment);
    }
    return say_backup(report);
}

/// Opens every object and row of what was restored, and holds the trail to the manifest.
int prove(
    store::Store& store, const store::Backup& backup, const std::vector<std::string>& checkpoints
)
{
    const auto report = store.fsck();
    for (const auto& fault : report.faults)
        complain(fmt::format("dossier restore: {}: {}", fault.object, fault.reason));
    const auto verdict = store.verify_audit(checkpoints);
    if (verdict.fault)
        complain(fmt::format(
            "dossier restore: audit entry {}: {}", verdict.fault->seq, verdict.fault->reason
        ));
    const bool same =
        verdict.entries == backup.audit_entries && verdict.root_hash == backup.audit_root;
    if (!same) complain("dossier restore: the audit trail is not the one that was backed up");
    const bool sound = report.is_sound() && !verdict.fault && same;
    say(fmt::format(
        "{}: {} sealed objects, {} rows, {} audit entries, {} faults",
        sound ? "sound" : "damaged",
        report.objects,
        report.rows,
        verdict.entries,
        report.faults.size()
    ));
    return sound ? done : some_failed;
}

struct Wish {
    fs::path from;
    std::string name;
    std::vector<std::string> checkpoints;
    bool accept_loss = false;
    std::int64_t portion = 0; ///< of the backup's journal; 0: the backup itself
};

/// A trail that was signed at more entries than the backup has lost some.
std::optional<std::string>
loss_of(const Wish& wish, const store::Backup& backup, store::Store& store)
{
    for (const auto& note : wish.checkpoints) {
        const auto checkpoint = store::open_checkpoint(note, store.checkpoint_key());
        if (checkpoint && checkpoint->entries > backup.audit_entries)
            return fmt::format(
                "a checkpoint knows of {} audit entries, the backup of {}",
                checkpoint->entries,
                backup.audit_entries
            );
    }
    return std::nullopt;
}

int restore_into(const fs::path& data, const Wish& wish, const Arguments& arguments, bool drill)
{
    const store::DataFolder folder{data};
    auto keyring = open_keyring("restore", arguments, folder.keys());
    if (!keyring) return environment;
    auto& random = store::system_random();
    const auto report =
        wish.portion > 0
            ? store::restore_moment(
                  wish.from, wish.name, wish.portion, folder.path(), *keyring, random
              )
            : store::restore_backup(wish.from, wish.name, folder.path(), *keyring, random);
    for (const auto& id : report.missing)
        complain("dossier restore: object " + id + " is damaged in the backup, or not there");
    if (report.is_journal_cut)
        complain("dossier restore: the newest journal is damaged; what was destroyed after that "
                 "place may be back");
    say(fmt::format(
        "restored {} with the data keys of {}; {} owners were shredded since",
        report.backup.name,
        report.keystore,
        report.shredded
    ));
    store::Store store{folder, *std::move(keyring), store::system_random()};
    const auto loss = loss_of(wish, report.backup, store);
    const int code =
        prove(store, report.backup, loss ? std::vector<std::string>{} : wish.checkpoints);
    if (loss && !wish.accept_loss) {
        complain("dossier restore: " + *loss + "; with --accept-loss that is what you want");
        return some_failed;
    }
    if (!drill)
        store.note(
            console, loss ? "restored_with_loss" : "restored", "archive", "done", wish.name, now()
        );
    return code;
}

std::vector<std::string> read_checkpoints(const Arguments& arguments)
{
    const auto folder = arguments.option("checkpoints");
    return folder ? store::CheckpointFolder{*folder}.notes() : std::vector<std::string>{};
}

/// A folder of a drill's own, gone at its end.
class Scratch {
public:
    explicit Scratch(const fs::path& beside)
    {
        auto pattern = (beside / "dossier-drill-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr)
            throw store::Error("cannot make a folder in " + beside.string());
        path_ = pattern;
    }

    ~Scratch()
    {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }

    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    [[nodiscard]] const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

/// The newest moment of a journal that is not after the one that is wished for, of any backup.
bool find_moment(Wish& wish, std::string_view at, const store::Keyring& keyring)
{
    for (const auto& name : store::list_backups(wish.from))
        for (const auto& moment :
             store::journal_moments(wish.from, name, keyring, store::system_random())) {
            if (to_text(moment.at) > at) continue;
            wish.name = name;
            wish.portion = moment.portion;
        }
    return wish.portion > 0;
}

int restore(std::span<const std::string> given)
{
    ::umask(0077);
    const auto arguments = parse_arguments(
        given,
        {"data",
         "from",
         "backup",
         "at",
         "keys",
         "checkpoints",
         "scratch",
         "key-file",
         "passphrase-file",
         "token"},
        {"drill", "list", "accept-loss"}
    );
    if (!arguments) return usage("restore", arguments.error());
    const auto from = arguments->option("from");
    const auto data = arguments->option("data");
    if (!from) return usage("restore", "--from DIR is missing");
    const auto names = store::list_backups(*from);
    if (arguments->flag("list")) {
        for (const auto& name : names)
            say(name);
        return done;
    }
    if (!data) return usage("restore", "--data DIR is missing");
    if (names.empty()) {
        complain("dossier restore: there is no backup in " + *from);
        return environment;
    }
    Wish wish{
        .from = fs::absolute(*from),
        .name = arguments->option("backup").value_or(names.back()),
        .checkpoints = read_checkpoints(*arguments),
        .accept_loss = arguments->flag("accept-loss")};
    const auto keys = fs::path(arguments->option("keys").value_or(*data + "/keys"));
    const auto target = fs::absolute(*data);
    if (const auto at = arguments->option("at")) {
        const auto keyring = open_keyring("restore", *arguments, keys);
        if (!keyring) return environment;
        if (!find_moment(wish, *at, *keyring)) {
            complain("dossier restore: no journal reaches to " + *at);
            return environment;
        }
    }
    if (arguments->flag("drill")) {
        const Scratch scratch{
            arguments->option("scratch").value_or(fs::temp_directory_path().string())};
        fs::copy(keys, scratch.path() / "keys", fs::copy_options::recursive);
        return restore_into(scratch.path(), wish, *arguments, true);
    }
    if (arguments->option("keys")) {
        fs::create_directories(target);
        fs::copy(keys, target / "keys", fs::copy_options::recursive);
    }
    return restore_into(target, wish, *arguments, false);
}

} // namespace

const Verb backup_verb{
    .name = "backup",
    .summary = "copy the archive while it works",
    .help = R"(usage: dossier backup --data DIR --to DIR2 [--renew-keystore-key]

Makes a backup in DIR2, also while the service runs: a copy of the database, the sealed files that are
not there yet, the data keys sealed apart, and a signed manifest. The keyring (DIR/keys) is not in it:
keep a copy elsewhere. When records were destroyed since an older backup, the key of every older copy
of the data keys is destroyed too, so that none of them brings anything back; --renew-keystore-key does
that in any case. The service must be stopped for it (its own backups do the same, and log
keystore_key_renewed). Afterwards the copy of the keyring must be made anew. Exit code 0 done, 1 objects are missing (named), 3 not possible.

  --key-file FILE · --passphrase-file FILE · --token URI    open the keyring; else a passphrase is asked for)",
    .run = back_up};

const Verb restore_verb{
    .name = "restore",
    .summary = "make an archive of a backup, or prove that one could",
    .help = R"(usage: dossier restore --from DIR2 --data DIR [--backup NAME] [--keys DIR3]
       dossier restore --at TIME --from DIR2 --data DIR [--keys DIR3]
       dossier restore --drill --from DIR2 --data DIR [--backup NAME | --at TIME]
       dossier restore --list --from DIR2

Makes DIR of the newest backup in DIR2 (or NAME) and the newest data keys there, then opens every
object and row and holds the audit trail to the manifest. The keyring lies in DIR/keys already, or is
copied from DIR3. --at restores the archive as it was then, in UTC as 2026-11-26T06:22:00.123Z, to the
second, where the service kept a journal (`backup.to`). --drill does all that in a folder of its own and leaves nothing behind; DIR gives
the keyring only. Exit code 0 sound, 1 damaged (each fault is named), 3 not readable.

  --checkpoints DIR4    refuses a backup that is older than a checkpoint of the trail in DIR4
  --accept-loss         not then; the trail says so
  --scratch DIR5        where a drill makes its folder
  --key-file FILE · --passphrase-file FILE · --token URI    open the keyring; else a passphrase is asked for)",
    .run = restore};

} // namespace dossier::web
