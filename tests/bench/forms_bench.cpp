// Reads real forms of unknown layouts and prints how many of the label-value pairs that people
// marked were found under their label, where the others went, and the time a page.
//
//   forms_bench FOLDER [odd | even] [--jobs N] [--show] [--alone]
//
// FOLDER holds the pictures and facts.json; --alone reads with Tesseract only.

#include "tests/bench/read/forms.h"

#include <nlohmann/json.hpp>

#include <iterator>

namespace {

using namespace dossier::bench; // NOLINT: a program of one file

void measure(const FolderOptions& options)
{
    const auto truth = load_json(options.folder / "facts.json");
    const auto pictures = read_pictures(options, files_in(truth, options.half));
    std::vector<FoundFact> found;
    for (const ReadPicture& picture : pictures) {
        std::vector<Fact> facts;
        for (const auto& fact : truth.at(picture.file))
            facts.push_back({fact.at("key"), fact.at("value")});
        std::ranges::move(find_facts(picture, facts), std::back_inserter(found));
    }
    if (options.show) show_facts(found);
    print_facts(found, pictures);
}

} // namespace

int main(int argc, char** argv)
{
    return run("forms_bench", {argv, static_cast<std::size_t>(argc)}, measure);
}
