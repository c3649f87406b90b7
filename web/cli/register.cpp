#include "ocr/document_type.h"
#include "web/cli/archive.h"
#include "web/cli/verbs.h"
#include "web/clock.h"
#include "web/config.h"
#include "web/filing_plan.h"
#include "web/register_json.h"
#include "web/registers/print.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>

namespace dossier::web {

namespace {

namespace fs = std::filesystem;

/// What the words ask for, or what is wrong with them.
tl::expected<store::RegisterQuery, std::string> query_of(const Arguments& arguments)
{
    const auto kind =
        arguments.rest.size() == 1 ? parse_register_kind(arguments.rest.front()) : std::nullopt;
    if (!kind) return tl::unexpected(std::string{"say handover, loans or destruction"});
    store::RegisterQuery query{
        .kind = *kind,
        .from = {},
        .until = {},
        .classes = {},
        .disposal = arguments.option("list").value_or("")};
    if (const auto said = arguments.option("class")) {
        const auto sign = said->find('=');
        if (sign == std::string::npos) return tl::unexpected(std::string{"--class is NAME=WORD"});
        query.classes.emplace(said->substr(0, sign), said->substr(sign + 1));
    }
    if (!query.disposal.empty()) return query;
    for (auto [name, day] : {std::pair{"from", &query.from}, std::pair{"until", &query.until}}) {
        const auto said = parse_day(arguments.option(name).value_or(""));
        if (!said) return tl::unexpected(fmt::format("--{} is a day, yyyy-mm-dd", name));
        *day = *said;
    }
    return query;
}

int write(const store::Register& made, const std::string& out, const RegisterPrint& print)
{
    std::ofstream file{out, std::ios::binary | std::ios::trunc};
    file
        << (fs::path{out}.extension() == ".txt" ? store::register_text(made)
                                                : register_pdf(made, print));
    file.close();
    if (!file) {
        complain("dossier register: " + out + " cannot be written");
        return environment;
    }
    say(fmt::format(
        "{}: {} lines, {}, SHA-256 of the lines {}",
        made.item.number,
        made.item.lines,
        out,
        made.item.sha256
    ));
    return done;
}

int run_register(std::span<const std::string> given)
{
    const auto arguments = parse_arguments(
        given,
        {"data",
         "key-file",
         "passphrase-file",
         "from",
         "until",
         "class",
         "list",
         "language",
         "plan",
         "share",
         "out"},
        {}
    );
    if (!arguments) return usage("register", arguments.error());
    const auto query = query_of(*arguments);
    if (!query) return usage("register", query.error());
    const auto language = parse_language(arguments->option("language").value_or("zh-CN"));
    if (!language) return usage("register", "--language is zh-CN, zh-TW or en");
    const auto out = arguments->option("out");
    if (!out) return usage("register", "--out FILE is missing");
    const auto named = arguments->option("share");
    const auto share = named ? fs::path{*named} : installed_config().share;
    const auto types = ocr::load_types(share / "types");
    if (!types) {
        complain(fmt::format("dossier register: {}: {}", types.error().file, types.error().reason));
        return environment;
    }
    const auto plan =
        load_filing_plan(arguments->option("plan").value_or((share / "filing.toml").string()));
    if (!plan) {
        complain(fmt::format("dossier register: {}: {}", plan.error().file, plan.error().reason));
        return environment;
    }
    const auto font = TrueTypeFont::load(share / print_font_file);
    store::StoreOptions options;
    options.filing = *plan;
    const auto work = [&](store::Store& store) {
        const auto made = store.make_register(*query, store::system_actor(), now());
        if (!made) {
            complain("dossier register: " + made.error().detail);
            return int{some_failed};
        }
        return write(
            *made,
            *out,
            {.types = *types,
             .plan = *plan,
             .font = font,
             .language = *language,
             .utc_offset = options.utc_offset}
        );
    };
    return with_archive("register", *arguments, options, work);
}

} // namespace

const Verb register_verb{
    .name = "register",
    .summary = "registers to print and sign: handover, borrowing, destruction",
    .help =
        R"(usage: dossier register handover|loans|destruction --data DIR --from DAY --until DAY --out FILE.pdf
       dossier register destruction --data DIR --list X-2026-0001 --out FILE.pdf

Draws a register (移交清册, 调阅登记簿, 销毁清册) of the days given, both included, gives it a number
that is never given again, writes it as a PDF with lines for signatures, and notes it in the audit
trail. A FILE.txt gets the bare lines, of which the register's digest is. The service must be stopped.

  --class NAME=WORD                           only records of that class, e.g. nature=personal
  --language zh-CN|zh-TW|en                   zh-CN when not said
  --plan FILE · --share DIR                   the site's filing plan; types and fonts, when they lie elsewhere
  --key-file FILE · --passphrase-file FILE    opens the keyring; else the passphrase is asked for)",
    .run = run_register};

} // namespace dossier::web
