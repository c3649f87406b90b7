#include "web/access.h"
#include "web/cli/archive.h"
#include "web/cli/verbs.h"
#include "web/clock.h"

#include <fmt/format.h>

namespace dossier::web {

namespace {

int list(store::Store& store)
{
    for (const auto& user : store.users())
        say(fmt::format(
            "{:<24} {:<20} {}{}",
            user.username,
            user.role,
            user.display_name,
            user.ended      ? "  (ended)"
            : user.disabled ? "  (disabled)"
                            : ""
        ));
    return done;
}

int show_password(
    const tl::expected<store::NewUser, store::Conflict>& made, const std::string& name
)
{
    if (!made) {
        complain(
            "dossier user: " + name + ": " +
            (made.error().detail.empty() ? "not possible" : made.error().detail)
        );
        return some_failed;
    }
    say(made->user.username + "  one-time password  " + made->one_time_password);
    return done;
}

int add(
    store::Store& store,
    const std::string& name,
    const std::string& role,
    const std::string& display_name
)
{
    return show_password(store.create_user(name, display_name, role, console, now()), name);
}

int reset(store::Store& store, const std::string& name)
{
    for (const auto& user : store.users())
        if (user.username == name)
            return show_password(store.reset_user(user.id, console, now()), name);
    complain("dossier user: there is no account " + name);
    return some_failed;
}

std::string role_list()
{
    std::string list;
    for (const auto name : roles())
        list += (list.empty() ? "" : ", ") + std::string{name};
    return list;
}

int run_user(std::span<const std::string> given)
{
    const auto arguments = parse_arguments(
        given, {"data", "key-file", "passphrase-file", "token", "role", "display-name"}, {}
    );
    if (!arguments) return usage("user", arguments.error());
    const auto& words = arguments->rest;
    if (words.size() == 1 && words[0] == "list") return with_archive("user", *arguments, list);
    if (words.size() == 2 && words[0] == "reset")
        return with_archive("user", *arguments, [&](auto& store) {
            return reset(store, words[1]);
        });
    if (words.size() == 2 && words[0] == "add") {
        const auto role = normal_roles(arguments->option("role").value_or(""));
        if (!role || role->empty() || !are_separate(*role))
            return usage("user", "--role must be one of " + role_list());
        const auto display_name = arguments->option("display-name").value_or(words[1]);
        return with_archive("user", *arguments, [&](auto& store) {
            return add(store, words[1], *role, display_name);
        });
    }
    return usage("user", "say add NAME, list or reset NAME");
}

} // namespace

const Verb user_verb{
    .name = "user",
    .summary = "accounts: add, list, reset",
    .help = R"(usage: dossier user add NAME --role ROLE [--display-name TEXT] --data DIR
       dossier user list --data DIR
       dossier user reset NAME --data DIR

Works on a data folder whose service is stopped; a running one has the same under Accounts. A new
or reset account gets a one-time password, printed once. Roles, several parted by commas: operator,
verifier, arbiter, supervisor, records, exporter, service; and each alone: auditor,
security_officer, system_administrator, administrator (all of them).

  --key-file FILE · --passphrase-file FILE · --token URI    open the keyring; else a passphrase is asked for)",
    .run = run_user};

} // namespace dossier::web
