#include "web/cli/archive.h"

#include "web/cli/verbs.h"
#include "web/token.h"

#include <fstream>
#include <iostream>
#include <stdexcept>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

namespace dossier::web {

namespace {

namespace fs = std::filesystem;

/// Turns the terminal's echo off for as long as it lives.
class Silence {
public:
    Silence()
    {
        termios quiet{};
        active_ = ::tcgetattr(STDIN_FILENO, &before_) == 0;
        quiet = before_;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        if (active_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    }

    ~Silence()
    {
        if (active_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    }

    Silence(const Silence&) = delete;
    Silence& operator=(const Silence&) = delete;

private:
    termios before_{};
    bool active_ = false;
};

} // namespace

std::string ask_secret(const std::string& prompt)
{
    std::string line;
    const bool terminal = ::isatty(STDIN_FILENO) == 1;
    if (terminal) std::cerr << prompt << ": " << std::flush;
    {
        const Silence silence;
        std::getline(std::cin, line);
    }
    if (terminal) std::cerr << '\n';
    return line;
}

std::string first_line(const fs::path& file)
{
    std::ifstream stream{file};
    std::string line;
    if (!stream || !std::getline(stream, line))
        throw std::runtime_error(file.string() + " cannot be read");
    return line;
}

store::Credential token_credential(const std::string& uri, std::string& pin)
{
    const auto token = parse_token_uri(uri);
    if (!token) throw std::runtime_error(uri + ": " + token.error());
    pin = token->pin_file.empty() ? ask_secret("PIN of " + token->token)
                                  : first_line(token->pin_file);
    return token_key(*token, pin);
}

std::string sentence_of(const store::SlotError& error)
{
    switch (error.kind) {
    case store::SlotErrorKind::wrong_credential: return "no slot of the keyring opens with that";
    case store::SlotErrorKind::too_short: return "the passphrase is too short; take several words";
    case store::SlotErrorKind::bad_shares:
    case store::SlotErrorKind::last_slot:
    case store::SlotErrorKind::no_such_slot:
    case store::SlotErrorKind::too_many:
    case store::SlotErrorKind::token: break;
    }
    return error.detail.empty() ? "the slot cannot be changed" : error.detail;
}

store::Credential
find_credential(const Arguments& arguments, const fs::path& keys, std::string& passphrase)
{
    if (const auto file = arguments.option("key-file")) return store::KeyFile{*file};
    if (const auto file = arguments.option("passphrase-file")) {
        passphrase = first_line(*file);
        return store::Passphrase{passphrase};
    }
    if (const auto uri = arguments.option("token")) return token_credential(*uri, passphrase);
    if (fs::exists(keys / "demo.key")) return store::KeyFile{keys / "demo.key"};
    passphrase = ask_secret("passphrase");
    return store::Passphrase{passphrase};
}

int with_archive(
    std::string_view verb, const Arguments& arguments, const std::function<int(store::Store&)>& work
)
{
    return with_archive(verb, arguments, {}, work);
}

int with_archive(
    std::string_view verb,
    const Arguments& arguments,
    const store::StoreOptions& options,
    const std::function<int(store::Store&)>& work
)
{
    ::umask(0077);
    const auto data = arguments.option("data");
    if (!data) return usage(verb, "--data DIR is missing");
    if (!fs::is_directory(*data)) return usage(verb, *data + " is no data folder");
    const store::DataFolder folder{fs::absolute(*data)};
    if (!store::Keyring::exists(folder.keys())) {
        complain(
            "dossier " + std::string{verb} + ": there is no keyring in " + folder.keys().string()
        );
        return environment;
    }
    std::string passphrase;
    auto keyring =
        store::Keyring::open(folder.keys(), find_credential(arguments, folder.keys(), passphrase));
    if (!keyring) {
        complain("dossier " + std::string{verb} + ": " + sentence_of(keyring.error()));
        return environment;
    }
    store::Store store{folder, *std::move(keyring), store::system_random(), options};
    return work(store);
}

} // namespace dossier::web
