// How well rendered specimens of all types are read: fields exact, missing, wrong, accepted and
// accepted wrongly, with both recognisers and with Tesseract alone; what the confidences are worth;
// what decoding under constraints brings; whether planted mistakes are noticed.
// Usage: read_bench [documents [seed [train|varied|held-out]]] [--quick] [--show] [--keep FOLDER]
//                   [--only NUMBER]…
// --quick: both recognisers, right papers alone. --show: every value that is not exact, whether
// capture calls its page fit, and what each look at it saw; types that are wrong. --keep: the files
// of the papers that hold one. --only: of the documents these, by the numbers --show prints.

#include "ocr/read.h"
#include "tests/bench/read/calibration.h"
#include "tests/bench/read/names.h"
#include "tests/bench/recognisers.h"
#include "tests/bench/specimen_file.h"
#include "tests/corpus/table.h"

#include <fmt/format.h>
#include <opencv2/core/utility.hpp>

#include "samples/render/specimen.h"
#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <set>
#include <string_view>
#include <thread>

namespace {

using namespace dossier;
using corpus::FieldResult;

struct Options {
    int documents = 200;
    std::uint64_t seed = 515151;
    samples::LayoutSet set = samples::LayoutSet::held_out;
    bool quick = false;
    bool show = false;
    std::filesystem::path keep; ///< none: nothing is kept
    std::set<int> only;         ///< none: all of them
};

constexpr auto a_day = std::chrono::year{2026} / 11 / 23;

Options parse(int argc, char** argv)
{
    Options options;
    std::vector<std::string> plain;
    for (int i = 1; i < argc; ++i) {
        const std::string argument = argv[i];
        if (argument == "--show")
            options.show = true;
        else if (argument == "--quick")
            options.quick = true;
        else if (argument == "--keep" && i + 1 < argc)
            options.keep = argv[++i];
        else if (argument == "--only" && i + 1 < argc)
            options.only.insert(std::stoi(argv[++i]));
        else
            plain.push_back(argument);
    }
    if (!plain.empty()) options.documents = std::stoi(plain[0]);
    if (plain.size() > 1) options.seed = std::stoull(plain[1]);
    if (plain.size() > 2) options.set = bench::set_of(plain[2]);
    return options;
}

/// Layouts that can be read, in turn.
std::vector<samples::Layout> layouts_of(samples::LayoutSet set, const ocr::TypeCatalog& types)
{
    std::vector<samples::Layout> layouts;
    std::ranges::copy_if(samples::layouts(), std::back_inserter(layouts), [&](const auto& layout) {
        return layout.set == set && types.find_type(layout.type) != nullptr;
    });
    return layouts;
}

struct Checked {
    std::vector<verify::CheckedDocument> documents;
    bool poor = false; ///< capture would have it scanned again
};

Checked
read(const samples::Specimen& specimen, const ocr::TypeCatalog& types, const ocr::Engines& engines)
{
    const auto bytes = bench::file_of(specimen);
    const auto reading = ocr::read_document(std::as_bytes(std::span(bytes)), types, engines, {});
    if (!reading) return {};
    return {
        .documents = verify::examine(*reading, types, a_day),
        .poor = std::ranges::any_of(reading->pages, [](const auto& page) {
            return page.quality.verdict == capture::QualityVerdict::poor;
        })};
}

/// What becomes of a mistake: something is said against it; or only when a person has typed what
/// waited beside it; it waits for a person anyway; or it is accepted.
enum class Fate { noticed, noticed_in_review, waiting, accepted };

struct Planted {
    std::string field;
    Fate fate = Fate::waiting;
};

/// All that was read of a set of specimens.
struct Outcome {
    std::map<std::string, corpus::Score> both;
    std::map<std::string, corpus::Score> by_quality; ///< of both recognisers
    std::map<std::string, corpus::Score> alone;      ///< Tesseract
    std::vector<FieldResult> fields;                 ///< of both recognisers
    std::vector<Planted> planted;
};

/// The field in which alone a specimen differs from the one without the mistake; empty when in
/// none, in several that agree with one another, or when nothing else on the paper tells.
std::string mistaken_field(const samples::Specimen& right, const samples::Specimen& mistaken)
{
    const auto before = bench::truth_of(right).fields;
    std::vector<std::string> differing;
    for (const auto& [name, value] : bench::truth_of(mistaken).fields) {
        if (before.at(name) != value) differing.push_back(name);
    }
    if (differing.size() != 1) return {};
    const std::string& field = differing.front();
    const bool tells = field.ends_with("number") || field == "uscc" || before.contains("id_number");
    return tells ? field : "";
}

bool is_doubted(const verify::CheckedDocument& document, const std::string& field)
{
    return std::ranges::any_of(document.findings, [&](const verify::Finding& finding) {
        return finding.severity != verify::Severity::info &&
               std::ranges::find(finding.fields, field) != finding.fields.end();
    });
}

/// The document after a person has typed what is printed into the fields that wait.
verify::CheckedDocument reviewed(
    verify::CheckedDocument document, const corpus::Truth& truth, const ocr::TypeCatalog& types
)
{
    for (auto& each : document.fields) {
        const auto printed = truth.fields.find(each.field.name);
        if (each.status == verify::FieldStatus::review && printed != truth.fields.end())
            each.field.value = printed->second;
    }
    document.findings = verify::recheck(document, types, a_day);
    return document;
}

Fate fate_of(
    const std::string& field,
    const std::vector<verify::CheckedDocument>& documents,
    const corpus::Truth& truth,
    const ocr::TypeCatalog& types
)
{
    Fate fate = Fate::waiting;
    for (const auto& document : documents) {
        if (is_doubted(document, field)) fate = Fate::noticed;
        const auto* found = document.find_field(field);
        if (found == nullptr || found->status != verify::FieldStatus::accepted) continue;
        return is_doubted(reviewed(document, truth, types), field) ? Fate::noticed_in_review
                                                                   : Fate::accepted;
    }
    return fate;
}

void show(
    const samples::Order& order, const Checked& checked, const std::vector<FieldResult>& results
)
{
    const bool is_typed =
        checked.documents.size() == 1 && checked.documents.front().type == order.layout.type;
    if (!is_typed) {
        std::string types;
        for (const auto& document : checked.documents)
            types += ' ' + document.type;
        fmt::print(
            "TYPE  {} {}/{}:{}\n", order.number, order.layout.type, order.layout.name, types
        );
    }
    for (const FieldResult& each : results) {
        if (each.exact) continue;
        fmt::print(
            "{} {} {} {}/{} {}: '{}' read '{}' {:.4f}\n",
            each.accepted ? "WRONG" : "     ",
            checked.poor ? "again" : "fit",
            order.number,
            order.layout.type,
            order.layout.name,
            each.name,
            each.truth,
            each.read.value,
            each.read.confidence
        );
        for (const ocr::Sighting& look : each.read.sightings) {
            fmt::print(
                "          {} '{}' {:.4f} {:.4f}\n",
                bench::name_of(look.by),
                look.text,
                look.least,
                look.mean
            );
        }
    }
    std::fflush(stdout);
}

void keep(
    const std::filesystem::path& folder,
    std::uint64_t number,
    const samples::Specimen& specimen,
    const std::vector<FieldResult>& results
)
{
    if (std::ranges::all_of(results, &FieldResult::exact)) return;
    const auto bytes = bench::file_of(specimen);
    const auto name = fmt::format("{}-{}", number, specimen.pages.front().type);
    std::ofstream out(folder / name, std::ios::binary);
    out.write(
        reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size())
    );
}

