// Deskew against two peers on the same drawn pages in the same run: accuracy by kind, medians of
// time on one core, and their ratio. The peers: Leptonica's pixFindSkewSweepAndSearch, and the
// radial sums over a Fourier transform that jdeskew takes.
// Usage: deskew_bench [pages [seed [developed]]]. Pages are drawn in typefaces that the method was
// not developed on unless the last word says so.

#include "capture/deskew.h"
#include "tests/bench/drawn_pages.h"
#include "tests/bench/measure.h"

#include <fmt/format.h>
#include <leptonica/allheaders.h>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <map>
#include <numbers>
#include <string>
#include <vector>

namespace {

using namespace dossier;

constexpr double peer_range_deg = 20.0; // Leptonica's sweep misses more when it is narrower

struct Score {
    std::vector<double> errors;
    std::vector<double> milliseconds;
};

PIX* pix_of(const cv::Mat& grey)
{
    PIX* pix = pixCreateNoInit(grey.cols, grey.rows, 8);
    l_uint32* line = pixGetData(pix);
    for (int y = 0; y < grey.rows; ++y, line += pixGetWpl(pix))
        for (int x = 0; x < grey.cols; ++x)
            SET_DATA_BYTE(line, x, grey.at<unsigned char>(y, x)); // NOLINT: Leptonica's macro
    return pix;
}

/// Its own recipe for grey pages (pixFindSkewAndDeskew), with the sweep widened to our range.
double leptonica_skew(PIX* grey)
{
    PIX* binary = pixThresholdToBinary(grey, 130);
    float angle = 0.0F;
    float confidence = 0.0F;
    pixFindSkewSweepAndSearch(
        binary, &angle, &confidence, 4, 2, static_cast<float>(peer_range_deg), 1.0F, 0.01F
    );
    pixDestroy(&binary);
    return -static_cast<double>(angle); // theirs is the correction
}

/// Magnitudes of the Fourier transform of the print, 1,024 pixels square, zero in the middle.
cv::Mat spectrum_of(const cv::Mat& grey)
{
    constexpr int side = 1024;
    const double scale = static_cast<double>(side) / std::max(grey.cols, grey.rows);
    cv::Mat small;
    cv::resize(grey, small, {}, scale, scale, cv::INTER_AREA);
    cv::Mat square(side, side, CV_8UC1, cv::Scalar(255));
    small.copyTo(square(cv::Rect(0, 0, small.cols, small.rows)));
    cv::adaptiveThreshold(
        255 - square, square, 255, cv::ADAPTIVE_THRESH_GAUSSIAN_C, cv::THRESH_BINARY, 15, -10
    );
    cv::Mat real;
    square.convertTo(real, CV_32F);
    cv::Mat spectrum;
    cv::dft(real, spectrum, cv::DFT_COMPLEX_OUTPUT);
    std::array<cv::Mat, 2> parts;
    cv::split(spectrum, parts.data());
    cv::Mat size;
    cv::magnitude(parts[0], parts[1], size);
    return size;
}

/// Text lines make a bright ray through the middle, at a right angle to them.
double fourier_skew(const cv::Mat& grey)
{
    const cv::Mat size = spectrum_of(grey);
    constexpr double step = 0.05;
    const int count = static_cast<int>(2 * peer_range_deg / step) + 1;
    std::vector<double> sums(static_cast<std::size_t>(count), 0.0);
    const int side = size.rows;
    for (int i = 0; i < count; ++i) {
        const double angle = (i * step - peer_range_deg) * std::numbers::pi / 180.0;
        for (int r = 1; r < side / 2; ++r) {
            const int x = static_cast<int>(std::lround(-r * std::sin(angle)));
            const int y = static_cast<int>(std::lround(r * std::cos(angle)));
            sums[static_cast<std::size_t>(i)] +=
                static_cast<double>(size.at<float>(y, (x + side) % side));
        }
    }
    const auto at = std::ranges::max_element(sums) - sums.begin();
    return static_cast<double>(at) * step - peer_range_deg;
}

template <typename Find>
void measure(std::array<Score*, 2> scores, double truth, Find find)
{
    const double start = bench::cpu_milliseconds();
    const double found = find();
    const double took = bench::cpu_milliseconds() - start;
    for (Score* score : scores) {
        score->milliseconds.push_back(took);
        score->errors.push_back(std::abs(found - truth));
    }
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
        bench::median(score.errors),
        100 * within / count,
        *std::ranges::max_element(score.errors),
        bench::median(score.milliseconds)
    );
}

} // namespace

int main(int argc, char** argv)
{
    const int pages = argc > 1 ? std::atoi(argv[1]) : 300; // NOLINT(cert-err34-c): a bench's count
    const unsigned seed = argc > 2 ? static_cast<unsigned>(std::atoi(argv[2])) : 4711U; // NOLINT
    const auto fonts = argc > 3 ? bench::FontSet::developed : bench::FontSet::held_out;
    cv::setNumThreads(1);
    setMsgSeverity(L_SEVERITY_NONE);
    std::mt19937 random(seed);
    const std::array<const char*, 6> kinds{"form", "card", "licence", "dense", "sparse", "lid"};
    std::array<std::map<std::string, Score>, 3> by_kind; // ours, Leptonica's, Fourier's
    for (int i = 0; i < pages; ++i) {
        const double skew = std::uniform_real_distribution(-15.0, 15.0)(random);
        const auto page = bench::draw_page(
            kinds[static_cast<std::size_t>(i) % kinds.size()], skew, random, fonts
        );
        const auto scores = [&](std::size_t method) {
            return std::array{&by_kind[method][page.kind], &by_kind[method]["~ all"]};
        };
        measure(scores(0), skew, [&] { return capture::find_skew(page.grey).degrees; });
        PIX* pix = pix_of(page.grey);
        measure(scores(1), skew, [&] { return leptonica_skew(pix); });
        pixDestroy(&pix);
        measure(scores(2), skew, [&] { return fourier_skew(page.grey); });
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
    const std::array<std::string, 3> methods{"dossier", "leptonica", "fourier"};
    for (std::size_t method = 0; method < methods.size(); ++method)
        for (const auto& [kind, score] : by_kind[method])
            print_row(methods[method] + ", " + kind, score);
    for (std::size_t peer = 1; peer < methods.size(); ++peer)
        fmt::print(
            "time, dossier / {}: {:.2f}\n",
            methods[peer],
            bench::median(by_kind[0]["~ all"].milliseconds) /
                bench::median(by_kind[peer]["~ all"].milliseconds)
        );
    return 0;
}
