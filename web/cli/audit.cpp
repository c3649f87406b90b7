#include "web/checkpoint_clerk.h"
#include "web/cli/archive.h"
#include "web/cli/verbs.h"
#include "web/clock.h"
#include "web/json.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>

namespace dossier::web {

namespace {

namespace fs = std::filesystem;

fs::path usual_folder(const Arguments& arguments)
{
    return fs::path(arguments.option("data").value_or("")) / "checkpoints";
}

/// The checkpoints of a file or of a folder; without a word those that the service laid into the
/// data folder.
std::vector<std::string> named_checkpoints(const Arguments& arguments)
{
    const auto named = arguments.option("checkpoint");
    const auto path = named ? fs::path(*named) : usual_folder(arguments);
    if (fs::is_directory(path)) return store::CheckpointFolder{path}.notes();
    if (!named) return {};
    std::ifstream in{path, std::ios::binary};
    if (!in) throw std::runtime_error(path.string() + " cannot be read");
    return {{std::istreambuf_iterator<char>(in), {}}};
}

int say_fault(const store::AuditFault& fault)
{
    complain(
        fault.seq == 0 ? "dossier audit: " + fault.reason
                       : fmt::format("dossier audit: entry {}: {}", fault.seq, fault.reason)
    );
    return some_failed;
}

int verify_trail(const Arguments& arguments, store::Store& store)
{
    const auto checkpoints = named_checkpoints(arguments);
    const auto verdict = store.verify_audit(checkpoints);
    if (verdict.fault) return say_fault(*verdict.fault);
    say(fmt::format(
        "sound: {} entries, root {}, {} checkpoints",
        verdict.entries,
        verdict.root_hash,
        checkpoints.size()
    ));
    return done;
}

int print_checkpoint(const Arguments& arguments, store::Store& store)
{
    CheckpointClerk clerk{
        {.folder = arguments.option("folder").value_or(usual_folder(arguments).string())}};
    const auto note = clerk.sign(store, now());
    if (!note) return say_fault(note.error());
    std::cout << *note << std::flush;
    return done;
}

/// JSON lines: what it is, the entries, a checkpoint of them. README.md ("An export of the trail").
void write_export(std::ostream& out, store::Store& store, const std::string& checkpoint)
{
    out << Json{{"format", "dossier-audit/1"}, {"key", store.checkpoint_key()}}.dump() << '\n';
    const auto last = store::open_checkpoint(checkpoint, store.checkpoint_key())->entries;
    store.visit_audit([&](const store::AuditEntry& entry, const std::string& leaf_hash) {
        if (entry.seq > last) return;
        out << Json{
                   {"seq", entry.seq},
                   {"at", entry.at.time_since_epoch().count()},
                   {"actor", entry.actor},
                   {"role", entry.role},
                   {"action", entry.action},
                   {"object", entry.object},
                   {"outcome", entry.outcome},
                   {"detail", entry.detail},
                   {"leaf_hash", leaf_hash}}
                   .dump()
            << '\n';
    });
    out << Json{{"checkpoint", checkpoint}}.dump() << '\n';
}

int export_trail(const Arguments& arguments, store::Store& store)
{
    const store::CheckpointFolder folder{usual_folder(arguments)};
    const auto note = store.sign_checkpoint(folder.newest(), now());
    if (!note) return say_fault(note.error());
    const auto out = arguments.option("out");
    if (!out) {
        write_export(std::cout, store, *note);
        return std::cout.flush() ? done : environment;
    }
    std::ofstream file{*out, std::ios::binary | std::ios::trunc};
    write_export(file, store, *note);
    if (file.flush()) return done;
    complain("dossier audit: " + *out + " cannot be written");
    return environment;
}

int print_key(const Arguments&, store::Store& store)
{
    say(store.checkpoint_key());
    return done;
}

int print_report(const Arguments&, store::Store& store)
{
    say("day,person,role,action,outcome,count");
    for (const auto& tally : store.audit_tallies({}, store::Instant::max()))
        say(fmt::format(
            "{},{},{},{},{},{}",
            tally.day,
            tally.actor,
            tally.role,
            tally.action,
            tally.outcome,
            tally.count
        ));
    return done;
}

int run_audit(std::span<const std::string> given)
{
    const auto arguments = parse_arguments(
        given, {"data", "key-file", "passphrase-file", "token", "checkpoint", "folder", "out"}, {}
    );
    if (!arguments) return usage("audit", arguments.error());
    using Work = int (*)(const Arguments&, store::Store&);
    const std::map<std::string, Work, std::less<>> works{
        {"verify", verify_trail},
        {"checkpoint", print_checkpoint},
        {"export", export_trail},
        {"report", print_report},
        {"key", print_key}};
    const auto work =
        arguments->rest.size() == 1 ? works.find(arguments->rest.front()) : works.end();
    if (work == works.end()) return usage("audit", "say verify, checkpoint, export, report or key");
    return with_archive("audit", *arguments, [&](store::Store& store) {
        return work->second(*arguments, store);
    });
}

} // namespace

const Verb audit_verb{
    .name = "audit",
    .summary = "the audit trail: verify, checkpoint, export, report",
    .help = R"(usage: dossier audit verify --data DIR [--checkpoint FILE]
       dossier audit checkpoint --data DIR [--folder DIR]
       dossier audit export --data DIR [--out FILE]
       dossier audit report --data DIR
       dossier audit key --data DIR

verify recomputes the chain of the audit trail and compares it with checkpoints that were signed
earlier (a file, or a folder of them; else those in DIR/checkpoints): a database that was put back or
written anew fits none. Exit code 0 sound, 1 altered (the first altered entry is named), 3 not
readable. checkpoint signs the trail as it stands, prints that and keeps it in the folder; it never
signs one that does not go on from the newest there. export writes JSON lines that anybody can check
with the key that `key` prints. report counts by day, person, action and outcome (CSV).
The service must be stopped.

  --key-file FILE · --passphrase-file FILE · --token URI    open the keyring; else a passphrase is asked for)",
    .run = run_audit};

} // namespace dossier::web