class Reading {
public:
    explicit Reading(const Options& options)
        : options_(options),
          types_(ocr::load_types(DOSSIER_TYPES).value()),
          layouts_(layouts_of(options.set, types_))
    {}

    Outcome read_all()
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 2; ++i)
            threads.emplace_back([this] { read_some(); });
        threads.clear();
        return std::move(outcome_);
    }

private:
    void read_some()
    {
        bench::Recognisers recognisers;
        for (int at = next_++; at < options_.documents; at = next_++)
            if (options_.only.empty() || options_.only.contains(at))
                read_one(static_cast<std::uint64_t>(at), recognisers);
    }

    void read_one(std::uint64_t number, bench::Recognisers& recognisers)
    {
        samples::Order order{layouts_[number % layouts_.size()], options_.seed, number};
        const auto specimen = samples::make_specimen(order);
        const auto truth = bench::truth_of(specimen);
        std::vector<FieldResult> results;
        const auto checked = read(specimen, types_, recognisers.engines());
        const auto both = corpus::score({truth}, checked.documents, results);
        corpus::Score alone;
        if (!options_.quick) {
            std::vector<FieldResult> unused;
            const auto by_first = read(specimen, types_, {*recognisers.first});
            alone = corpus::score({truth}, by_first.documents, unused);
        }
        const auto planted = options_.quick ? Planted{} : plant(order, specimen, recognisers);
        const std::scoped_lock lock(mutex_);
        outcome_.both[truth.type] += both;
        outcome_.by_quality[checked.poor ? "scan again" : "fit"] += both;
        outcome_.alone[truth.type] += alone;
        if (options_.show) show(order, checked, results);
        if (!options_.keep.empty()) keep(options_.keep, number, specimen, results);
        std::ranges::move(results, std::back_inserter(outcome_.fields));
        if (options_.show && planted.fate == Fate::accepted)
            fmt::print("MISTAKE {} {} accepted\n", number, planted.field);
        if (!planted.field.empty()) outcome_.planted.push_back(planted);
    }

    /// The mistakes take turns, each on the specimens that print its field.
    Planted
    plant(samples::Order order, const samples::Specimen& right, bench::Recognisers& recognisers)
    {
        const auto all = samples::mistakes();
        const std::size_t turn = order.number / layouts_.size();
        for (std::size_t i = 0; i < all.size(); ++i) {
            order.mistake = all[(turn + i) % all.size()];
            const auto mistaken = samples::make_specimen(order);
            const auto field = mistaken_field(right, mistaken);
            if (field.empty()) continue;
            const auto checked = read(mistaken, types_, recognisers.engines());
            return {field, fate_of(field, checked.documents, bench::truth_of(mistaken), types_)};
        }
        return {};
    }

    Options options_;
    ocr::TypeCatalog types_;
    std::vector<samples::Layout> layouts_;
    std::atomic<int> next_ = 0;
    std::mutex mutex_;
    Outcome outcome_;
};

