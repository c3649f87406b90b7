// Blank sheets and sheets with a single mark, as JPEG files through the judgement of the reader.
// Prints how many were marked blank, by paper and by mark, and how well the probability is
// calibrated. Usage: blank_bench [pages of each sort [seed [verbose]]]

#include "capture/open.h"
#include "capture/quality.h"
#include "tests/bench/blank_pages.h"

#include <fmt/format.h>
#include <opencv2/core.hpp>

#include "samples/render/encode.h"
#include <array>
#include <cstdlib>
#include <map>

namespace {

using namespace dossier;

struct Tally {
    int pages = 0;
    int blank = 0;
    double sum = 0.0;
};

capture::Judgement judge(const samples::Image& picture, samples::Dice& dice)
{
    const auto bytes = samples::encode_jpeg(picture, dice.between(60, 92));
    auto source = capture::open_pages(std::as_bytes(std::span(bytes)));
    auto page = (*source)->page(0);
    return capture::judge(page->pixels, page->facts.dpi);
}

void print(const char* heading, const std::map<std::string, Tally>& rows)
{
    fmt::print("{:<16} {:>6} {:>8} {:>12}\n", heading, "pages", "blank", "mean p");
    for (const auto& [name, row] : rows)
        fmt::print(
            "{:<16} {:>6} {:>8} {:>12.4f}\n", name, row.pages, row.blank, row.sum / row.pages
        );
}

} // namespace

int main(int argc, char** argv)
{
    const int pages = argc > 1 ? std::atoi(argv[1]) : 40; // NOLINT(cert-err34-c): a bench's count
    const auto seed = static_cast<std::uint64_t>(argc > 2 ? std::atoi(argv[2]) : 1); // NOLINT
    const bool verbose = argc > 3;
    cv::setNumThreads(1);
    std::map<std::string, Tally> papers;
    std::map<std::string, Tally> marks;
    std::array<Tally, 5> bins; // by probability: to 0.05, 0.5, 0.95, 0.99, 1
    Tally blanks;
    Tally marked_pages;
    for (int i = 0; i < 2 * pages; ++i) {
        const bool marked = i % 2 == 1;
        samples::Dice dice(seed, static_cast<std::uint64_t>(i));
        const auto page = bench::draw_blank_page(i / 2, marked, dice);
        const auto found = judge(page.picture, dice);
        for (Tally* row :
             {marked ? &marks[page.mark] : &papers[page.paper], marked ? &marked_pages : &blanks}) {
            ++row->pages;
            row->blank += found.blank ? 1 : 0;
            row->sum += found.blank_probability;
        }
        const double p = found.blank_probability;
        Tally& bin = bins[p < 0.05 ? 0 : p < 0.5 ? 1 : p < 0.95 ? 2 : p < 0.99 ? 3 : 4];
        ++bin.pages;
        bin.blank += marked ? 0 : 1;
        bin.sum += p;
        if (verbose && found.blank == marked)
            fmt::print("  {} {} {} {:.3f}\n", i, page.paper, page.mark, p);
    }
    print("blank sheets", papers);
    print("one mark", marks);
    fmt::print(
        "blank found: {} of {}; content marked blank: {} of {}\n",
        blanks.blank,
        blanks.pages,
        marked_pages.blank,
        marked_pages.pages
    );
    for (const Tally& bin : bins)
        if (bin.pages > 0)
            fmt::print(
                "said {:.3f} blank: {:.3f} of {} pages were\n",
                bin.sum / bin.pages,
                static_cast<double>(bin.blank) / bin.pages,
                bin.pages
            );
    return 0;
}
