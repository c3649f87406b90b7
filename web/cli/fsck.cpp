#include "web/cli/archive.h"
#include "web/cli/verbs.h"

#include <fmt/format.h>

namespace dossier::web {

namespace {

int check_archive(store::Store& store)
{
    const auto report = store.fsck();
    for (const auto& fault : report.faults)
        complain(fmt::format("dossier fsck: {}: {}", fault.object, fault.reason));
    if (report.audit.fault)
        complain(fmt::format(
            "dossier fsck: audit entry {}: {}", report.audit.fault->seq, report.audit.fault->reason
        ));
    say(fmt::format(
        "{}: {} sealed objects, {} rows, {} audit entries, {} faults, {} orphans",
        report.is_sound() ? "sound" : "damaged",
        report.objects,
        report.rows,
        report.audit.entries,
        report.faults.size(),
        report.orphans.size()
    ));
    return report.is_sound() ? done : some_failed;
}

int run_fsck(std::span<const std::string> given)
{
    const auto arguments =
        parse_arguments(given, {"data", "key-file", "passphrase-file", "token"}, {});
    if (!arguments) return usage("fsck", arguments.error());
    if (!arguments->rest.empty()) return usage("fsck", "it takes options only");
    return with_archive("fsck", *arguments, check_archive);
}

} // namespace

const Verb fsck_verb{
    .name = "fsck",
    .summary = "open every sealed object and row",
    .help = R"(usage: dossier fsck --data DIR

Opens every sealed object and every row and verifies the audit trail. Orphans are sealed files that
a crash left behind before their row was written; they are harmless. Exit code 0 sound, 1 damaged
(each fault is named), 3 not readable. The service must be stopped.

  --key-file FILE · --passphrase-file FILE · --token URI    open the keyring; else a passphrase is asked for)",
    .run = run_fsck};

} // namespace dossier::web
