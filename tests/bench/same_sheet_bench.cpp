// The hint "this sheet was scanned before", as the archive gives it: every document is drawn twice
// with wear and a density of its own, and read through the real reader; the pictures' likeness
// names candidates, what was read on both confirms them. Prints for some thresholds of likeness how
// many re-scans are found and how many different sheets of one layout are taken for one, by the
// pictures alone and with the second look, and where the misses lie.
// Usage: same_sheet_bench [documents per layout [seed]]

#include "capture/likeness.h"
#include "ocr/child_reader.h"
#include "tests/bench/scan_again.h"
#include "verify/same_sheet.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

using namespace dossier;

struct Scan {
    capture::Likeness likeness{};
    verify::CheckedDocument document;
};

Scan scanned(const samples::Order& order, samples::Dice& dice, ocr::ChildReader& reader)
{
    const auto again = bench::scan_again(order, dice);
    const auto reading = reader.read(std::as_bytes(std::span(again.file)), {});
    Scan scan;
    if (!reading || reading->documents.empty()) return scan;
    scan.likeness = reading->pages.front().likeness;
    const auto& document = reading->documents.front();
    scan.document.type = document.type;
    for (const auto& field : document.fields)
        scan.document.fields.push_back({.field = field});
    return scan;
}

constexpr std::array thresholds{250, 280, 320, 360, 400};

/// Pairs, and for each threshold those that the pictures and those that both looks call the same.
struct Tally {
    int pairs = 0;
    std::array<int, thresholds.size()> alike{};
    std::array<int, thresholds.size()> confirmed{};

    void add(const Scan& one, const Scan& other)
    {
        const int distance = capture::likeness_distance(one.likeness, other.likeness);
        const bool same = verify::shows_same_sheet({one.document, 0}, {other.document, 0});
        ++pairs;
        for (std::size_t i = 0; i < thresholds.size(); ++i) {
            alike[i] += distance <= thresholds[i] ? 1 : 0;
            confirmed[i] += distance <= thresholds[i] && same ? 1 : 0;
        }
    }

    void add(const Tally& other)
    {
        pairs += other.pairs;
        for (std::size_t i = 0; i < thresholds.size(); ++i) {
            alike[i] += other.alike[i];
            confirmed[i] += other.confirmed[i];
        }
    }
};

void print(const std::string& name, const Tally& same, const Tally& different)
{
    fmt::print("{:<26}", name);
    for (std::size_t i = 0; i < thresholds.size(); ++i)
        fmt::print(
            " | {:>3} {:>3}/{:<3} {:>4} {:>2}/{:<4}",
            same.alike[i],
            same.confirmed[i],
            same.pairs,
            different.alike[i],
            different.confirmed[i],
            different.pairs
        );
    fmt::print("\n");
    std::fflush(stdout);
}

} // namespace

int main(int argc, char** argv)
{
    const int each = argc > 1 ? std::atoi(argv[1]) : 4; // NOLINT(cert-err34-c): a bench's count
    const auto seed = static_cast<std::uint64_t>(argc > 2 ? std::atoi(argv[2]) : 1); // NOLINT
    ocr::ChildReader reader(
        {.program = DOSSIER_BENCH_READ,
         .types = DOSSIER_BENCH_TYPES,
         .models = DOSSIER_BENCH_MODELS}
    );
    fmt::print("re-scans: alike, confirmed/pairs; different sheets: alike, confirmed/pairs\n");
    fmt::print("up to {}\n", fmt::join(thresholds, ", "));
    Tally all_same;
    Tally all_different;
    std::uint64_t number = 0;
    for (const auto& layout : samples::layouts()) {
        Tally same;
        Tally different;
        std::vector<Scan> scans;
        for (int i = 0; i < each; ++i) {
            const samples::Order order{layout, seed, number++};
            samples::Dice dice(seed, 900'000 + number);
            const Scan first = scanned(order, dice, reader);
            const Scan second = scanned(order, dice, reader);
            same.add(first, second);
            for (const Scan& other : scans) {
                different.add(first, other);
                different.add(second, other);
            }
            scans.push_back(first);
            scans.push_back(second);
        }
        print(std::string(layout.name), same, different);
        all_same.add(same);
        all_different.add(different);
    }
    print("all", all_same, all_different);
    return 0;
}
