// The judgement of pages: freshly rendered specimens as files, with ordinary wear and with one
// planted flaw each, opened and judged as the reader does. Prints what was found for what was
// planted, false alarms, and milliseconds beside those of the usual measure of blur alone.
// Usage: quality_bench [normal pages [pages per flaw [seed [verbose]]]]

#include "capture/clean.h"
#include "capture/deskew.h"
#include "capture/open.h"
#include "capture/quality.h"
#include "tests/bench/measure.h"

#include <fmt/format.h>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "samples/render/specimen.h"
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <map>
#include <set>
#include <vector>

namespace {

using namespace dossier;
using capture::QualityFlaw;

constexpr std::array names{
    "resolution_low",
    "blurred",
    "contrast_low",
    "too_dark",
    "glare",
    "cut_off",
    "corner_missing",
    "skewed",
    "colour_missing",
    "print_broken"};

QualityFlaw expected_for(samples::Flaw flaw)
{
    switch (flaw) {
    case samples::Flaw::blurred:
    case samples::Flaw::blurred_part: return QualityFlaw::blurred;
    case samples::Flaw::contrast_low: return QualityFlaw::contrast_low;
    case samples::Flaw::too_dark: return QualityFlaw::too_dark;
    case samples::Flaw::glare: return QualityFlaw::glare;
    case samples::Flaw::cut_off: return QualityFlaw::cut_off;
    case samples::Flaw::corner_torn:
    case samples::Flaw::corner_folded: return QualityFlaw::corner_missing;
    case samples::Flaw::skewed: return QualityFlaw::skewed;
    case samples::Flaw::resolution_low: break;
    }
    return QualityFlaw::resolution_low;
}

struct Times {
    std::vector<double> ours;
    std::vector<double> peer;
};

/// What a careful person would call wrong with this page although nothing was planted.
std::set<QualityFlaw> true_flaws(const samples::Page& page)
{
    std::set<QualityFlaw> flaws;
    const auto& scan = page.scan;
    if (scan.image.dpi < 200) flaws.insert(QualityFlaw::resolution_low);
    if (std::abs(scan.wear.skew_deg) > 2.95) flaws.insert(QualityFlaw::skewed);
    if (scan.lost_mm2 > 0) flaws.insert(QualityFlaw::cut_off);
    return flaws;
}

std::vector<QualityFlaw> judge(const samples::Specimen& specimen, Times& times)
{
    const bool bilevel = specimen.pages.front().scan.image.bilevel;
    const auto bytes =
        samples::encode(specimen, bilevel ? samples::Format::tiff : samples::Format::jpeg);
    auto source = capture::open_pages(std::as_bytes(std::span(bytes)));
    auto page = (*source)->page(0);
    const bool is_a4 = page->pixels.total() > 8'000'000;
    const double start = bench::cpu_milliseconds();
    capture::judge(*page);
    const double middle = bench::cpu_milliseconds();
    cv::Mat laplacian;
    cv::Laplacian(capture::grey_of(page->pixels), laplacian, CV_16S);
    cv::Scalar mean;
    cv::Scalar deviation;
    cv::meanStdDev(laplacian, mean, deviation);
    if (is_a4) {
        times.ours.push_back(middle - start);
        times.peer.push_back(bench::cpu_milliseconds() - middle);
    }
    const auto skew = capture::find_skew(capture::grey_of(page->pixels));
    return capture::with_skew(page->facts.quality, skew).flaws;
}

samples::Order order_of(int i, std::uint64_t seed)
{
    const auto all = samples::layouts();
    return {all[static_cast<std::size_t>(i) % all.size()], seed, static_cast<std::uint64_t>(i)};
}

std::string list_of(const std::vector<QualityFlaw>& flaws)
{
    std::string list;
    for (const auto flaw : flaws)
        list += fmt::format(" {}", names[static_cast<std::size_t>(flaw)]);
    return list;
}

void print_row(const std::string& name, int pages, const std::map<QualityFlaw, int>& found)
{
    fmt::print("{:<16} {:>5}", name, pages);
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto at = found.find(static_cast<QualityFlaw>(i));
        fmt::print(" {:>14}", at == found.end() ? 0 : at->second);
    }
    fmt::print("\n");
}

} // namespace

int main(int argc, char** argv)
{
    const auto argument = [&](int i, int otherwise) {
        return argc > i ? std::atoi(argv[i]) : otherwise; // NOLINT(cert-err34-c): a bench's count
    };
    const int normal = argument(1, 64);
    const int each = argument(2, 16);
    const auto seed = static_cast<std::uint64_t>(argument(3, 1));
    const bool verbose = argc > 4;
    cv::setNumThreads(1);
    Times times;
    fmt::print("{:<16} {:>5}", "planted", "pages");
    for (std::size_t i = 0; i < names.size(); ++i)
        fmt::print(" {:>14}", names[i]);
    fmt::print("\n");

    std::map<QualityFlaw, int> alarms;
    int false_pages = 0;
    for (int i = 0; i < normal; ++i) {
        const auto order = order_of(i, seed);
        const auto specimen = samples::make_specimen(order);
        const auto truth = true_flaws(specimen.pages.front());
        std::vector<QualityFlaw> wrong;
        for (const auto flaw : judge(specimen, times))
            if (!truth.contains(flaw)) wrong.push_back(flaw), ++alarms[flaw];
        false_pages += wrong.empty() ? 0 : 1;
        if (verbose && !wrong.empty())
            fmt::print("  false on {} {}:{}\n", i, order.layout.name, list_of(wrong));
    }
    print_row("nothing (false)", normal, alarms);

    int kind = 0;
    std::map<std::string, double> shares;
    for (const auto flaw : samples::all_flaws) {
        ++kind;
        std::map<QualityFlaw, int> found;
        for (int i = 0; i < each; ++i) {
            auto order = order_of(i, seed + static_cast<std::uint64_t>(1000 * kind));
            if (flaw == samples::Flaw::resolution_low) order.dpi = i % 2 == 0 ? 100 : 150;
            samples::Dice dice(order.seed, static_cast<std::uint64_t>(i) + 77);
            const auto wear =
                samples::with_flaw(samples::draw_wear(dice, order.layout), flaw, dice);
            const auto specimen = samples::make_specimen(order, wear);
            const auto flaws = judge(specimen, times);
            for (const auto one : flaws)
                ++found[one];
            const bool missed = std::ranges::find(flaws, expected_for(flaw)) == flaws.end();
            if (verbose && missed)
                fmt::print(
                    "  missed on {} {} {} dpi {}:{}\n",
                    i,
                    order.layout.name,
                    specimen.pages.front().scan.image.dpi,
                    samples::name_of(specimen.pages.front().scan.wear.tone),
                    list_of(flaws)
                );
        }
        print_row(std::string(samples::name_of(flaw)), each, found);
        shares[std::string(samples::name_of(flaw))] =
            100.0 * found[expected_for(flaw)] / std::max(1, each);
    }
    fmt::print("\npages with a false flaw: {} of {}\n", false_pages, normal);
    for (const auto& [name, share] : shares)
        fmt::print("found, {:<16} {:>6.1f} %\n", name, share);
    fmt::print(
        "A4 at 300 dpi: judgement {:.1f} ms, variance of the Laplacian alone {:.1f} ms ({} "
        "pages)\n",
        bench::median(times.ours),
        bench::median(times.peer),
        times.ours.size()
    );
    return 0;
}