void print_row(const std::string& name, const corpus::Score& row)
{
    fmt::print(
        "{:18} {:5} {:6} {}\n", name, row.documents, row.types_right, corpus::score_cells(row)
    );
}

void print_table(const std::string& title, const std::map<std::string, corpus::Score>& rows)
{
    fmt::print("\n{:18} {:>5} {:>6} {}\n", title, "docs", "typed", corpus::score_head());
    corpus::Score all;
    for (const auto& [type, row] : rows) {
        print_row(type, row);
        all += row;
    }
    print_row("all", all);
    const auto interval = bench::interval_of_rate(all.accepted_wrong, all.accepted);
    fmt::print(
        "accepted wrongly: {} of {}, a rate between {:.2f} and {:.2f} in 1,000 (95 %)\n",
        all.accepted_wrong,
        all.accepted,
        1000 * interval.low,
        1000 * interval.high
    );
}

/// The fields in which something was not exact, the worst first.
void print_fields(const std::vector<FieldResult>& results)
{
    struct Row {
        int fields = 0;
        int missing = 0;
        int wrong = 0;
        int accepted = 0;
        int accepted_wrong = 0;
    };

    std::map<std::string, Row> rows;
    for (const FieldResult& each : results) {
        Row& row = rows[each.type + '.' + each.name];
        const bool is_missing = !each.exact && each.read.value.empty();
        ++row.fields;
        row.missing += is_missing ? 1 : 0;
        row.wrong += !each.exact && !is_missing ? 1 : 0;
        row.accepted += each.accepted ? 1 : 0;
        row.accepted_wrong += each.accepted && !each.exact ? 1 : 0;
    }
    std::vector<std::pair<std::string, Row>> sorted(rows.begin(), rows.end());
    std::ranges::stable_sort(sorted, std::greater{}, [](const auto& each) {
        return each.second.missing + each.second.wrong;
    });
    fmt::print("\n{:42} fields missing wrong accepted wrongly\n", "field");
    for (const auto& [name, row] : sorted) {
        if (row.missing + row.wrong == 0) break;
        fmt::print(
            "{:42} {:6} {:7} {:5} {:8} {:7}\n",
            name,
            row.fields,
            row.missing,
            row.wrong,
            row.accepted,
            row.accepted_wrong
        );
    }
}

