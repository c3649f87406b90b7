#include "web/cli/verbs.h"

#include <array>
#include <cstdio>

namespace dossier::web {

namespace {

constexpr std::array all{
    &serve_verb,
    &read_verb,
    &check_verb,
    &receipt_verb,
    &upload_verb,
    &import_verb,
    &station_verb,
    &cover_verb,
    &user_verb,
    &key_verb,
    &audit_verb,
    &register_verb,
    &fsck_verb,
    &backup_verb,
    &restore_verb};

void write_line(std::FILE* to, std::string_view text)
{
    std::fprintf(to, "%.*s\n", static_cast<int>(text.size()), text.data());
    std::fflush(to);
}

} // namespace

std::span<const Verb* const> verbs()
{
    return all;
}

void complain(std::string_view text)
{
    write_line(stderr, text);
}

void say(std::string_view line)
{
    write_line(stdout, line);
}

int usage(std::string_view verb, std::string_view wrong)
{
    const std::string name{verb};
    complain("dossier " + name + ": " + std::string{wrong} + "; see `dossier " + name + " --help`");
    return wrong_usage;
}

} // namespace dossier::web
