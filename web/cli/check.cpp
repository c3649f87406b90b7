#include "verify/check.h"

#include "web/cli/arguments.h"
#include "web/cli/verbs.h"
#include "web/clock.h"
#include "web/config.h"
#include "web/json.h"
#include "web/mapping.h"

#include <fstream>
#include <iostream>

namespace dossier::web {

namespace {

Json verdict_json(const std::string& value, const verify::Verdict& verdict)
{
    Json findings = Json::array();
    for (const auto& finding : verdict.findings)
        findings.push_back(
            {{"code", finding.code},
             {"severity", to_text(finding.severity)},
             {"message", finding.message.en},
             {"messages",
              {{"en", finding.message.en},
               {"zh_hans", finding.message.zh_hans},
               {"zh_hant", finding.message.zh_hant}}}}
        );
    return {
        {"value", value},
        {"valid", verdict.valid},
        {"normal", verdict.normal},
        {"findings", std::move(findings)},
        {"facts", verdict.facts.empty() ? Json::object() : Json(verdict.facts)},
    };
}

std::string known_kinds()
{
    std::string out;
    for (const auto kind : verify::kinds())
        out += (out.empty() ? "" : " ") + std::string{kind};
    return out;
}

std::vector<std::string> lines(std::istream& stream)
{
    std::vector<std::string> out;
    for (std::string line; std::getline(stream, line);) {
        if (!line.empty() && line.back() == '\r') line.pop_back();
        if (!line.empty()) out.push_back(line);
    }
    return out;
}

int run_check(std::span<const std::string> given)
{
    const auto arguments = parse_arguments(given, {"file", "config"}, {});
    if (!arguments) return usage("check", arguments.error());
    if (arguments->rest.empty()) return usage("check", "a kind is missing (" + known_kinds() + ")");
    const std::string kind = arguments->rest.front();
    Config config;
    if (const auto file = arguments->option("config")) {
        const auto loaded = load_config(*file, config);
        if (!loaded) return usage("check", loaded.error().file + ": " + loaded.error().reason);
        config = *loaded;
    }
    const auto today = day_at(now(), config.store.utc_offset);
    if (!verify::check(kind, "", today))
        return usage("check", "there is no kind " + kind + " (" + known_kinds() + ")");
    std::vector<std::string> values{arguments->rest.begin() + 1, arguments->rest.end()};
    if (const auto file = arguments->option("file")) {
        std::ifstream opened;
        if (*file != "-") opened.open(*file);
        if (*file != "-" && !opened) {
            complain("dossier check: " + *file + " cannot be read");
            return environment;
        }
        const auto more = lines(*file == "-" ? std::cin : opened);
        values.insert(values.end(), more.begin(), more.end());
    }
    if (values.empty()) return usage("check", "a value is missing");
    int code = done;
    for (const auto& value : values) {
        const auto verdict = verify::check(kind, value, today);
        if (!verdict->valid) code = some_failed;
        say(verdict_json(value, *verdict).dump(-1, ' ', false, Json::error_handler_t::replace));
    }
    return code;
}

} // namespace

const Verb check_verb{
    .name = "check",
    .summary = "identifiers and contacts against their rule",
    .help = R"(usage: dossier check KIND VALUE...
       dossier check KIND --file F      one value a line; - is standard input

Prints a JSON line for each value: valid, normal (the normalised value), findings with their message
in three languages, facts (what the number itself says). Today is the day at the site (--config F,
as for serve). Exit code 0 when all are valid, 1 when some are not. `dossier check` without a kind
lists the kinds.)",
    .run = run_check};

} // namespace dossier::web
