// The perceptual hash: every document is drawn twice with wear of its own and at densities of its
// own. Prints how far scans of one sheet lie apart, how far the nearest of different sheets of the
// same layout, and for some thresholds both kinds of error.
// Usage: likeness_bench [documents per layout [seed]]

#include "capture/likeness.h"
#include "capture/open.h"
#include "capture/quality.h"
#include "capture/straighten.h"
#include "tests/bench/measure.h"
#include "tests/bench/scan_again.h"

#include <fmt/format.h>
#include <opencv2/core.hpp>

#include <algorithm>
#include <cstdlib>
#include <vector>

namespace {

using namespace dossier;

struct Sheet {
    capture::Likeness first;
    capture::Likeness second;
};

/// A scan with wear of its own, set upright as the reader does it.
capture::Likeness
scanned(const samples::Order& order, samples::Dice& dice, std::vector<double>& times)
{
    const auto scan = bench::scan_again(order, dice);
    auto source = capture::open_pages(std::as_bytes(std::span(scan.file)));
    auto upright = capture::straighten(std::move(*(*source)->page(0)));
    if (upright.page.facts.rotation_deg != scan.rotation_deg)
        upright = capture::turn_further(std::move(upright), 180);
    const double start = bench::cpu_milliseconds();
    const auto likeness = capture::find_likeness(upright);
    times.push_back(bench::cpu_milliseconds() - start);
    return likeness;
}

int at_share(const std::vector<int>& sorted, double share)
{
    return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

} // namespace

int main(int argc, char** argv)
{
    // Two at least: a sheet is compared with others of its layout.
    const int each = std::max(2, argc > 1 ? std::atoi(argv[1]) : 8); // NOLINT(cert-err34-c)
    const auto seed = static_cast<std::uint64_t>(argc > 2 ? std::atoi(argv[2]) : 1); // NOLINT
    cv::setNumThreads(1);
    std::vector<int> same;
    std::vector<int> different;
    std::vector<double> times;
    std::uint64_t number = 0;
    for (const auto& layout : samples::layouts()) {
        std::vector<Sheet> sheets;
        for (int i = 0; i < each; ++i) {
            const samples::Order order{layout, seed, number++};
            samples::Dice dice(seed, 900'000 + number);
            Sheet sheet;
            sheet.first = scanned(order, dice, times);
            sheet.second = scanned(order, dice, times);
            same.push_back(capture::likeness_distance(sheet.first, sheet.second));
            for (const Sheet& other : sheets)
                for (const auto& one : {sheet.first, sheet.second})
                    for (const auto& two : {other.first, other.second})
                        different.push_back(capture::likeness_distance(one, two));
            sheets.push_back(sheet);
        }
        auto nearest = different;
        std::ranges::sort(nearest);
        fmt::print("  after {}: nearest of different {}\n", layout.name, nearest.front());
    }
    std::ranges::sort(same);
    std::ranges::sort(different);
    std::ranges::sort(times);
    fmt::print(
        "scans of one sheet: {} pairs, median {}, 95 % within {}, 99 % within {}, farthest {}\n",
        same.size(),
        at_share(same, 0.5),
        at_share(same, 0.95),
        at_share(same, 0.99),
        same.back()
    );
    fmt::print(
        "different sheets of one layout: {} pairs, median {}, 1 % within {}, 0.1 % within {}, "
        "nearest {}\n",
        different.size(),
        at_share(different, 0.5),
        at_share(different, 0.01),
        at_share(different, 0.001),
        different.front()
    );
    for (int threshold = 100; threshold <= 320; threshold += 20) {
        const auto within = [&](const std::vector<int>& distances) {
            return std::ranges::count_if(distances, [&](int d) { return d <= threshold; });
        };
        fmt::print(
            "threshold {}: {:.1f} % of re-scans found, {} of {} different sheets taken for one\n",
            threshold,
            100.0 * static_cast<double>(within(same)) / static_cast<double>(same.size()),
            within(different),
            different.size()
        );
    }
    fmt::print("{:.1f} ms a page\n", times[times.size() / 2]);
    return 0;
}
