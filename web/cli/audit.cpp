#include "web/cli/archive.h"
#include "web/cli/verbs.h"

#include <fmt/format.h>

namespace dossier::web {

namespace {

int verify_trail(store::Store& store)
{
    const auto verdict = store.verify_audit();
    if (!verdict.fault) {
        say(fmt::format("sound: {} entries, root {}", verdict.entries, verdict.root_hash));
        return done;
    }
    complain(fmt::format(
        "dossier audit: entry {} was altered: {}", verdict.fault->seq, verdict.fault->reason
    ));
    return some_failed;
}

int run(std::span<const std::string> given)
{
    const auto arguments = parse_arguments(given, {"data", "key-file", "passphrase-file"}, {});
    if (!arguments) return usage("audit", arguments.error());
    if (arguments->rest != std::vector<std::string>{"verify"}) return usage("audit", "say verify");
    return with_archive("audit", *arguments, verify_trail);
}

} // namespace

const Verb audit_verb{
    .name = "audit",
    .summary = "verify the audit trail",
    .help = R"(usage: dossier audit verify --data DIR

Recomputes the chain of the audit trail. Exit code 0 sound, 1 altered (the first altered entry is
named), 3 not readable. The service must be stopped.

  --key-file FILE · --passphrase-file FILE    opens the keyring; else the passphrase is asked for)",
    .run = run};

} // namespace dossier::web
