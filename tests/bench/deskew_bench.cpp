// Deskew against Leptonica on the same drawn pages in the same run: accuracy by kind, medians of
// time on one core, and their ratio. Usage: deskew_bench [pages [seed [verbose]]]

#include "capture/deskew.h"
#include "tests/bench/drawn_pages.h"

#include <fmt/format.h>
#include <leptonica/allheaders.h>
#include <opencv2/core.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <map>
#include <vector>

namespace {

using namespace dossier;

struct Score {
    std::vector<double> errors;
    std::vector<double> milliseconds;
};

struct Guess {
    double degrees = 0.0;
    double confidence = 0.0;
};

PIX* pix_of(const cv::Mat& grey)
{
    PIX* pix = pixCreateNoInit(grey.cols, grey.rows, 8);
    for (int y = 0; y < grey.rows; ++y)
        for (int x = 0; x < grey.cols; ++x)
            pixSetPixel(pix, x, y, grey.at<unsigned char>(y, x));
    return pix;
}

/// Its own recipe for grey pages (pixFindSkewAndDeskew), with the sweep widened to our range.
double leptonica_skew(PIX* grey)
{
    PIX* binary = pixThresholdToBinary(grey, 130);
    float angle = 0.0F;
    float confidence = 0.0F;
    pixFindSkewSweepAndSearch(binary, &angle, &confidence, 4, 2, 20.0F, 1.0F, 0.01F);
    pixDestroy(&binary);
    return -static_cast<double>(angle); // theirs is the correction
}

/// Processor time of this thread: other programs on the machine do not count.
double cpu_milliseconds()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

template <typename Find>
void measure(Score& score, double truth, Find find)
{
    const double start = cpu_milliseconds();
    const double found = find();
    score.milliseconds.push_back(cpu_milliseconds() - start);
    score.errors.push_back(std::abs(found - truth));
}

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values.empty() ? 0.0 : values[values.size() / 2];
}

void print_row(const std::string& name, const Score& score)
{
    double sum = 0.0;
    int within = 0;
    for (const double error : score.errors) {
        sum += error;
        within += error <= 0.1 ? 1 : 0;
    }
    const auto count = static_cast<double>(score.errors.size());
    fmt::print(
        "{:<22} {:>4} {:>8.4f} {:>8.4f} {:>7.1f} {:>8.3f} {:>8.2f}\n",
        name,
        score.errors.size(),
        sum / count,
        median(score.errors),
        100 * within / count,
        *std::ranges::max_element(score.errors),
        median(score.milliseconds)
    );
}

} // namespace

int main(int argc, char** argv)
{
    const int pages = argc > 1 ? std::atoi(argv[1]) : 100; // NOLINT(cert-err34-c): a bench's count
    const unsigned seed = argc > 2 ? static_cast<unsigned>(std::atoi(argv[2])) : 1U; // NOLINT
    const bool verbose = argc > 3;
    cv::setNumThreads(1);
    setMsgSeverity(L_SEVERITY_NONE);
    std::mt19937 random(seed);
    const std::array<const char*, 5> kinds{"form", "card", "licence", "dense", "sparse"};
    std::map<std::string, Score> ours;
    Score all_ours;
    Score all_theirs;
    for (int i = 0; i < pages; ++i) {
        const double skew = std::uniform_real_distribution(-15.0, 15.0)(random);
        const auto page =
            bench::draw_page(kinds[static_cast<std::size_t>(i) % kinds.size()], skew, random);
        double confidence = 0.0;
        measure(all_ours, skew, [&] {
            const auto found = capture::find_skew(page.grey);
            confidence = found.confidence;
            return found.degrees;
        });
        ours[page.kind].errors.push_back(all_ours.errors.back());
        ours[page.kind].milliseconds.push_back(all_ours.milliseconds.back());
        if (verbose && all_ours.errors.back() > 0.1)
            fmt::print(
                "  {} {}: {:.3f} off at {:.3f}, confidence {:.2f}\n",
                i,
                page.kind,
                all_ours.errors.back(),
                skew,
                confidence
            );
        PIX* pix = pix_of(page.grey);
        measure(all_theirs, skew, [&] { return leptonica_skew(pix); });
        pixDestroy(&pix);
    }
    fmt::print(
        "{:<22} {:>4} {:>8} {:>8} {:>7} {:>8} {:>8}\n",
        "degrees off",
        "n",
        "mean",
        "median",
        "<=0.1%",
        "worst",
        "ms"
    );
    for (const auto& [kind, score] : ours)
        print_row("dossier, " + kind, score);
    print_row("dossier, all", all_ours);
    print_row("leptonica, all", all_theirs);
    fmt::print(
        "time, leptonica / dossier: {:.2f}\n",
        median(all_theirs.milliseconds) / median(all_ours.milliseconds)
    );
    return 0;
}
