#include "web/station.h"

#include "capture/utf8.h"
#include "web/cli/archive.h"
#include "web/cli/verbs.h"
#include "web/clock.h"

#include <fmt/format.h>

namespace dossier::web {

namespace {

int list(store::Store& store)
{
    for (const auto& station : store.stations())
        say(fmt::format(
            "{:<24} {}{}",
            station.name,
            to_text(station.created_at),
            station.disabled ? "  (disabled)" : ""
        ));
    return done;
}

int refuse(const std::string& name, const store::Conflict& conflict)
{
    const bool unknown = conflict.kind == store::ConflictKind::not_found;
    complain(
        "dossier station: " + name + ": " + (unknown ? "there is no such station" : conflict.detail)
    );
    return some_failed;
}

int show_token(
    const tl::expected<store::NewStation, store::Conflict>& made, const std::string& name
)
{
    if (!made) return refuse(name, made.error());
    say(made->station.name + "  token  " + made->token);
    return done;
}

int disable(store::Store& store, const std::string& name)
{
    const auto station = store.disable_station(name, console, now());
    return station ? done : refuse(name, station.error());
}

int run_station(std::span<const std::string> given)
{
    const auto arguments =
        parse_arguments(given, {"data", "key-file", "passphrase-file", "token"}, {});
    if (!arguments) return usage("station", arguments.error());
    const auto& words = arguments->rest;
    if (words.size() == 1 && words[0] == "list") return with_archive("station", *arguments, list);
    if (words.size() != 2) return usage("station", "say add, token or disable NAME, or list");
    const auto& name = words[1];
    if (!is_station_name(name) || !capture::is_utf8(name))
        return usage("station", "a station cannot have the name " + capture::to_utf8(name));
    if (words[0] == "add")
        return with_archive("station", *arguments, [&](auto& store) {
            return show_token(store.create_station(name, console, now()), name);
        });
    if (words[0] == "token")
        return with_archive("station", *arguments, [&](auto& store) {
            return show_token(store.rotate_station_token(name, console, now()), name);
        });
    if (words[0] == "disable")
        return with_archive("station", *arguments, [&](auto& store) {
            return disable(store, name);
        });
    return usage("station", "say add, token or disable NAME, or list");
}

} // namespace

const Verb station_verb{
    .name = "station",
    .summary = "stations that upload: add, list, token, disable",
    .help = R"(usage: dossier station add NAME --data DIR
       dossier station list --data DIR
       dossier station token NAME --data DIR
       dossier station disable NAME --data DIR

A station that hands documents in by upload shows who it is by a token: `add` and `token` print it,
once. `token` makes a new one (the old one ends, a disabled station works again); `disable` ends it.
A hot folder needs no token: its place below DIR/hot is its identity. Works on a data folder whose
service is stopped, like `dossier user`; a running service has the same under /api/v1/stations.

  --key-file FILE · --passphrase-file FILE · --token URI    open the keyring; else a passphrase is asked for)",
    .run = run_station};

} // namespace dossier::web
