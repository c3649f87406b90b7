// The program `dossier`: one verb a run. The verbs are web/cli/*.cpp.

#include "web/cli/verbs.h"

#include <algorithm>
#include <exception>
#include <string>
#include <vector>

namespace dossier::web {

namespace {

int list_verbs()
{
    say("usage: dossier VERB [ARGUMENTS]      dossier VERB --help");
    for (const Verb* verb : verbs())
        say("  " + std::string{verb->name} +
            std::string(8 - std::min<std::size_t>(7, verb->name.size()), ' ') +
            std::string{verb->summary});
    say("exit codes: 0 done, 1 some inputs failed, 2 wrong usage, 3 the environment");
    return done;
}

int run(const std::vector<std::string>& words)
{
    if (words.empty()) {
        complain("dossier: a verb is missing; `dossier help` lists them");
        return wrong_usage;
    }
    if (words.front() == "help" || words.front() == "--help") return list_verbs();
    const auto known = verbs();
    const auto verb = std::find_if(known.begin(), known.end(), [&](const Verb* v) {
        return v->name == words.front();
    });
    if (verb == known.end()) {
        complain("dossier: there is no verb " + words.front() + "; `dossier help` lists them");
        return wrong_usage;
    }
    const std::vector<std::string> arguments{words.begin() + 1, words.end()};
    if (std::find(arguments.begin(), arguments.end(), "--help") != arguments.end()) {
        say((*verb)->help);
        return done;
    }
    return (*verb)->run(arguments);
}

} // namespace

} // namespace dossier::web

int main(int count, char** words)
{
    try {
        return dossier::web::run({words + 1, words + count});
    } catch (const std::exception& error) {
        dossier::web::complain(std::string{"dossier: "} + error.what());
        return dossier::web::environment;
    }
}