void print_calibration(const std::vector<FieldResult>& fields)
{
    std::vector<bench::Graded> values;
    for (const FieldResult& each : fields) {
        if (!each.read.value.empty()) values.push_back({each.read.confidence, each.exact});
    }
    const auto bars = bench::reliability(values);
    fmt::print("\nconfidence from   values   mean of it   right\n");
    for (const bench::Bar& bar : bars) {
        fmt::print(
            "{:15.3f} {:8} {:12.4f} {:7.4f}\n", bar.from, bar.values, bar.confidence, bar.right
        );
    }
    fmt::print("expected calibration error {:.2f} %\n", 100 * bench::calibration_error(bars));
}

/// Numbers with a check digit: the decision over all looks under their grammar, against the first
/// look as it is with its own confidence, accepted until as many are wrong.
void print_decoding(const std::vector<FieldResult>& fields)
{
    std::vector<bench::Graded> plain;
    std::vector<bench::Graded> constrained;
    int accepted = 0;
    int wrong = 0;
    for (const FieldResult& each : fields) {
        if (each.read.sightings.empty()) continue;
        if (!each.name.ends_with("id_number") && each.name != "uscc") continue;
        const ocr::Sighting& first = each.read.sightings.front();
        plain.push_back({first.least, corpus::folded(first.text) == corpus::folded(each.truth)});
        constrained.push_back({each.read.confidence, each.exact});
        accepted += each.accepted ? 1 : 0;
        wrong += each.accepted && !each.exact ? 1 : 0;
    }
    const auto exact = [](const std::vector<bench::Graded>& values) {
        return std::ranges::count_if(values, &bench::Graded::is_right);
    };
    fmt::print(
        "\n{} numbers with a check digit    exact   accepted with at most {} wrong\n"
        "as the first recogniser of the line reads them {:>6} {:>10}\n"
        "decided under constraints {:>27} {:>10}\n",
        plain.size(),
        wrong,
        exact(plain),
        bench::acceptable_with(plain, wrong),
        exact(constrained),
        accepted
    );
}

void print_planted(const std::vector<Planted>& planted)
{
    std::map<std::string, std::array<int, 4>> counts;
    for (const Planted& each : planted)
        ++counts[each.field][static_cast<std::size_t>(each.fate)];
    fmt::print("\nplanted mistakes       noticed   in review   waiting anyway   accepted\n");
    for (const auto& [field, count] : counts)
        fmt::print("{:22} {:7} {:11} {:16} {:10}\n", field, count[0], count[1], count[2], count[3]);
}

} // namespace

int main(int argc, char** argv)
{
    setenv("OMP_THREAD_LIMIT", "1", 1); // NOLINT(concurrency-mt-unsafe): one thread yet
    cv::setNumThreads(1);
    try {
        const Options options = parse(argc, argv);
        const Outcome outcome = Reading(options).read_all();
        print_table("both recognisers", outcome.both);
        print_table("by quality", outcome.by_quality);
        print_fields(outcome.fields);
        print_calibration(outcome.fields);
        print_decoding(outcome.fields);
        if (options.quick) return 0;
        print_table("Tesseract alone", outcome.alone);
        print_planted(outcome.planted);
        return 0;
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}\n", error.what());
        return 1;
    }
}
