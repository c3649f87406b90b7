#include "web/cli/archive.h"
#include "web/cli/unix_client.h"
#include "web/cli/verbs.h"
#include "web/json.h"

#include <filesystem>
#include <sys/stat.h>

namespace dossier::web {

namespace {

namespace fs = std::filesystem;

/// The credential of a new slot: a key file (made when it is not there) or a passphrase.
store::Credential new_credential(const Arguments& arguments, std::string& passphrase)
{
    if (const auto file = arguments.option("new-key-file")) {
        if (!fs::exists(*file)) store::write_key_file(*file, store::system_random());
        return store::KeyFile{*file};
    }
    if (const auto file = arguments.option("new-passphrase-file"))
        passphrase = first_line(*file);
    else
        passphrase = ask_secret("new passphrase");
    return store::Passphrase{passphrase};
}

int complain_slot(const store::SlotError& error)
{
    switch (error.kind) {
    case store::SlotErrorKind::wrong_credential:
        complain("dossier key: no slot of the keyring opens with that");
        return some_failed;
    case store::SlotErrorKind::too_short:
        complain("dossier key: the passphrase is too short; take several words");
        return some_failed;
    case store::SlotErrorKind::last_slot:
    case store::SlotErrorKind::no_such_slot:
    case store::SlotErrorKind::too_many:
        complain(
            "dossier key: " + (error.detail.empty() ? "the slot cannot be changed" : error.detail)
        );
        return some_failed;
    }
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

int add_slot(const Arguments& arguments, const fs::path& data)
{
    const store::DataFolder folder{data};
    std::string current;
    auto keyring =
        store::Keyring::open(folder.keys(), find_credential(arguments, folder.keys(), current));
    if (!keyring) return complain_slot(keyring.error());
    std::string passphrase;
    const auto slot =
        keyring->add_slot(new_credential(arguments, passphrase), store::system_random());
    if (!slot) return complain_slot(slot.error());
    say("slot " + slot->id + " (" + slot->kind + ")");
    return done;
}

int unseal(const Arguments& arguments, const fs::path& data)
{
    std::string passphrase;
    if (const auto file = arguments.option("passphrase-file"))
        passphrase = first_line(*file);
    else
        passphrase = ask_secret("passphrase");
    const auto body = Json{{"passphrase", passphrase}}.dump();
    const auto status = post_json(data / "run" / "api.sock", "/api/v1/unseal", body);
    if (status == 204) return done;
    if (!status)
        complain(
            "dossier key: no service answers at " + (data / "run" / "api.sock").string() +
            "; start it first"
        );
    else if (*status == 403)
        complain("dossier key: no slot of the keyring opens with that");
    else if (*status == 429)
        complain("dossier key: too many tries; wait a minute");
    else
        complain("dossier key: the service answered " + std::to_string(*status));
    return status == 403 || status == 429 ? some_failed : environment;
}

int run(std::span<const std::string> given)
{
    ::umask(0077);
    const auto arguments = parse_arguments(
        given, {"data", "key-file", "passphrase-file", "new-key-file", "new-passphrase-file"}, {}
    );
    if (!arguments) return usage("key", arguments.error());
    const auto data = arguments->option("data");
    if (!data) return usage("key", "--data DIR is missing");
    const auto folder = fs::absolute(*data);
    const auto& words = arguments->rest;
    if (words == std::vector<std::string>{"init"}) return init(*arguments, folder);
    if (words == std::vector<std::string>{"add-slot"}) return add_slot(*arguments, folder);
    if (words == std::vector<std::string>{"unseal"}) return unseal(*arguments, folder);
    return usage("key", "say init, add-slot or unseal");
}

} // namespace

const Verb key_verb{
    .name = "key",
    .summary = "the keyring: init, add-slot, unseal",
    .help = R"(usage: dossier key init --data DIR        makes the keyring with its first slot
       dossier key add-slot --data DIR    another passphrase or key file that opens it
       dossier key unseal --data DIR      opens a running service

  --new-key-file FILE · --new-passphrase-file FILE    the new slot; else a passphrase is asked for
  --key-file FILE · --passphrase-file FILE            what opens it; else the passphrase is asked for

Without a terminal a passphrase is read from the first line of standard input. add-slot needs the
service stopped, unseal needs it running.)",
    .run = run};

} // namespace dossier::web
