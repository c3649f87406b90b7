#include "ocr/document_type.h"
#include "web/cli/arguments.h"
#include "web/cli/verbs.h"
#include "web/config.h"
#include "web/filing_plan.h"
#include "web/service.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace dossier::web {

namespace {

/// Configuration file first, then the options over it.
tl::expected<Config, std::string> configure(const Arguments& arguments)
{
    Config config = installed_config();
    if (const auto file = arguments.option("config")) {
        auto loaded = load_config(*file, std::move(config));
        if (!loaded)
            return tl::unexpected(fmt::format(
                "{}:{}: {}", loaded.error().file, loaded.error().line, loaded.error().reason
            ));
        config = *std::move(loaded);
    }
    const auto data = arguments.option("data");
    if (!data) return tl::unexpected(std::string{"--data DIR is missing"});
    config.data = std::filesystem::absolute(*data);
    if (const auto port = arguments.option("port")) {
        const auto number = parse_int(*port, 0, 65'535);
        if (!number) return tl::unexpected(std::string{"--port must be 0 to 65535"});
        config.port = static_cast<std::uint16_t>(*number);
    }
    if (const auto address = arguments.option("address")) config.address = *address;
    if (const auto share = arguments.option("share")) config.share = *share;
    if (const auto reader = arguments.option("reader")) config.reader = *reader;
    if (const auto key_file = arguments.option("key-file")) config.key_file = *key_file;
    if (arguments.flag("no-edge")) config.edge = UseEdge::no;
    if (arguments.flag("demo")) {
        config.demo = true;
        config.second_factor_required = false;
        if (config.key_file.empty()) config.key_file = config.data / "keys" / "demo.key";
    }
    return config;
}

/// A connector that asks with a field that no type has would never ask: say so instead.
std::optional<std::string>
fault_of(const std::vector<ConnectorOptions>& connectors, const ocr::TypeCatalog& types)
{
    for (const auto& connector : connectors) {
        const auto& asks = connector.asks;
        for (const auto& name : asks.types)
            if (std::ranges::find(types.types, name, &ocr::DocumentType::name) == types.types.end())
                return fmt::format("connector.{}.types: there is no type {}", asks.name, name);
        const auto is_askable = [&](const ocr::DocumentType& type) {
            return (asks.types.empty() || asks.types.contains(type.name)) &&
                   std::ranges::all_of(asks.fields, [&](const std::string& name) {
                       return std::ranges::find(type.fields, name, &ocr::FieldType::name) !=
                              type.fields.end();
                   });
        };
        if (std::ranges::none_of(types.types, is_askable))
            return fmt::format(
                "connector.{}: no document type has the fields that it asks with", asks.name
            );
    }
    return std::nullopt;
}

int run_serve(std::span<const std::string> given)
{
    const auto arguments = parse_arguments(
        given,
        {"data", "config", "port", "address", "share", "reader", "key-file"},
        {"demo", "no-edge", "once", "check-config"}
    );
    if (!arguments) return usage("serve", arguments.error());
    if (!arguments->rest.empty()) return usage("serve", "it takes options only");
    auto config = configure(*arguments);
    if (!config) return usage("serve", config.error());
    const auto types = ocr::load_types(config->share / "types");
    if (!types) {
        complain(fmt::format(
            "dossier serve: {}:{}: {}", types.error().file, types.error().line, types.error().reason
        ));
        return environment;
    }
    auto filing = load_filing_plan(
        config->filing_plan.empty() ? config->share / "filing.toml" : config->filing_plan
    );
    if (!filing) {
        const auto& [file, line, reason] = filing.error();
        complain(fmt::format("dossier serve: {}:{}: {}", file, line, reason));
        return environment;
    }
    config->store.filing = *std::move(filing);
    if (const auto fault = fault_of(config->connectors, *types)) {
        complain("dossier serve: " + *fault);
        return environment;
    }
    if (arguments->flag("check-config")) {
        say("the configuration is sound");
        return done;
    }
    const auto stay = arguments->flag("once") ? Stay::once : Stay::until_stopped;
    return serve(*config, *types, stay, {.say = [](const std::string& line) { say(line); }});
}

} // namespace

const Verb serve_verb{
    .name = "serve",
    .summary = "hot folders, readers, web UI and API in one start",
    .help = R"(usage: dossier serve --data DIR [OPTIONS]

Takes files from DIR/hot/<station>/, reads them, and serves the workstation and the API. Starts
sealed: unseal it in the browser or with `dossier key unseal --data DIR`.

  --data DIR        the data folder; made when it is not there
  --config FILE     a TOML file (keys in web/README.md)
  --port N          the port of the workstation (8443; 0 takes a free one and says which)
  --address A       the IPv4 address to listen on (127.0.0.1)
  --key-file FILE   opens the keyring at start
  --no-edge         no nginx: plain HTTP for this machine only, no workstation
  --demo            keys in a file in DIR, second factor offered but not required; warns of both
  --once            take in what is there, wait until it is read, print a table, end
  --check-config    say whether the configuration is sound, end
  --share DIR       document types and workstation, when they lie elsewhere
  --reader FILE     the program dossier-read, when it lies elsewhere)",
    .run = run_serve};

} // namespace dossier::web
