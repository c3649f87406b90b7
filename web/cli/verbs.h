#pragma once
// The verbs of the program `dossier`. Each is one file: what it says about itself, and what it
// does.

#include <span>
#include <string>
#include <string_view>

namespace dossier::web {

/// The exit codes of the contract.
enum ExitCode { done = 0, some_failed = 1, wrong_usage = 2, environment = 3 };

struct Verb {
    std::string_view name;
    std::string_view summary;
    std::string_view help;
    int (*run)(std::span<const std::string> arguments);
};

extern const Verb serve_verb;
extern const Verb read_verb;
extern const Verb check_verb;
extern const Verb receipt_verb;
extern const Verb cover_verb;
extern const Verb user_verb;
extern const Verb import_verb;
extern const Verb station_verb;
extern const Verb upload_verb;
extern const Verb key_verb;
extern const Verb audit_verb;
extern const Verb register_verb;
extern const Verb fsck_verb;
extern const Verb backup_verb;
extern const Verb restore_verb;

/// All of them, as `dossier help` lists them.
[[nodiscard]] std::span<const Verb* const> verbs();

/// Says what is wrong and what to do, in one line on stderr; returns `wrong_usage`.
[[nodiscard]] int usage(std::string_view verb, std::string_view wrong);

/// One line on stderr.
void complain(std::string_view text);
/// One line on stdout, at once.
void say(std::string_view line);

} // namespace dossier::web
