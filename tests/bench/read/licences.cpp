#include "tests/bench/read/licences.h"

#include "capture/utf8.h"
#include "ocr/child_reader.h"
#include "tests/corpus/load_bytes.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <fstream>
#include <iterator>
#include <span>
#include <stdexcept>
#include <thread>

namespace dossier::bench {
namespace {

namespace fs = std::filesystem;
using corpus::FieldResult;

bool is_in(const std::string& file, Half half)
{
    if (half == Half::both) return true;
    const auto last = file.find_last_of("0123456789");
    const bool is_odd = last != std::string::npos && (file[last] - '0') % 2 == 1;
    return is_odd == (half == Half::odd);
}

struct Task {
    std::string file;
    corpus::Truth truth;
};

std::vector<Task> tasks_of(const LicenceOptions& options)
{
    std::ifstream in(options.folder / "truth.json");
    if (!in) throw std::runtime_error("no truth.json in " + options.folder.string());
    std::vector<Task> tasks;
    const auto json = nlohmann::json::parse(in);
    for (const auto& [file, truth] : json.items()) {
        if (is_in(file, options.half))
            tasks.push_back({file, {truth.at("type"), truth.at("fields")}});
    }
    return tasks;
}

ReadLicence read_one(
    ocr::ChildReader& reader,
    const ocr::TypeCatalog& types,
    const fs::path& folder,
    const Task& task
)
{
    using std::chrono::steady_clock;
    const auto bytes = corpus::load_bytes(folder / task.file);
    const auto start = steady_clock::now();
    const auto reading = reader.read(bytes, {});
    ReadLicence licence{.file = task.file, .type = {}, .fields = {}};
    licence.seconds = std::chrono::duration<double>(steady_clock::now() - start).count();
    std::vector<verify::CheckedDocument> checked;
    if (reading) checked = verify::examine(*reading, types, std::chrono::year{2026} / 11 / 23);
    if (!checked.empty()) licence.type = checked.front().type;
    static_cast<void>(corpus::score({task.truth}, checked, licence.fields));
    return licence;
}

/// Insertions, deletions and replacements between two texts.
std::size_t distance(const std::u32string& a, const std::u32string& b)
{
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        row[j] = j;
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t swapped = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({swapped, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

void print_row(const std::string& name, const corpus::Score& row)
{
    const double percent = row.fields == 0 ? 0.0 : 100.0 * row.exact / row.fields;
    fmt::print(
        "{:22} {:5} {:6} {:6.1f}% {:8} {:6} {:9} {:8}\n",
        name,
        row.fields,
        row.exact,
        percent,
        row.missing,
        row.wrong,
        row.accepted,
        row.accepted_wrong
    );
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

std::vector<ReadLicence> read_licences(const LicenceOptions& options)
{
    auto types = ocr::load_types(options.types);
    if (!types) throw std::runtime_error(types.error().file + ": " + types.error().reason);
    const auto tasks = tasks_of(options);
    std::vector<ReadLicence> licences(tasks.size());
    std::atomic<std::size_t> next = 0;
    const auto read_some = [&] {
        ocr::ChildReader reader(
            {.program = options.reader, .types = options.types, .models = options.models}
        );
        reader.start();
        for (std::size_t at = next++; at < tasks.size(); at = next++)
            licences[at] = read_one(reader, *types, options.folder, tasks[at]);
    };
    std::vector<std::jthread> threads;
    for (unsigned i = 0; i < options.jobs; ++i)
        threads.emplace_back(read_some);
    threads.clear();
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
    fmt::print(
        "{:22} {:>5} {:>6} {:>7} {:>8} {:>6} {:>9} {:>8}\n",
        "field",
        "n",
        "exact",
        "",
        "missing",
        "wrong",
        "accepted",
        "wrongly"
    );
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
            const char* mark =
                field.exact ? (field.accepted ? "ok" : "ok?") : (field.accepted ? "WRONG" : "bad");
            fmt::print(
                "  {:5} {:.3f} {}: '{}'", mark, field.read.confidence, field.name, field.truth
            );
            if (!field.exact) fmt::print(" read '{}' raw '{}'", field.read.value, field.read.raw);
            fmt::print("\n");
            for (const ocr::Sighting& each : field.read.sightings) {
                fmt::print(
                    "        {} {:.3f} {:.3f} '{}'\n",
                    each.by == ocr::Recogniser::first ? "first " : "second",
                    each.least,
                    each.mean,
                    each.text
                );
            }
        }
    }
}

} // namespace dossier::bench
