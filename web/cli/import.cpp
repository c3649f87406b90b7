#include "web/cli/archive.h"
#include "web/cli/verbs.h"
#include "web/clock.h"
#include "web/config.h"
#include "web/import/report.h"
#include "web/import/run.h"
#include "web/signals.h"
#include "web/station.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <sys/stat.h>
#include <unistd.h>

namespace dossier::web {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_named = 50; ///< on the terminal; the report names all

struct ImportTask {
    fs::path tree;
    fs::path index;
    fs::path map_file;
    std::optional<fs::path> report;
    ImportMap map;
    IndexTable table;
    ocr::TypeCatalog types;
    std::string station;
};

std::string file_text(const fs::path& file)
{
    std::ifstream stream{file, std::ios::binary};
    std::ostringstream text;
    text << stream.rdbuf();
    if (!stream) throw std::runtime_error(file.string() + " cannot be read");
    return text.str();
}

/// For its owner only: it names files of customers.
void write_report(const fs::path& file, const ImportOutcome& outcome)
{
    std::ofstream stream{file, std::ios::binary | std::ios::trunc};
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
    stream << (file.extension() == ".csv" ? report_csv(outcome) : report_jsonl(outcome));
    stream.close();
    if (!stream) throw std::runtime_error(file.string() + " cannot be written");
}

void show_progress(std::size_t behind, std::size_t all)
{
    if (::isatty(STDERR_FILENO) != 1) return;
    std::fputs(fmt::format("\r\033[K{}/{} rows", behind, all).c_str(), stderr);
    if (behind == all) std::fputs("\r\033[K", stderr);
}

void name_troubles(const ImportOutcome& outcome)
{
    std::size_t named = 0;
    const auto name = [&](const std::string& line) {
        if (++named <= most_named) complain("dossier import: " + line);
    };
    for (const auto& row : outcome.rows)
        if (row.state == RowState::refused)
            name(fmt::format(
                "row {}: {}: {} ({})", row.line, row.path, row.reason.message, row.reason.code
            ));
    for (const auto& file : outcome.unlisted)
        name(file + ": no row of the index names this file (unlisted)");
    if (named > most_named)
        complain(fmt::format(
            "dossier import: and {} more; --report FILE names them all", named - most_named
        ));
}

enum class Dry { yes, no };

void print_counts(const ImportOutcome& outcome, std::size_t files, Dry dry)
{
    const auto kept = outcome.count(RowState::kept);
    const auto repeated = outcome.count(RowState::repeated);
    const auto refused = outcome.count(RowState::refused);
    const auto not_done = outcome.count(RowState::not_done);
    say(fmt::format(
        "{}rows {} = kept {} + repeated {} + refused {} + not done {}",
        dry == Dry::yes ? "dry run, nothing changed: " : "",
        outcome.rows.size(),
        kept,
        repeated,
        refused,
        not_done
    ));
    say(fmt::format(
        "files {}, without a row {}; by earlier runs {}",
        files,
        outcome.unlisted.size(),
        outcome.count_earlier()
    ));
}

ImportOutcome run_and_show(const ImportTask& task, store::Store* archive)
{
    const Signals signals; // Ctrl-C ends between two files
    const Tree tree{task.tree};
    const auto files = tree.list({task.index, task.map_file});
    const ImportRun run{
        .map = task.map,
        .table = task.table,
        .tree = tree,
        .files = files,
        .types = task.types,
        .limits = {},
        .station = task.station,
        .archive = archive,
        .now = now,
        .should_stop =
            [&, stopped = false]() mutable {
                stopped = stopped || signals.wait(std::chrono::milliseconds{0});
                return stopped;
            },
        .progress = [&](std::size_t behind) { show_progress(behind, task.table.rows.size()); }};
    auto outcome = run_import(run);
    if (archive != nullptr) reconcile(run, outcome);
    if (task.report) write_report(*task.report, outcome);
    name_troubles(outcome);
    print_counts(outcome, files.size(), archive == nullptr ? Dry::yes : Dry::no);
    return outcome;
}

int dry_run(const ImportTask& task)
{
    return run_and_show(task, nullptr).is_complete() ? done : some_failed;
}

int real_run(store::Store& archive, const ImportTask& task)
{
    archive.note(console, "import_begun", "import " + task.map.name, "done", "", now());
    const auto outcome = run_and_show(task, &archive);
    const auto counts = fmt::format(
        "rows {} kept {} repeated {} refused {} not_done {} unlisted {}",
        outcome.rows.size(),
        outcome.count(RowState::kept),
        outcome.count(RowState::repeated),
        outcome.count(RowState::refused),
        outcome.count(RowState::not_done),
        outcome.unlisted.size()
    );
    archive.note(console, "import_ended", "import " + task.map.name, "done", counts, now());
    return outcome.is_complete() ? done : some_failed;
}

/// The index and the map, or what is wrong with them: file, line, reason.
tl::expected<void, std::string> load(ImportTask& task, const fs::path& share)
{
    const auto types = ocr::load_types(share / "types");
    if (!types)
        throw std::runtime_error(
            fmt::format("{}:{}: {}", types.error().file, types.error().line, types.error().reason)
        );
    task.types = *types;
    auto table = parse_index(file_text(task.index));
    if (!table)
        return tl::unexpected(
            fmt::format("{}:{}: {}", task.index.string(), table.error().line, table.error().reason)
        );
    task.table = *std::move(table);
    auto map = parse_import_map(
        file_text(task.map_file), task.map_file.string(), task.table.header, task.types
    );
    if (!map)
        return tl::unexpected(
            fmt::format("{}:{}: {}", map.error().file, map.error().line, map.error().reason)
        );
    task.map = *std::move(map);
    return {};
}

int run_import(std::span<const std::string> given)
{
    const auto arguments = parse_arguments(
        given,
        {"index",
         "map",
         "data",
         "station",
         "report",
         "share",
         "key-file",
         "passphrase-file",
         "token"},
        {"dry-run"}
    );
    if (!arguments) return usage("import", arguments.error());
    if (arguments->rest.size() != 1) return usage("import", "say one TREE, a folder of files");
    const auto index = arguments->option("index");
    const auto map = arguments->option("map");
    if (!index || !map) return usage("import", "--index FILE and --map FILE are needed");
    ImportTask task{
        .tree = arguments->rest.front(),
        .index = *index,
        .map_file = *map,
        .report = arguments->option("report"),
        .map = {},
        .table = {},
        .types = {},
        .station = {}};
    if (!fs::is_directory(task.tree)) return usage("import", task.tree.string() + " is no folder");
    const auto share = arguments->option("share");
    if (const auto loaded = load(task, share ? fs::path{*share} : installed_config().share);
        !loaded)
        return usage("import", loaded.error());
    const auto station = task.map.station.empty() ? "import" : task.map.station;
    task.station = arguments->option("station").value_or(station);
    if (!is_station_name(task.station))
        return usage("import", "a station cannot have the name of --station");
    ::umask(0077);
    if (arguments->flag("dry-run")) return dry_run(task);
    return with_archive("import", *arguments, [&](auto& store) { return real_run(store, task); });
}

} // namespace

const Verb import_verb{
    .name = "import",
    .summary = "an archive that is already scanned, with its index",
    .help =
        R"(usage: dossier import TREE --index INDEX.(csv|xlsx) --map MAP.toml --data DIR
                      [--station NAME] [--dry-run] [--report FILE]

Takes a tree of files and the table that describes them into the archive, each file by the same way
as every other. The map says which column holds what (web/README.md). What the index says is kept
with the file; a field that is read differently waits for a person. Runs while the service is
stopped; the next start reads the files. Stops cleanly at Ctrl-C; another run goes on and keeps
nothing twice. At the end every row is kept, repeated or refused. Exit code 0 when all are in and
every file has a row, 1 when not (named), 2 a wrong index or map (file:line: reason), 3 the
environment.

  --dry-run       looks at everything, changes nothing; needs no --data and no stopped service
  --report FILE   a line a row and a file: .csv for spreadsheets, else JSON lines
  --station NAME  whose files they are (the map's, else "import")
  --share DIR     document types, when they lie elsewhere
  --key-file FILE · --passphrase-file FILE · --token URI    open the keyring; else a passphrase is asked for)",
    .run = run_import};

} // namespace dossier::web
