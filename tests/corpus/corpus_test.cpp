// Reads specimens through the real reader - launcher, sandbox, recipe - and prints, type by type,
// how many fields are exact, missing, wrong, accepted and accepted wrongly. Fails when a number is
// worse than the one recorded (recorded.json).
//
//   corpus_test READER TYPES SPECIMENS [--models DIR] [--recorded FILE] [--show] [--jobs N]

#include "ocr/child_reader.h"
#include "tests/corpus/load_bytes.h"
#include "tests/corpus/score.h"
#include "tests/corpus/table.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <exception>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>

using namespace dossier;
namespace fs = std::filesystem;

namespace {

struct Arguments {
    fs::path reader;
    fs::path types;
    fs::path specimens;
    fs::path models; ///< of the second recogniser; none: Tesseract alone
    fs::path recorded;
    bool show = false;
    unsigned jobs = 2;
};

Arguments parse(int argc, char** argv)
{
    if (argc < 4)
        throw std::runtime_error(
            "usage: corpus_test READER TYPES SPECIMENS [--models DIR] [--recorded FILE] [--show] "
            "[--jobs N]"
        );
    Arguments arguments{argv[1], argv[2], argv[3], {}, {}};
    for (int i = 4; i < argc; ++i) {
        const std::string option = argv[i];
        if (option == "--show") arguments.show = true;
        if (option == "--models" && i + 1 < argc) arguments.models = argv[++i];
        if (option == "--recorded" && i + 1 < argc) arguments.recorded = argv[++i];
        if (option == "--jobs" && i + 1 < argc)
            arguments.jobs = static_cast<unsigned>(std::stoul(argv[++i]));
    }
    return arguments;
}

struct Specimen {
    fs::path picture;
    fs::path truth;
};

std::vector<Specimen> find_specimens(const fs::path& folder)
{
    std::map<std::string, Specimen> found;
    for (const auto& entry : fs::directory_iterator(folder)) {
        const std::string stem = entry.path().filename().string();
        const std::string name = stem.substr(0, stem.find('.'));
        (stem.ends_with(".truth.json") ? found[name].truth : found[name].picture) = entry.path();
    }
    std::vector<Specimen> specimens;
    for (auto& [name, specimen] : found) {
        if (!specimen.picture.empty() && !specimen.truth.empty()) specimens.push_back(specimen);
    }
    return specimens;
}

/// All specimens, read by `jobs` readers at once.
class Corpus {
public:
    Corpus(const Arguments& arguments, ocr::TypeCatalog types)
        : arguments_(arguments),
          types_(std::move(types)),
          specimens_(find_specimens(arguments.specimens))
    {}

    void read_all()
    {
        std::vector<std::thread> threads;
        for (unsigned i = 0; i < arguments_.jobs; ++i)
            threads.emplace_back([this] { read_some(); });
        for (auto& thread : threads)
            thread.join();
    }

    const std::map<std::string, corpus::Score>& rows() const { return rows_; }

    std::size_t size() const { return specimens_.size(); }

private:
    void read_some()
    {
        ocr::ChildReader reader(
            {.program = arguments_.reader, .types = arguments_.types, .models = arguments_.models}
        );
        reader.start();
        for (;;) {
            const std::size_t at = next_++;
            if (at >= specimens_.size()) return;
            read_one(reader, specimens_[at]);
        }
    }

    void read_one(ocr::ChildReader& reader, const Specimen& specimen)
    {
        using namespace std::chrono;
        const auto bytes = corpus::load_bytes(specimen.picture);
        const auto start = steady_clock::now();
        const auto reading = reader.read(bytes, {});
        const double seconds = duration<double>(steady_clock::now() - start).count();
        std::vector<verify::CheckedDocument> checked;
        if (reading) checked = verify::examine(*reading, types_, year{2026} / 11 / 23);
        const auto truth = corpus::load_truth(specimen.truth);
        std::vector<corpus::FieldResult> results;
        auto score = corpus::score(truth, checked, results);
        score.seconds = seconds;
        const std::scoped_lock lock(mutex_);
        if (!reading)
            fmt::print(
                "{}: not read: {}\n", specimen.picture.filename().string(), reading.error().code
            );
        rows_[truth.empty() ? "none" : truth[0].type] += score;
        if (arguments_.show) show(specimen, results, checked, seconds);
    }

    static void show(
        const Specimen& specimen,
        const std::vector<corpus::FieldResult>& results,
        const std::vector<verify::CheckedDocument>& checked,
        double seconds
    )
    {
        fmt::print(
            "== {} {:.2f} s, read as {}\n",
            specimen.picture.filename().string(),
            seconds,
            checked.empty() ? "nothing" : checked[0].type
        );
        for (const auto& each : results) {
            fmt::print(
                "  {:5} {:.3f} {} {}: '{}'",
                corpus::mark_of(each),
                each.read.confidence,
                each.type,
                each.name,
                each.truth
            );
            if (!each.exact) fmt::print(" read '{}' raw '{}'", each.read.value, each.read.raw);
            fmt::print("\n");
        }
    }

    const Arguments& arguments_;
    ocr::TypeCatalog types_;
    std::vector<Specimen> specimens_;
    std::atomic<std::size_t> next_ = 0;
    std::mutex mutex_;
    std::map<std::string, corpus::Score> rows_;
};

void print_row(const std::string& name, const corpus::Score& row)
{
    fmt::print(
        "{:18} {:5} {:6} {} {:8.2f}\n",
        name,
        row.documents,
        row.types_right,
        corpus::score_cells(row),
        row.documents == 0 ? 0.0 : row.seconds / row.documents
    );
}

/// Shares that may not fall and a count that may not rise, with the slack that the file names.
int compare(const fs::path& recorded, const std::map<std::string, corpus::Score>& rows)
{
    std::ifstream in(recorded);
    int failures = 0;
    const auto json = nlohmann::json::parse(in);
    for (const auto& [type, least] : json.items()) {
        const auto found = rows.find(type);
        const corpus::Score row = found == rows.end() ? corpus::Score{} : found->second;
        const auto share = [&](int count) {
            return row.fields == 0 ? 0.0 : static_cast<double>(count) / row.fields;
        };
        const auto fail = [&](std::string_view what) {
            ++failures, fmt::print("{}: {} is worse than recorded\n", type, what);
        };
        if (share(row.exact) < least.at("exact").get<double>()) fail("exact");
        if (share(row.accepted) < least.at("accepted").get<double>()) fail("accepted");
        if (row.accepted_wrong > least.at("accepted_wrong").get<int>()) fail("accepted wrong");
        if (row.types_right < least.at("types_right").get<double>() * row.documents)
            fail("types right");
    }
    return failures;
}

} // namespace

int main(int argc, char** argv)
{
    try {
        const Arguments arguments = parse(argc, argv);
        auto types = ocr::load_types(arguments.types);
        if (!types) throw std::runtime_error(types.error().file + ": " + types.error().reason);
        Corpus corpus(arguments, std::move(*types));
        corpus.read_all();
        fmt::print(
            "{:18} {:>5} {:>6} {} {:>8}\n", "type", "docs", "typed", corpus::score_head(), "seconds"
        );
        corpus::Score total;
        for (const auto& [type, row] : corpus.rows()) {
            print_row(type, row);
            total += row;
        }
        print_row("all", total);
        if (corpus.size() == 0)
            throw std::runtime_error("there are no specimens in " + arguments.specimens.string());
        return arguments.recorded.empty() || compare(arguments.recorded, corpus.rows()) == 0 ? 0
                                                                                             : 1;
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}\n", error.what());
        return 2;
    }
}
