// What each pass of cleaning does to what is read. Renders documents with one named degradation at
// a time, and with ordinary wear only as control, and reads the same pages with no pass, with the
// pass against that degradation, with all but it, and with all. The control is read with each pass
// alone. Usage: cleaning_bench [pages [seed [train|held-out [degradation [tone]]]]], where the tone
// is colour, grey or bilevel for all pages.

#include "ocr/read.h"
#include "ocr/recipe/cleaning.h"
#include "tests/bench/measure.h"
#include "tests/bench/recognisers.h"
#include "tests/bench/specimen_file.h"
#include "tests/corpus/table.h"

#include <fmt/format.h>
#include <opencv2/core/utility.hpp>

#include "samples/render/specimen.h"
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace dossier;
using ocr::Cleaning;

constexpr Cleaning no_pass{.seal = false, .shading = false, .specks = false, .rules = false};

struct Pass {
    std::string_view name;
    bool Cleaning::*on;
};

constexpr Pass passes[] = {
    {"seal", &Cleaning::seal},
    {"shading", &Cleaning::shading},
    {"specks", &Cleaning::specks},
    {"rules", &Cleaning::rules}};

Cleaning only(const Pass& pass)
{
    Cleaning cleaning = no_pass;
    cleaning.*pass.on = true;
    return cleaning;
}

Cleaning all_but(const Pass& pass)
{
    Cleaning cleaning;
    cleaning.*pass.on = false;
    return cleaning;
}

struct Setting {
    std::string name;
    Cleaning cleaning;
};

/// How the pages with a degradation are read; without one, all passes in turn.
std::vector<Setting> settings_for(std::string_view degradation)
{
    std::vector<Setting> settings{{"none", no_pass}};
    for (const Pass& pass : passes) {
        if (degradation == "wear") settings.push_back({std::string(pass.name), only(pass)});
        if (degradation != pass.name) continue;
        settings.push_back({"that pass", only(pass)});
        settings.push_back({"all but it", all_but(pass)});
    }
    settings.push_back({"all", {}});
    return settings;
}

class Reader {
public:
    corpus::Score
    read(const samples::Specimen& specimen, const samples::Bytes& bytes, const Cleaning& cleaning)
    {
        const double start = bench::cpu_milliseconds();
        const auto reading = ocr::read_document(
            std::as_bytes(std::span(bytes)),
            types_,
            recognisers_.engines(),
            {},
            {},
            nullptr,
            cleaning
        );
        const double spent = bench::cpu_milliseconds() - start;
        std::vector<verify::CheckedDocument> checked;
        using namespace std::chrono;
        if (reading) checked = verify::examine(*reading, types_, year{2026} / 11 / 23);
        std::vector<corpus::FieldResult> results;
        auto score = corpus::score({bench::truth_of(specimen)}, checked, results);
        score.seconds = spent / 1000;
        return score;
    }

private:
    ocr::TypeCatalog types_ = ocr::load_types(DOSSIER_TYPES).value();
    bench::Recognisers recognisers_;
};

samples::Specimen specimen_of(
    const samples::Order& order,
    const std::optional<samples::Degradation>& degradation,
    std::string_view tone
)
{
    samples::Dice dice(order.seed, order.number + 500'000);
    samples::Wear wear = samples::draw_wear(dice, order.layout);
    if (degradation) wear = samples::with_degradation(wear, *degradation, dice);
    for (const auto each : {samples::Tone::colour, samples::Tone::grey, samples::Tone::bilevel})
        if (samples::name_of(each) == tone) wear.tone = each;
    return samples::make_specimen(order, wear);
}

void print_row(std::string_view degradation, std::string_view setting, const corpus::Score& row)
{
    fmt::print(
        "{:<14} {:<11} {} {:>7.0f}\n",
        degradation,
        setting,
        corpus::score_cells(row),
        1000 * row.seconds / std::max(1, row.documents)
    );
    std::fflush(stdout);
}

struct Plan {
    int pages = 24;
    std::uint64_t seed = 1;
    samples::LayoutSet set = samples::LayoutSet::train;
    std::string_view only_this;
    std::string_view tone; ///< empty: as drawn
};

void measure(Reader& reader, const Plan& plan, std::optional<samples::Degradation> degradation)
{
    const std::string_view name = degradation ? samples::name_of(*degradation) : "wear";
    if (!plan.only_this.empty() && plan.only_this != name) return;
    std::vector<samples::Layout> layouts;
    std::ranges::copy_if(samples::layouts(), std::back_inserter(layouts), [&](const auto& layout) {
        return layout.set == plan.set;
    });
    const auto settings = settings_for(name);
    std::vector<corpus::Score> rows(settings.size());
    for (int i = 0; i < plan.pages; ++i) {
        const auto number = static_cast<std::uint64_t>(i);
        const auto specimen = specimen_of(
            {layouts[number % layouts.size()], plan.seed, number}, degradation, plan.tone
        );
        const auto bytes = bench::file_of(specimen);
        for (std::size_t at = 0; at < settings.size(); ++at)
            rows[at] += reader.read(specimen, bytes, settings[at].cleaning);
    }
    for (std::size_t at = 0; at < settings.size(); ++at)
        print_row(name, settings[at].name, rows[at]);
}

} // namespace

int main(int argc, char** argv)
{
    Plan plan;
    if (argc > 1) plan.pages = std::atoi(argv[1]); // NOLINT(cert-err34-c): a bench's count
    if (argc > 2) plan.seed = std::strtoull(argv[2], nullptr, 10);
    if (argc > 3 && argv[3] == std::string_view("held-out"))
        plan.set = samples::LayoutSet::held_out;
    if (argc > 4) plan.only_this = argv[4];
    if (argc > 5) plan.tone = argv[5];
    cv::setNumThreads(1);
    Reader reader;
    fmt::print("{:<14} {:<11} {} {:>7}\n", "degradation", "passes", corpus::score_head(), "ms");
    measure(reader, plan, std::nullopt);
    for (const auto degradation : samples::all_degradations)
        measure(reader, plan, degradation);
    return 0;
}
