// What each look at a field saw, as a table to calibrate on: renders documents, reads them, and
// writes a line a field: layout, type, field, grammar, whether the value is exact, its confidence,
// then of each look who looked (1 Tesseract, 2 the second, 3 its model for Latin print, 4 the
// third), the first look that saw the same, whether its value is exact, whether it is well-formed,
// and its least and mean confidence. No text is written. Usage:
// sightings_bench [documents [seed [train|varied|held-out]]]

#include "ocr/fields/grammar.h"
#include "ocr/read.h"
#include "tests/bench/recognisers.h"
#include "tests/bench/specimen_file.h"

#include <fmt/format.h>
#include <opencv2/core/utility.hpp>

#include "samples/render/specimen.h"
#include <cstdlib>
#include <string_view>

namespace {

using namespace dossier;

void print_field(
    const ocr::FieldType& type, std::string_view layout, const corpus::FieldResult& result
)
{
    fmt::print(
        "{} {} {} {} {} {:.5f}",
        layout,
        result.type,
        type.name,
        static_cast<int>(type.grammar),
        result.exact ? 1 : 0,
        result.read.confidence
    );
    std::vector<std::string> values;
    for (const ocr::Sighting& each : result.read.sightings) {
        const auto normal = ocr::normalise(type, each.text);
        const bool is_exact = corpus::folded(normal.value) == corpus::folded(result.truth);
        values.push_back(normal.value);
        fmt::print(
            " {} {} {} {} {:.5f} {:.5f}",
            static_cast<int>(each.by) + 1,
            std::ranges::find(values, normal.value) - values.begin(),
            is_exact ? 1 : 0,
            normal.well_formed ? 1 : 0,
            each.least,
            each.mean
        );
    }
    fmt::print("\n");
}

} // namespace

int main(int argc, char** argv)
{
    const int count = argc > 1 ? std::atoi(argv[1]) : 60; // NOLINT(cert-err34-c): a bench's count
    const std::uint64_t seed = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1;
    const auto set = bench::set_of(argc > 3 ? argv[3] : "train");
    cv::setNumThreads(1);
    const auto types = ocr::load_types(DOSSIER_TYPES).value();
    bench::Recognisers recognisers;
    std::vector<samples::Layout> layouts;
    std::ranges::copy_if(samples::layouts(), std::back_inserter(layouts), [&](const auto& layout) {
        return layout.set == set && types.find_type(layout.type) != nullptr;
    });
    for (int i = 0; i < count; ++i) {
        const auto number = static_cast<std::uint64_t>(i);
        const auto& layout = layouts[number % layouts.size()];
        const auto specimen = samples::make_specimen({layout, seed, number});
        const auto bytes = bench::file_of(specimen);
        const auto reading =
            ocr::read_document(std::as_bytes(std::span(bytes)), types, recognisers.engines(), {});
        if (!reading) continue;
        using namespace std::chrono;
        const auto checked = verify::examine(*reading, types, year{2026} / 11 / 23);
        std::vector<corpus::FieldResult> results;
        static_cast<void>(corpus::score({bench::truth_of(specimen)}, checked, results));
        for (const auto& result : results) {
            const auto* type = types.find_type(result.type);
            const auto* field = type == nullptr ? nullptr : type->find_field(result.name);
            if (field != nullptr) print_field(*field, layout.name, result);
        }
        std::fflush(stdout);
    }
    return 0;
}
