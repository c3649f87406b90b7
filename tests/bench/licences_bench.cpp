// Reads real photographs of business licences and prints, field by field, how many values are
// exact, missing, wrong, accepted and accepted wrongly, the commonest failures, and the time a
// picture.
//
//   licences_bench FOLDER [odd | even] [--jobs N] [--show] [--alone]
//
// FOLDER holds the pictures and truth.json; --alone reads with Tesseract only.

#include "tests/bench/read/licences.h"

#include <cstdio>
#include <exception>
#include <span>
#include <string>

namespace {

using namespace dossier::bench; // NOLINT: a program of one file

bool parse(std::span<char*> arguments, LicenceOptions& options, bool& show)
{
    if (arguments.empty()) return false;
    options.folder = arguments.front();
    for (std::size_t i = 1; i < arguments.size(); ++i) {
        const std::string option = arguments[i];
        if (option == "odd")
            options.half = Half::odd;
        else if (option == "even")
            options.half = Half::even;
        else if (option == "--show")
            show = true;
        else if (option == "--alone")
            options.models.clear();
        else if (option == "--jobs" && i + 1 < arguments.size())
            options.jobs = static_cast<unsigned>(std::stoul(arguments[++i]));
        else
            return false;
    }
    return true;
}

} // namespace

int main(int argc, char** argv)
{
    try {
        LicenceOptions options{
            .reader = DOSSIER_BENCH_READ,
            .types = DOSSIER_BENCH_TYPES,
            .models = DOSSIER_BENCH_MODELS,
            .folder = {}};
        bool show = false;
        if (!parse(std::span(argv, static_cast<std::size_t>(argc)).subspan(1), options, show)) {
            std::fputs(
                "usage: licences_bench FOLDER [odd | even] [--jobs N] [--show] [--alone]\n", stderr
            );
            return 2;
        }
        const auto licences = read_licences(options);
        if (show) show_licences(licences);
        print_licences(licences);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 2;
    }
    return 0;
}
