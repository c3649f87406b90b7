#include "tests/bench/read/licences.h"

#include "capture/utf8.h"
#include "tests/bench/read/distance.h"
#include "tests/bench/read/names.h"
#include "tests/corpus/table.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <utility>

namespace dossier::bench {
namespace {

using corpus::FieldResult;

void print_row(const std::string& name, const corpus::Score& row)
{
    fmt::print("{:22} {}\n", name, corpus::score_cells(row));
}

void print_failures(const std::vector<ReadLicence>& licences)
{
    std::map<std::string, int> counts;
    for (const ReadLicence& licence : licences) {
        for (const FieldResult& field : licence.fields) {
            if (!field.exact) ++counts[field.name + ": " + kind_of_failure(licence, field)];
        }
    }
    std::vector<std::pair<std::string, int>> kinds(counts.begin(), counts.end());
    std::ranges::stable_sort(kinds, std::ranges::greater{}, &std::pair<std::string, int>::second);
    constexpr std::size_t most = 10;
    if (kinds.size() > most) kinds.resize(most);
    fmt::print("\ncommonest failures\n");
    for (const auto& [kind, count] : kinds)
        fmt::print("{:5} {}\n", count, kind);
}

} // namespace

std::vector<ReadLicence> read_licences(const FolderOptions& options)
{
    const auto json = load_json(options.folder / "truth.json");
    std::vector<ReadLicence> licences;
    for (ReadPicture& picture : read_pictures(options, files_in(json, options.half))) {
        const auto& truth = json.at(picture.file);
        ReadLicence licence{picture.file, picture.seconds, {}, {}};
        if (!picture.documents.empty()) licence.type = picture.documents.front().type;
        static_cast<void>(corpus::score(
            {{truth.at("type"), truth.at("fields")}}, picture.documents, licence.fields
        ));
        licences.push_back(std::move(licence));
    }
    return licences;
}

std::string kind_of_failure(const ReadLicence& licence, const FieldResult& field)
{
    if (licence.type != field.type) return "the type was not known";
    const std::string truth = corpus::folded(field.truth);
    const std::string read = corpus::folded(field.read.value);
    if (read.empty()) return "nothing found";
    if (truth.starts_with(read)) return "its end is missing";
    if (truth.ends_with(read)) return "its beginning is missing";
    if (read.find(truth) != std::string::npos) return "more than the value";
    const auto length = capture::code_points(truth);
    const std::size_t errors = distance(length, capture::code_points(read));
    if (errors == 1) return "one character";
    if (errors * 5 <= length.size() || errors == 2) return "a few characters";
    return "something else";
}

void print_licences(const std::vector<ReadLicence>& licences)
{
    std::map<std::string, corpus::Score> rows;
    corpus::Score all;
    corpus::Score all_but_scope;
    double seconds = 0;
    std::size_t typed = 0;
    for (const ReadLicence& licence : licences) {
        seconds += licence.seconds;
        for (const FieldResult& field : licence.fields) {
            rows[field.name] += field;
            all += field;
            if (field.name != "business_scope") all_but_scope += field;
        }
        if (!licence.fields.empty() && licence.type == licence.fields.front().type) ++typed;
    }
    fmt::print("{:22} {}\n", "field", corpus::score_head());
    for (const auto& [name, row] : rows)
        print_row(name, row);
    print_row("all", all);
    print_row("all but the scope", all_but_scope);
    print_failures(licences);
    const auto count = static_cast<double>(std::max<std::size_t>(1, licences.size()));
    fmt::print(
        "\n{} pictures, {} of the right type, {:.2f} s a picture\n",
        licences.size(),
        typed,
        seconds / count
    );
}

void show_licences(const std::vector<ReadLicence>& licences)
{
    for (const ReadLicence& licence : licences) {
        fmt::print("== {} {:.2f} s, read as {}\n", licence.file, licence.seconds, licence.type);
        for (const FieldResult& field : licence.fields) {
            fmt::print(
                "  {:5} {:.3f} {}: '{}'",
                corpus::mark_of(field),
                field.read.confidence,
                field.name,
                field.truth
            );
            if (!field.exact) fmt::print(" read '{}' raw '{}'", field.read.value, field.read.raw);
            fmt::print("\n");
            for (const ocr::Sighting& each : field.read.sightings) {
                fmt::print(
                    "        {} {:.3f} {:.3f} '{}'\n",
                    name_of(each.by),
                    each.least,
                    each.mean,
                    each.text
                );
            }
        }
    }
}

} // namespace dossier::bench
