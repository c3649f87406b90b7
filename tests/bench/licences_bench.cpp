// Reads real photographs of business licences and prints, field by field, how many values are
// exact, missing, wrong, accepted and accepted wrongly, the commonest failures, and the time a
// picture.
//
//   licences_bench FOLDER [odd | even] [--jobs N] [--show] [--alone]
//
// FOLDER holds the pictures and truth.json; --alone reads with Tesseract only.

#include "tests/bench/read/licences.h"

namespace {

using namespace dossier::bench; // NOLINT: a program of one file

void measure(const FolderOptions& options)
{
    const auto licences = read_licences(options);
    if (options.show) show_licences(licences);
    print_licences(licences);
}

} // namespace

int main(int argc, char** argv)
{
    return run("licences_bench", {argv, static_cast<std::size_t>(argc)}, measure);
}
