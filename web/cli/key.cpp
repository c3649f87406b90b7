#include "web/cli/archive.h"
#include "web/cli/unix_client.h"
#include "web/cli/verbs.h"
#include "web/clock.h"
#include "web/json.h"

#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <sys/stat.h>
#include <utility>

namespace dossier::web {

namespace {

namespace fs = std::filesystem;

/// The credential of a new slot: a key file (made when it is not there), a token or a passphrase.
store::Credential new_credential(const Arguments& arguments, std::string& passphrase)
{
    if (const auto file = arguments.option("new-key-file")) {
        if (!fs::exists(*file)) store::write_key_file(*file, store::system_random());
        return store::KeyFile{*file};
    }
    if (const auto uri = arguments.option("new-token")) return token_credential(*uri, passphrase);
    if (const auto file = arguments.option("new-passphrase-file"))
        passphrase = first_line(*file);
    else
        passphrase = ask_secret("new passphrase");
    return store::Passphrase{passphrase};
}

int complain_slot(const store::SlotError& error)
{
    complain("dossier key: " + sentence_of(error));
    return some_failed;
}

int init(const Arguments& arguments, const fs::path& data)
{
    fs::create_directories(data);
    const store::DataFolder folder{data};
    fs::create_directories(folder.keys());
    std::string passphrase;
    const auto made = store::Keyring::create(
        folder.keys(), new_credential(arguments, passphrase), store::system_random()
    );
    if (!made) return complain_slot(made.error());
    say("the keyring lies in " + folder.keys().string() +
        "; without one of its slots nothing can be opened again");
    return done;
}

/// Every change of the slots is in the trail, where there is one already.
void note_change(
    const store::DataFolder& folder,
    store::Keyring keyring,
    std::string_view action,
    std::string_view detail
)
{
    if (!fs::exists(folder.path() / "dossier.db")) return;
    store::Store store{folder, std::move(keyring), store::system_random()};
    store.note(console, action, "keyring", "done", detail, now());
}

/// Opens the ring, changes it, and says so in the trail. `change` returns what stands there.
int change_ring(
    const Arguments& arguments,
    const fs::path& data,
    std::string_view action,
    const std::function<tl::expected<std::string, store::SlotError>(store::Keyring&)>& change
)
{
    const store::DataFolder folder{data};
    std::string passphrase;
    auto keyring =
        store::Keyring::open(folder.keys(), find_credential(arguments, folder.keys(), passphrase));
    if (!keyring) return complain_slot(keyring.error());
    const auto detail = change(*keyring);
    if (!detail) return complain_slot(detail.error());
    note_change(folder, *std::move(keyring), action, *detail);
    return done;
}

int add_slot(const Arguments& arguments, const fs::path& data)
{
    const auto add = [&](store::Keyring& keyring) -> tl::expected<std::string, store::SlotError> {
        std::string passphrase;
        const auto slot =
            keyring.add_slot(new_credential(arguments, passphrase), store::system_random());
        if (!slot) return tl::unexpected(slot.error());
        say("slot " + slot->id + " (" + slot->kind + ")");
        return slot->id + " " + slot->kind;
    };
    return change_ring(arguments, data, "slot_added", add);
}

int remove_slot(const Arguments& arguments, const fs::path& data, const std::string& id)
{
    const auto remove = [&](store::Keyring& keyring
                        ) -> tl::expected<std::string, store::SlotError> {
        const auto removed = keyring.remove_slot(id);
        if (!removed) return tl::unexpected(removed.error());
        return id;
    };
    return change_ring(arguments, data, "slot_removed", remove);
}

int list_slots(const Arguments& arguments, const fs::path& data)
{
    const store::DataFolder folder{data};
    std::string passphrase;
    const auto keyring =
        store::Keyring::open(folder.keys(), find_credential(arguments, folder.keys(), passphrase));
    if (!keyring) return complain_slot(keyring.error());
    for (const auto& slot : keyring->slots())
        say(slot.id + " " + slot.kind);
    return done;
}

int print_shares(const Arguments& arguments, const fs::path& data)
{
    const auto needed = parse_int(arguments.option("needed").value_or("3"), 2, 16);
    const auto count = parse_int(arguments.option("shares").value_or("5"), 2, 16);
    if (!needed || !count || *needed > *count)
        return usage("key", "--needed N and --shares M are 2 to 16, and N is not above M");
    const auto add = [&](store::Keyring& keyring) -> tl::expected<std::string, store::SlotError> {
        const auto texts = keyring.add_recovery_shares(*needed, *count, store::system_random());
        if (!texts) return tl::unexpected(texts.error());
        for (const auto& text : *texts)
            say(text);
        complain(
            "dossier key: any " + std::to_string(*needed) + " of these " + std::to_string(*count) +
            " open the archive; print them, give each to another person, and keep no file"
        );
        const auto id = keyring.slots().back().id;
        return id + " " + std::to_string(*needed) + " of " + std::to_string(*count);
    };
    return change_ring(arguments, data, "recovery_shares_made", add);
}

/// One a line, from a file or from standard input up to an empty line.
store::RecoveryShares read_shares(const Arguments& arguments)
{
    store::RecoveryShares shares;
    std::ifstream file;
    const auto name = arguments.option("share-file");
    if (name) file.open(*name);
    std::istream& in = name ? file : std::cin;
    for (std::string line; std::getline(in, line) && !line.empty();)
        shares.texts.push_back(line);
    return shares;
}

int recover(const Arguments& arguments, const fs::path& data)
{
    const store::DataFolder folder{data};
    auto keyring = store::Keyring::open(folder.keys(), read_shares(arguments));
    if (!keyring) return complain_slot(keyring.error());
    std::string passphrase;
    const auto slot =
        keyring->add_slot(new_credential(arguments, passphrase), store::system_random());
    if (!slot) return complain_slot(slot.error());
    say("slot " + slot->id + " (" + slot->kind + ")");
    note_change(folder, *std::move(keyring), "recovered_with_shares", slot->id + " " + slot->kind);
    return done;
}

int renew_root(const Arguments& arguments, const fs::path& data)
{
    const auto renew = [&](store::Keyring& keyring) -> tl::expected<std::string, store::SlotError> {
        std::string passphrase;
        const auto slot =
            keyring.renew_root_key(new_credential(arguments, passphrase), store::system_random());
        if (!slot) return tl::unexpected(slot.error());
        say("slot " + slot->id + " (" + slot->kind + ") is the only one now");
        return slot->id + " " + slot->kind;
    };
    return change_ring(arguments, data, "root_key_renewed", renew);
}

/// While the service is stopped: all at once.
int rotate(const Arguments& arguments, const fs::path&)
{
    return with_archive("key", arguments, [](store::Store& store) {
        const auto version = store.rotate_data_key(console, now());
        store::Rewrapped all;
        while (!all.done) {
            const auto some = store.rewrap(1'000, now());
            all = {all.keys + some.keys, all.damaged + some.damaged, some.done};
        }
        say("version " + std::to_string(version) + ": " + std::to_string(all.keys) +
            " keys wrapped anew");
        if (all.damaged == 0) return int{done};
        complain(
            "dossier key: " + std::to_string(all.damaged) +
            " do not open and stayed as they were; `dossier fsck` names them"
        );
        return int{some_failed};
    });
}

int unseal(const Arguments& arguments, const fs::path& data)
{
    const auto pin_file = arguments.option("pin-file");
    std::string secret;
    if (const auto file = pin_file ? pin_file : arguments.option("passphrase-file"))
        secret = first_line(*file);
    else
        secret = ask_secret("passphrase");
    const auto body = Json{{pin_file ? "pin" : "passphrase", secret}}.dump();
    const auto status = post_json(data / "run" / "api.sock", "/api/v1/unseal", body);
    if (status == 204) return done;
    if (!status)
        complain(
            "dossier key: no service answers at " + (data / "run" / "api.sock").string() +
            "; start it first"
        );
    else if (*status == 403 && pin_file)
        complain("dossier key: the token does not open it; the service's log says why");
    else if (*status == 400 && pin_file)
        complain("dossier key: the service has no token configured (keys.token)");
    else if (*status == 403)
        complain("dossier key: no slot of the keyring opens with that");
    else if (*status == 429)
        complain("dossier key: too many tries; wait a minute");
    else
        complain("dossier key: the service answered " + std::to_string(*status));
    return status == 403 || status == 429 ? some_failed : environment;
}

int run_key(std::span<const std::string> given)
{
    ::umask(0077);
    const auto arguments = parse_arguments(
        given,
        {"data",
         "key-file",
         "passphrase-file",
         "token",
         "pin-file",
         "new-key-file",
         "new-token",
         "new-passphrase-file",
         "share-file",
         "needed",
         "shares"},
        {}
    );
    if (!arguments) return usage("key", arguments.error());
    const auto data = arguments->option("data");
    if (!data) return usage("key", "--data DIR is missing");
    const auto folder = fs::absolute(*data);
    const auto& words = arguments->rest;
    using Work = int (*)(const Arguments&, const fs::path&);
    const std::map<std::string, Work, std::less<>> works{
        {"init", init},
        {"slots", list_slots},
        {"add-slot", add_slot},
        {"shares", print_shares},
        {"recover", recover},
        {"renew-root", renew_root},
        {"rotate", rotate},
        {"unseal", unseal}};
    if (words.size() == 2 && words[0] == "remove-slot")
        return remove_slot(*arguments, folder, words[1]);
    const auto work = words.size() == 1 ? works.find(words[0]) : works.end();
    if (work == works.end())
        return usage(
            "key",
            "say init, slots, add-slot, remove-slot ID, shares, recover, renew-root, rotate or "
            "unseal"
        );
    return work->second(*arguments, folder);
}

} // namespace

const Verb key_verb{
    .name = "key",
    .summary = "the keyring: its slots, recovery shares, rotation, unseal",
    .help = R"(usage: dossier key init --data DIR            makes the keyring with its first slot
       dossier key slots --data DIR           lists what opens it
       dossier key add-slot --data DIR        another passphrase, key file or token that opens it
       dossier key remove-slot ID --data DIR  that one opens it no longer; the last one stays
       dossier key shares --data DIR          prints recovery shares: any 3 of 5 open it together
       dossier key recover --data DIR         adds a slot with the shares of enough people
       dossier key renew-root --data DIR      a new root key with one slot; all others end
       dossier key rotate --data DIR          a new key wraps every data key; no sealed file is touched
       dossier key unseal --data DIR          opens a running service

  --new-key-file FILE · --new-passphrase-file FILE    the new slot; else a passphrase is asked for
  --new-token URI                                     a key in a PKCS#11 token that never leaves it,
                                                      made where there is none
  --key-file FILE · --passphrase-file FILE            what opens it; else the passphrase is asked for
  --token URI                                         pkcs11:token=LABEL;object=LABEL?module-path=FILE
                                                      and &pin-source=file:FILE, else the PIN is asked for
  --pin-file FILE                                     unseal: the PIN of the token that the service
                                                      is configured with
  --shares 5 --needed 3                               how many shares there are, how many open
  --share-file FILE                                   shares, one a line; else from standard input
                                                      up to an empty line

Without a terminal a passphrase is read from the first line of standard input. unseal needs the
service running, all others need it stopped (rotate while it runs: POST /api/v1/keys/rotation).
rotate may be killed at any moment; the service or the next rotate goes on. Each change is in the
trail.)",
    .run = run_key};

} // namespace dossier::web
